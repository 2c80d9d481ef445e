//go:build unix

package hometest

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The folder, not the file: the file comes with `make assets`, and its absence must not stop the compiler.
//
//go:embed axe
var axeFiles embed.FS

// axeTags are the sets of rules every page must pass: WCAG 2.0, 2.1 and 2.2, level AA.
var axeTags = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}

// Axe runs axe-core on the page in the tab and fails the test with every violation: the rule, where it is explained, and
// the elements that break it.
func Axe(t testing.TB, ctx context.Context) {
	t.Helper()
	violations, err := axe(ctx)
	if err != nil {
		t.Fatalf("axe: %v", err)
	}
	for _, v := range violations {
		t.Errorf("%s", v)
	}
}

type violation struct {
	ID      string `json:"id"`
	Impact  string `json:"impact"`
	Help    string `json:"help"`
	HelpURL string `json:"helpUrl"`
	Nodes   []struct {
		HTML           string `json:"html"`
		Target         []any  `json:"target"` // a selector, or a list of them where the element lies in a frame
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "axe: %s (%s): %s\n  %s", v.ID, v.Impact, v.Help, v.HelpURL)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n  %v\n    %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
	}
	return b.String()
}

func axe(ctx context.Context) ([]violation, error) {
	source, err := axeFiles.ReadFile("axe/axe.min.js")
	if err != nil {
		return nil, fmt.Errorf("axe-core is not here, run make assets: %w", err)
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](string(source))); err != nil {
		return nil, err
	}
	run := fmt.Sprintf(`axe.run(document, {runOnly: {type: "tag", values: %s}, resultTypes: ["violations"]}).then(r => r.violations)`,
		`["`+strings.Join(axeTags, `","`)+`"]`)
	return chromedp.Run(ctx, chromedp.Evaluate[[]violation](run, chromedp.EvalAwaitPromise))
}
