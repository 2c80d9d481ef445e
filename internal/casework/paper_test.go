package casework_test

import (
	"bytes"
	"testing"

	"homeward"
	"homeward/internal/i18n"
)

// Every paper can be made in every language as soon as its step is done, and not before.
func TestPapers(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.register(1, 1, 1)
		f.register(2, 1, 0)
		f.flats("1", 1)
		rd := f.open()
		_, err := f.RoundSlips(ctx, allocation, rd, "az")
		f.refused(err, "round.not_committed")
		f.freeze(rd)
		f.ok(f.CommitRound(ctx, allocation, rd))
		_, err = f.RoundProtocol(ctx, allocation, rd, "az")
		f.refused(err, "round.not_drawn")
		r := func() homeward.OfferID {
			f.thrown(rd)
			f.ok(f.DrawRound(ctx, allocation, rd))
			f.ok(f.PublishRound(ctx, allocation, rd))
			return offers(f.round(rd))[0].ID
		}()
		f.ok(f.AcceptOffer(ctx, allocation, r))
		o, err := f.ViewOffer(ctx, allocation, r)
		f.ok(err)
		mv := f.planned(o.HouseholdID)
		for _, l := range i18n.Languages {
			for name, make := range map[string]func() ([]byte, error){
				"slips":    func() ([]byte, error) { return f.RoundSlips(ctx, allocation, rd, l.Code) },
				"protocol": func() ([]byte, error) { return f.RoundProtocol(ctx, allocation, rd, l.Code) },
				"letter":   func() ([]byte, error) { return f.OfferLetter(ctx, allocation, r, l.Code) },
				"manifest": func() ([]byte, error) { return f.ManifestPaper(ctx, moving, mv, l.Code) },
			} {
				b, err := make()
				if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) {
					t.Errorf("%s in %s: %d bytes, %v", name, l.Code, len(b), err)
				}
			}
			b, err := f.ManifestWorkbook(ctx, moving, mv, l.Code)
			if err != nil || !bytes.HasPrefix(b, []byte("PK")) {
				t.Errorf("workbook in %s: %d bytes, %v", l.Code, len(b), err)
			}
		}
		_, err = f.OfferLetter(ctx, analyst, r, "en")
		f.refused(err, "access.role")
	})
}
