package web

import (
	"context"
	"encoding/json"
	"strconv"

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

// getReceipts hands out the receipts of all entries, or that of the one in the address.
func (v *visit) getReceipts() error {
	n, err := v.number()
	if err != nil {
		return err
	}
	return v.paper("receipts", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.RoundReceipts(ctx, v.actor, homeward.RoundID(v.r.PathValue("id")), n, lang)
	})
}

func (v *visit) getReceipt() error {
	n, err := v.number()
	if err != nil {
		return err
	}
	b, err := v.srv.House.ReceiptFile(v.r.Context(), v.actor, homeward.RoundID(v.r.PathValue("id")), n)
	if err != nil {
		return err
	}
	return v.file("receipt.json", "application/json", b)
}

func (v *visit) getAnswerLetter() error {
	n, err := v.number()
	if err != nil {
		return err
	}
	return v.paper("letter", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.AnswerLetter(ctx, v.actor, homeward.RoundID(v.r.PathValue("id")), n, lang)
	})
}

// number is the number of an entry in the address; 0 where the address has none.
func (v *visit) number() (int, error) {
	text := v.r.PathValue("number")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	return n, nil
}

// getHeader is the text that a commitment stands for, for everybody.
func (v *visit) getHeader() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	text, err := v.srv.House.HeaderOf(v.r.Context(), v.reader(), homeward.RoundID(id))
	if err != nil {
		return err
	}
	return v.file("header.txt", "text/plain; charset=utf-8", []byte(text))
}

// getAnswers are the answers of a published round for programs, in the words of the page.
func (v *visit) getAnswers() error {
	id, err := v.id("rd")
	if err != nil {
		return err
	}
	a, err := v.srv.House.Answers(v.r.Context(), v.reader(), homeward.RoundID(id))
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		return err
	}
	return v.file("answers.json", "application/json", b)
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
