package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"homeward"
)

// maxRows bounds a table of claims.
const maxRows = 200000

// ReadClaims reads claims in the shared format: one row a number, several rows a statement, with the articles they
// come from in a second table. Place names are resolved by the Reader's places.
func (r *Reader) ReadClaims(claims, articles io.Reader) (*Ledger, error) {
	sources, err := table(articles, "id", "publisher", "cluster")
	if err != nil {
		return nil, err
	}
	article := map[string]map[string]string{}
	for _, row := range sources {
		article[row["id"]] = row
	}
	rows, err := table(claims, "claim_id", "article_id", "statement", "place_norm", "event_date", "kind", "phase", "unit", "number", "qualifier")
	if err != nil {
		return nil, err
	}
	l := &Ledger{}
	index := map[string]int{}
	for i, row := range rows {
		source, ok := article[row["article_id"]]
		if !ok {
			return nil, badRow(i, "article_id", row["article_id"])
		}
		key := strings.Join([]string{row["statement"], row["place_norm"], row["kind"], row["phase"], row["origin"]}, "\x00")
		at, ok := index[key]
		if !ok || l.Entries[at].full(row) {
			at = len(l.Entries)
			index[key] = at
			l.Entries = append(l.Entries, r.entry(row, source))
		}
		if err := l.Entries[at].take(row); err != nil {
			return nil, badRow(i, "number", row["number"])
		}
	}
	l.Entries = slices.DeleteFunc(l.Entries, func(e Entry) bool { return e.Kind == "not_a_figure" && e.People == nil })
	for i := range l.Entries {
		e := &l.Entries[i]
		e.fixDay()
		e.Aside = e.Kind == "not_a_figure"
	}
	l.markParts()
	return l, nil
}

// table reads a CSV table with a header and refuses one that lacks a column.
func table(from io.Reader, columns ...string) ([]map[string]string, error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "figures.table.empty").Because(err)
	}
	names := slices.Clone(head)
	names[0] = strings.TrimPrefix(names[0], "\ufeff")
	for _, c := range columns {
		if !slices.Contains(names, c) {
			return nil, homeward.Errorf(homeward.Invalid, "figures.table.column", "Column", c)
		}
	}
	var out []map[string]string
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, homeward.Errorf(homeward.Invalid, "figures.table.row", "Row", len(out)+2).Because(err)
		}
		if len(out) == maxRows {
			return nil, homeward.Errorf(homeward.Invalid, "figures.table.too_long", "Most", maxRows)
		}
		row := make(map[string]string, len(names))
		for i, n := range names {
			if i < len(rec) {
				row[n] = strings.Clone(strings.TrimSpace(rec[i]))
			}
		}
		out = append(out, row)
	}
}

func badRow(i int, column, value string) error {
	return homeward.Errorf(homeward.Invalid, "figures.table.value", "Row", i+2, "Column", column, "Value", value)
}

// entry begins an entry from the first row of a statement.
func (r *Reader) entry(row, source map[string]string) Entry {
	e := Entry{ID: row["statement"], Article: row["article_id"], Publisher: source["publisher"], Cluster: source["cluster"]}
	if e.Cluster == "" {
		e.Cluster = e.Article
	}
	e.File, e.PlaceText, e.Kind = row["article_id"], row["place_written"], Kind(row["kind"])
	e.EventDate, e.Origin, e.Institution = row["event_date"], row["origin"], row["institution"]
	if p := Phase(row["phase"]); p == Sent || p == Arrived {
		e.Phase = &p
	}
	keys := r.placeKeys(row["place_norm"])
	if len(keys) == 1 {
		e.Place = &keys[0]
	} else {
		e.Places = keys
	}
	if strings.HasPrefix(row["place_norm"], "All resettled") {
		programme := string(homeward.Programme)
		e.Place, e.Places = &programme, nil
	}
	e.Quantifier = Exact
	e.Measure = claimMeasure(e)
	return e
}

func claimMeasure(e Entry) Measure {
	if (e.Kind == Cumulative || e.Kind == Increment) && strings.HasPrefix(e.placeID(), "armenia") {
		return Crossed
	}
	return measureOf(e.Kind, &clause{})
}

// qualifiers maps the shared format's words to ours.
var qualifiers = map[string]Quantifier{"exact": Exact, "about": About, "more_than": MoreThan, "at_least": AtLeast, "less_than": LessThan,
	"nearly_or_up_to": UpTo, "up_to": UpTo, "range": Range, "vague": Vague, "derived": Exact, "": Exact}

// full says whether the entry has a number of the row's unit already, so that the row begins another statement.
func (e Entry) full(row map[string]string) bool {
	switch row["unit"] {
	case "families":
		return e.Families != nil
	case "people", "other":
		return e.People != nil
	case "homes":
		return e.Homes != nil || row["rooms"] != "" && e.Rooms[row["rooms"]] != 0
	}
	return false
}

// take adds the number of a row.
func (e *Entry) take(row map[string]string) error {
	q, ok := qualifiers[row["qualifier"]]
	if !ok {
		return fmt.Errorf("qualifier %q", row["qualifier"])
	}
	if row["qualifier"] == "derived" {
		e.flag(FlagDerived)
	}
	if row["number"] == "" || q == Vague {
		e.Quantifier = Vague
		return nil
	}
	f, err := strconv.ParseFloat(row["number"], 64)
	if err != nil || f < 0 || f > 1e9 {
		return fmt.Errorf("number %q", row["number"])
	}
	n := int(f)
	switch row["unit"] {
	case "families":
		e.Families, e.Quantifier = &n, q
	case "people":
		if e.Families != nil && q != e.Quantifier {
			e.PeopleQuantifier = q
		} else {
			e.Quantifier = q
		}
		e.People = &n
		if most, err := strconv.Atoi(row["number_max"]); err == nil {
			e.PeopleMost = &most
		}
	case "homes":
		if row["rooms"] == "" {
			e.Homes, e.Quantifier = &n, q
			break
		}
		if e.Rooms == nil {
			e.Rooms = map[string]int{}
		}
		e.Rooms[row["rooms"]] = n
	}
	return nil
}

// placeKeys resolves a place of the shared format, or several joined by " + ".
func (r *Reader) placeKeys(norm string) []string {
	var out []string
	for _, name := range strings.Split(norm, " + ") {
		if k := r.placeKey(strings.TrimSpace(name)); k != "" {
			out = append(out, k)
		}
	}
	return out
}

func (r *Reader) placeKey(name string) string {
	name, _, _ = strings.Cut(name, " (")
	name, _, _ = strings.Cut(name, "/")
	slug := strings.ReplaceAll(strings.ToLower(name), " ", "-")
	for _, k := range []string{slug, strings.TrimSuffix(slug, "-city"), "am-" + slug} {
		if _, ok := r.places.byKey[k]; ok && (k != "yerevan" && k != "ararat" && k != "armavir") {
			return k
		}
	}
	tokens := tokenize(name, 0, len(name))
	if len(tokens) == 0 {
		return ""
	}
	f := r.places.find(name, tokens, 0, "en")
	if f.length == 0 {
		return slug
	}
	p := f.places[0]
	if strings.HasSuffix(slug, "-district") {
		p = r.places.asDistrict(p)
	}
	return r.places.places[p].key
}

// markParts flags the rows of a breakdown by origin: statements of one article about one group that add up to another.
func (l *Ledger) markParts() {
	groups := map[string][]int{}
	for i, e := range l.Entries {
		if e.Kind == Increment && e.Families != nil {
			k := e.Article + "\x00" + e.placeID() + "\x00" + e.EventDate
			groups[k] = append(groups[k], i)
		}
	}
	for _, list := range groups {
		if len(list) < 4 {
			continue
		}
		most, sum := list[0], 0
		for _, i := range list {
			sum += *l.Entries[i].Families
			if *l.Entries[i].Families > *l.Entries[most].Families {
				most = i
			}
		}
		if sum != 2**l.Entries[most].Families {
			continue
		}
		for _, i := range list {
			if i != most {
				l.Entries[i].flag(FlagPart)
			}
		}
	}
}

// Collect makes a ledger of statements read from texts. Texts that say the same in nearly the same words are one
// cluster.
func Collect(readings []Reading) *Ledger {
	l := &Ledger{}
	for _, r := range readings {
		for i, s := range r.Statements {
			e := Entry{ID: fmt.Sprintf("%s.%d", s.File, i+1), Statement: s, Article: s.File, Cluster: s.File}
			e.fixDay()
			l.Entries = append(l.Entries, e)
		}
	}
	return l
}
