package casework_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"homeward"
	"homeward/draw"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/policies"
)

// weighed is the Great Return's policy with weights, so that every mode can be tried.
func (f *fixture) weighed() {
	f.t.Helper()
	text, err := policies.FS.ReadFile("az-great-return.yaml")
	f.ok(err)
	weights := `allotment:
  class_value: [4000, 3000, 2200, 1500, 1000, 1000, 1000, 1000]
  wish_value: [300]
  spare_room: -20
  accessible_unneeded: -15
  max_spare_rooms: 1
  groups: same_settlement
  source: [by_family]
  confidence: inferred
draw:
`
	f.ok(f.AdoptProgramme(f.t.Context(), allocation, homeward.Adoption{ID: "great-return", Area: homeward.Programme, PolicyID: "az-great-return",
		PolicyText: strings.Replace(string(text), "draw:\n", weights, 1), ValidFrom: homeward.NewDate(2025, 1, 1)}))
}

// A round of each mode verifies, and every household is told the same on the page, in its letter and in the file, in four
// languages.
func TestOneAnswerEverywhere(t *testing.T) {
	for _, mode := range []string{draw.ModeDraw, draw.ModePriority, draw.ModeWeighted} {
		t.Run(mode, func(t *testing.T) {
			each(t, func(f *fixture) {
				ctx := t.Context()
				f.weighed()
				for n := range 5 {
					f.register(n, 1+n%2, n%3)
				}
				f.flats("1", 3)
				id := f.open()
				plan, choices, err := f.Plan(ctx, allocation, id)
				f.ok(err)
				if plan.Mode != draw.ModeWeighted || len(choices.Modes) != 3 {
					t.Errorf("a policy with weights speaks for %s of %v", plan.Mode, choices.Modes)
				}
				plan.Mode = mode
				f.ok(f.PlanRound(ctx, allocation, id, plan))
				f.freeze(id)
				r := f.publish(id)
				b, err := draw.Decode([]byte(r.Bundle))
				f.ok(err)
				if b.Header.Rules.Mode != mode || (b.Certificate == nil) != (mode == draw.ModeDraw) || !draw.Verify([]byte(r.Bundle)).OK {
					t.Fatalf("mode %s, certificate %v, verifies %+v", b.Header.Rules.Mode, b.Certificate, draw.Verify([]byte(r.Bundle)))
				}
				f.sameEverywhere(r)
			})
		})
	}
}

func (f *fixture) sameEverywhere(r casework.RoundFile) {
	f.t.Helper()
	ctx := f.t.Context()
	answers, err := f.Answers(ctx, casework.Public(), r.ID)
	f.ok(err)
	file, err := json.Marshal(answers)
	f.ok(err)
	for i, e := range r.Entries {
		if e.Reason.IsZero() || answers.Entries[i].Number != e.Number {
			f.t.Fatalf("entry %d: %v, file %+v", e.Number, e.Reason, answers.Entries[i])
		}
		for _, l := range i18n.Languages {
			words := f.Speech.For(l.Code).Text(e.Reason)
			if words != answers.Entries[i].Text[l.Code] || strings.Contains(words, "{{") || strings.Contains(words, "<no value>") {
				f.t.Errorf("entry %d in %s: page %q, file %q", e.Number, l.Code, words, answers.Entries[i].Text[l.Code])
			}
			quoted, _ := json.Marshal(words)
			if !bytes.Contains(file, quoted) {
				f.t.Errorf("the file does not hold %s", quoted)
			}
			letter, err := f.AnswerLetter(ctx, allocation, r.ID, e.Number, l.Code)
			f.ok(err)
			if got, ok := pdfText(letter); ok && !strings.Contains(got, squeeze(words)) {
				f.t.Errorf("entry %d, letter in %s lacks %q:\n%s", e.Number, l.Code, words, got)
			}
		}
	}
}

// pdfText is the text of a PDF without blanks, where the program that reads it is at hand.
func pdfText(file []byte) (string, bool) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return "", false
	}
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	return squeeze(string(out)), err == nil
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// A household's receipt proves its entry, before the draw and after it; nobody without work in the register is handed one.
func TestReceipts(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id := f.committed(nil, 5, 2)
		if _, err := f.ReceiptFile(ctx, casework.Public(), id, 1); err == nil {
			t.Error("everybody is handed a receipt")
		}
		_, err := f.ReceiptFile(ctx, analyst, id, 1)
		f.refused(err, "access.role")
		_, err = f.ReceiptFile(ctx, allocation, id, 77)
		f.refused(err, "round.no_entry")
		before := map[int][]byte{}
		for n := 1; n <= 5; n++ {
			before[n], err = f.ReceiptFile(ctx, allocation, id, n)
			f.ok(err)
		}
		header, err := f.HeaderOf(ctx, casework.Public(), id)
		f.ok(err)
		f.thrown(id)
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))
		b, err := draw.Decode([]byte(f.round(id).Bundle))
		f.ok(err)
		if header != b.Header.Text() {
			t.Error("another header was published before the draw")
		}
		for n, file := range before {
			x, err := draw.DecodeReceipt(file)
			f.ok(err)
			if err := draw.VerifyReceipt(x, b.Header); err != nil {
				t.Errorf("receipt of entry %d: %v", n, err)
			}
		}
		for _, l := range i18n.Languages {
			all, err := f.RoundReceipts(ctx, allocation, id, 0, l.Code)
			f.ok(err)
			one, err := f.RoundReceipts(ctx, allocation, id, 2, l.Code)
			f.ok(err)
			if !bytes.HasPrefix(all, []byte("%PDF-")) || len(one) >= len(all) {
				t.Errorf("%s: %d and %d bytes", l.Code, len(all), len(one))
			}
			if got, ok := pdfText(one); ok {
				x, _ := draw.DecodeReceipt(before[2])
				for _, want := range append([]string{x.Leaf, x.Root, x.Salt, x.Commitment, x.Entry()}, x.Path...) {
					if !strings.Contains(got, want) {
						t.Errorf("%s: the paper lacks %s", l.Code, want)
					}
				}
			}
		}
	})
}
