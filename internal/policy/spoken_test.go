package policy

import (
	"testing"

	"homeward/internal/i18n"
)

// TestWordListsAreSpoken: keys that are put together from the words of the format are all in the catalogues.
func TestWordListsAreSpoken(t *testing.T) {
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	speak := c.For(i18n.Default)
	lists := map[string][]string{
		"policy.show.gives.":    Gives("").words(),
		"policy.show.unit.":     Unit("").words(),
		"policy.show.counting.": CountingEffect("").words(),
		"policy.show.order.":    OrderMethod("").words(),
		"policy.show.of.":       QuotaOf("").words(),
		"policy.show.draw.":     DrawMethod("").words(),
		"policy.show.effect.":   Effect("").words(),
		"policy.show.choose.":   Choose("").words(),
		"policy.show.rules.":    Stage("").words(),
		"policy.show.":          Confidence("").words(),
		"policy.outcome.":       Outcome("").words(),
		"policy.diff.outcome.":  Outcome("").words(),
		"policy.check.":         {"error", "warning"},
	}
	for _, k := range ChangeKinds {
		lists["policy.diff.kind."] = append(lists["policy.diff.kind."], string(k))
	}
	for prefix, words := range lists {
		for _, w := range words {
			if !speak.Has(prefix + w) {
				t.Errorf("no words for %s%s", prefix, w)
			}
		}
	}
}
