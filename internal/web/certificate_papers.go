package web

import (
	"context"

	"homeward"
)

func (v *visit) getCertificatePaper() error {
	id, err := v.id("ce")
	if err != nil {
		return err
	}
	return v.paper("certificate", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.CertificatePaper(ctx, v.actor, homeward.CertificateID(id), lang)
	})
}

func (v *visit) getRulingLetter() error {
	id, err := v.id("ce")
	if err != nil {
		return err
	}
	return v.paper("decision", "pdf", pdf, func(ctx context.Context, lang string) ([]byte, error) {
		return v.srv.House.RulingLetter(ctx, v.actor, homeward.CertificateID(id), lang)
	})
}
