package i18n

import (
	"bytes"
	"sort"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Sort puts items in the order that readers of the language expect of names: ə after e, х after г, and so on.
func Sort[T any](l *Localizer, items []T, name func(T) string) {
	// A collator keeps scratch space and is not safe for concurrent use, so each list has its own.
	c := collate.New(language.Make(l.lang), collate.IgnoreCase)
	var buf collate.Buffer
	type keyed struct {
		key  []byte
		item T
	}
	rows := make([]keyed, len(items))
	for i, it := range items {
		rows[i] = keyed{c.KeyFromString(&buf, name(it)), it}
	}
	sort.SliceStable(rows, func(i, j int) bool { return bytes.Compare(rows[i].key, rows[j].key) < 0 })
	for i := range rows {
		items[i] = rows[i].item
	}
}
