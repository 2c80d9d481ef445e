package document

import (
	"testing"

	"homeward"
	"homeward/internal/i18n"
)

func saysIn(l *i18n.Localizer) string {
	return map[string]string{"az": "Hər nəfərə 4 000 000.", "hy": "Ամեն մեկին՝ 4 000 000։", "ru": "По 4 000 000 на человека.", "en": "4,000,000 a person."}[l.Lang()]
}

func titleIn(l *i18n.Localizer) string {
	return map[string]string{"az": "Mənzil proqramı", "hy": "Բնակարանային ծրագիր", "ru": "Жилищная программа", "en": "Housing programme"}[l.Lang()]
}

func certificate(t testing.TB, langs ...string) CertificateInput {
	return CertificateInput{In: speakers(t, langs...), Office: "Միասնական սոցիալական ծառայություն",
		Certificate: homeward.Certificate{ID: "ce_01jkq2v8e0e9s5x3m4n6p7q8rs", Number: 17, IssuedOn: signed.Date(), ValidUntil: homeward.NewDate(2028, 12, 31)},
		Ruling:      homeward.Ruling{Amount: 20_000_000, Currency: "AMD", PolicyHash: "f16876cc37851cecf16876cc37851cecf16876cc37851cecf16876cc37851cec"},
		Case:        "4471-8", Members: household, Programme: titleIn, Edition: "2026-06", Parts: []CertificatePart{{20_000_000, saysIn}},
		Duties: []Sentence{saysIn}, Signs: "Anahit Gevorgyan"}
}

func refused(t testing.TB, langs ...string) RulingInput {
	return RulingInput{In: speakers(t, langs...), Office: "Միասնական սոցիալական ծառայություն",
		Ruling: homeward.Ruling{CertificateID: "ce_01jkq2v8e0e9s5x3m4n6p7q8rs", Number: 1, DecidedOn: signed.Date(), Outcome: homeward.RulingRefused,
			PolicyHash: "f16876cc37851cecf16876cc37851cecf16876cc37851cecf16876cc37851cec"},
		AppliedOn: signed.Date().Add(-30), Case: "4471-8", Name: household[2].Name, Programme: titleIn, Edition: "2026-06",
		Refusals: []RulingReason{{homeward.NewRefusal("citizenship_missing", "all_citizens", "in_1"), household[3].Name, saysIn},
			{homeward.NewRefusal("stage_opens", "stages", "", "Date", homeward.NewDate(2027, 1, 1)), "", nil}},
		Signs: "Anahit Gevorgyan"}
}

func rules(t testing.TB, langs ...string) RulesInput {
	return RulesInput{In: speakers(t, langs...), Programme: titleIn, Edition: "2026-06",
		Adoption: homeward.Adoption{ValidFrom: signed.Date(), PolicyHash: "f16876cc37851cecf16876cc37851cecf16876cc37851cecf16876cc37851cec"},
		Sections: []RulesSection{{homeward.T("policy.show.money"), []RulesLine{{Says: saysIn, Inferred: true, Sources: []int{1}, From: homeward.NewDate(2025, 1, 16)},
			{Says: saysIn, Then: homeward.T("refusal.no_amount"), Sources: []int{1}, To: homeward.NewDate(2026, 6, 24)}}}},
		Sources: []RulesSource{{"Decision 710-L", "2024-05-16", "https://example.org/710"}}}
}
