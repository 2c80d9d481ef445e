package figures_test

import (
	"os"
	"regexp"
	"testing"

	"homeward/internal/figures"
	"homeward/internal/i18n"
)

// Keys that are put together at run time have their texts: those of kinds, flags, quantifiers and rules.
func TestPutTogetherKeysHaveTheirTexts(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := catalogue.For("en")
	var keys []string
	for _, k := range figures.Kinds {
		keys = append(keys, "figures.kind."+string(k))
	}
	for _, what := range []string{"group", "total"} {
		for _, how := range []string{"", "_small", "_none", "_first"} {
			keys = append(keys, "figures.release.corrected_"+what+how)
		}
	}
	for file, patterns := range map[string]map[string]string{
		"register.go": {`Cause = "(\w+)"`: "figures.cause."},
		"kind.go":     {`Flag\w+ +Flag += "(\w+)"`: "figures.flag.", `Quantifier = "(\w+)"`: "figures.quantifier."},
		"kinds.go":    {`\{"(\w+)", \w+, func`: "figures.reason."},
		"read.go":     {`(?:reason :=|reason =) \w+, "(\w+)"`: "figures.reason.", `because\("(\w+)"`: "figures.reason."},
		"finish.go":   {`because\("(\w+)"`: "figures.reason."},
	} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for pattern, prefix := range patterns {
			found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1)
			if len(found) == 0 && file != "read.go" {
				t.Errorf("%s: nothing matches %s: is the test blind?", file, pattern)
			}
			for _, m := range found {
				keys = append(keys, prefix+m[1])
			}
		}
	}
	if len(keys) < 60 {
		t.Fatalf("only %d keys found", len(keys))
	}
	for _, k := range keys {
		if !texts.Has(k) {
			t.Errorf("the catalogues have no %q", k)
		}
	}
}
