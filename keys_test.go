package homeward_test

import (
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"homeward/internal/i18n"
)

// Every key that the code names has its text; internal/i18n proves that a text in one language is there in all. Keys put
// together at run time ("status." + s) are proved by the packages that do so.
func TestEveryKeyHasItsText(t *testing.T) {
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := catalogue.For(i18n.Default)
	used := map[string]token.Position{}
	for _, s := range sources(t) {
		if s.test() || outside.MatchString(s.dir) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if key, ok := keyOf(call); ok {
					used[key] = s.fset.Position(call.Pos())
				}
			}
			return true
		})
		for _, key := range onlyOneKeys(s) {
			used[key] = token.Position{Filename: s.path}
		}
	}
	if len(used) < 50 {
		t.Fatalf("only %d keys found in the code: is the test blind?", len(used))
	}
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if !texts.Has(key) {
			t.Errorf("%s: the catalogues have no %q", used[key], key)
		}
	}
}

// speakers are the functions that take a key, and which argument it is.
var speakers = map[string]int{"Errorf": 1, "T": 0, "t": 0, "WithHint": 0}

var keyShape = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)

func keyOf(call *ast.CallExpr) (string, bool) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	at, ok := speakers[name]
	if !ok || len(call.Args) <= at {
		return "", false
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	key, err := strconv.Unquote(lit.Value)
	return key, err == nil && keyShape.MatchString(key)
}

// onlyOneKeys are the keys of the table of constraints, which no call names.
func onlyOneKeys(s source) (keys []string) {
	if s.path != "internal/store/errors.go" {
		return nil
	}
	for _, row := range onlyOneRows(s) {
		keys = append(keys, row[2])
	}
	return keys
}
