package web

import (
	"context"

	"homeward"
	"homeward/internal/i18n"
)

// Papers of a movement, an offer and a round, in the reader's language or the one asked for with ?in=.

func (v *visit) getManifestPDF() error {
	return v.paper("manifest", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.ManifestPaper(ctx, v.actor, homeward.MovementID(v.r.PathValue("id")), lang)
	})
}

func (v *visit) getManifestWorkbook() error {
	return v.paper("manifest", "xlsx", xlsx, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.ManifestWorkbook(ctx, v.actor, homeward.MovementID(v.r.PathValue("id")), lang)
	})
}

func (v *visit) getLetter() error {
	return v.paper("letter", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.OfferLetter(ctx, v.actor, homeward.OfferID(v.r.PathValue("id")), lang)
	})
}

func (v *visit) getProtocol() error {
	return v.paper("protocol", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.RoundProtocol(ctx, v.actor, homeward.RoundID(v.r.PathValue("id")), lang)
	})
}

func (v *visit) getSlips() error {
	return v.paper("slips", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.RoundSlips(ctx, v.actor, homeward.RoundID(v.r.PathValue("id")), lang)
	})
}

const (
	pdf  = "application/pdf"
	xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

func (v *visit) paper(name, ending, kind string, make func(context.Context, string) ([]byte, error)) error {
	lang := v.Lang()
	if asked := v.r.URL.Query().Get("in"); i18n.Known(asked) {
		lang = asked
	}
	b, err := make(v.r.Context(), lang)
	if err != nil {
		return err
	}
	return v.file(name+"-"+lang+"."+ending, kind, b)
}
