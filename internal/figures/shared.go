package figures

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"homeward"
)

// maxRows bounds a table of claims.
const maxRows = 200000

// Claims is a table of claims in the shared format, as far as it could be read, with its articles. What could not is in
// Bad: nothing is dropped and nothing is repaired.
type Claims struct {
	Articles []ClaimArticle
	Entries  []Entry
	Bad      []BadRow
	Rows     int // rows of claims in the table
}

// ClaimArticle is one row of the table of articles.
type ClaimArticle struct {
	ID, Publisher, URL, Title, Language, Cluster string
	// PublishedOn is zero unless the day is known.
	PublishedOn homeward.Date
}

// BadRow is a row that was not taken, with what is wrong and what would mend it.
type BadRow struct {
	Table  string // claims or articles
	Row    int    // as a spreadsheet counts, the header being row 1
	Column string
	Value  string
	Reason homeward.Text
	Hint   homeward.Text
	Record []string // the row as it stands in the table
}

// badRow makes a BadRow; the key has a hint beside it.
func badRow(t *csvTable, i int, column, key string) BadRow {
	value := t.rows[i][column]
	return BadRow{Table: t.name, Row: t.at[i], Column: column, Value: value, Record: t.records[i],
		Reason: homeward.T("figures.bad."+key, "Value", value, "Column", column), Hint: homeward.T("figures.bad." + key + ".hint")}
}

// ReadClaims reads claims in the shared format and refuses the whole table at its first bad row.
func (r *Reader) ReadClaims(claims, articles io.Reader) (*Ledger, error) {
	in, err := r.TakeClaims(claims, articles)
	if err != nil {
		return nil, err
	}
	if len(in.Bad) > 0 { // the first; a table that is taken row by row names them all
		b := in.Bad[0]
		if b.Column == "" {
			return nil, homeward.Errorf(homeward.Invalid, "figures.table.row", "Row", b.Row).WithHint(b.Hint.Key)
		}
		return nil, homeward.Errorf(homeward.Invalid, "figures.table.value", "Row", b.Row, "Column", b.Column, "Value", b.Value, "Reason", b.Reason).
			WithHint(b.Hint.Key)
	}
	return NewLedger(in.Entries), nil
}

// TakeClaims reads claims in the shared format: one row a number, several rows a statement, with the articles they come
// from in a second table. Place names are resolved by the Reader's places. A statement with a bad row is not taken at
// all, for half of it would say something else; its other rows are listed with the bad one.
func (r *Reader) TakeClaims(claims, articles io.Reader) (Claims, error) {
	var out Claims
	sources, err := table(articles, "articles", "id", "publisher", "cluster")
	if err != nil {
		return out, err
	}
	known := out.takeArticles(sources)
	rows, err := table(claims, "claims", "claim_id", "article_id", "statement", "place_norm", "event_date", "kind", "phase", "unit", "number", "qualifier")
	if err != nil {
		return out, err
	}
	out.Rows = len(rows.rows) + len(rows.bad)
	out.Bad = append(out.Bad, rows.bad...)
	spoiled := map[string]bool{}
	seen := map[string]bool{}
	for i, row := range rows.rows {
		if column, key := checkClaim(row, known, seen); key != "" {
			out.Bad = append(out.Bad, badRow(rows, i, column, key))
			spoiled[row["statement"]] = true
		}
	}
	t := taking{r: r, known: known, index: map[string]int{}, count: map[string]int{}}
	for i, row := range rows.rows {
		switch {
		case !spoiled[row["statement"]]:
			t.take(row)
		case !slices.ContainsFunc(out.Bad, func(b BadRow) bool { return b.Table == rows.name && b.Row == rows.at[i] }):
			out.Bad = append(out.Bad, badRow(rows, i, "statement", "statement"))
		}
	}
	out.Entries = t.entries
	slices.SortStableFunc(out.Bad, func(a, b BadRow) int { return a.Row - b.Row })
	return out, nil
}

// takeArticles takes the rows of the table of articles and gives them by their names.
func (out *Claims) takeArticles(t *csvTable) map[string]ClaimArticle {
	known := map[string]ClaimArticle{}
	out.Bad = append(out.Bad, t.bad...)
	for i, row := range t.rows {
		a := ClaimArticle{ID: row["id"], Publisher: row["publisher"], URL: row["url"], Title: row["title"], Language: row["lang"], Cluster: row["cluster"]}
		if a.Cluster == "" {
			a.Cluster = a.ID
		}
		if d := row["date"]; d != "" && (row["date_precision"] == "" || row["date_precision"] == "day") {
			var err error
			if a.PublishedOn, err = homeward.ParseDate(d); err != nil {
				out.Bad = append(out.Bad, badRow(t, i, "date", "date"))
				continue
			}
		}
		if _, twice := known[a.ID]; a.ID == "" || twice {
			out.Bad = append(out.Bad, badRow(t, i, "id", "twice"))
			continue
		}
		known[a.ID] = a
		out.Articles = append(out.Articles, a)
	}
	return known
}

// notAFigure is the kind of numbers that stand in an article and count nothing of ours.
const notAFigure Kind = "not_a_figure"

// checkClaim finds what is wrong with a row: the column and the key of the reason; empty when nothing is.
func checkClaim(row map[string]string, known map[string]ClaimArticle, seen map[string]bool) (column, key string) {
	id := row["claim_id"]
	if _, ok := known[row["article_id"]]; !ok {
		return "article_id", "article"
	}
	if id == "" || seen[id] {
		return "claim_id", "twice"
	}
	seen[id] = true
	kind := Kind(row["kind"])
	switch {
	case row["statement"] == "":
		return "statement", "empty"
	case kind != notAFigure && !slices.Contains(Kinds, kind):
		return "kind", "kind"
	case row["phase"] != "" && row["phase"] != string(Sent) && row["phase"] != string(Arrived):
		return "phase", "phase"
	case row["event_date"] != "" && EventDay(row["event_date"]).IsZero():
		return "event_date", "date"
	}
	if _, ok := qualifiers[row["qualifier"]]; !ok {
		return "qualifier", "qualifier"
	}
	return checkNumber(row)
}

// checkNumber checks the number of a row and what it counts.
func checkNumber(row map[string]string) (column, key string) {
	whole := func(s string) bool { n, err := strconv.Atoi(s); return err == nil && n >= 0 && n <= 1e9 }
	switch row["unit"] {
	case "families", "people", "homes":
	case "vehicles", "other":
		return "", "" // kept as it was written
	default:
		return "unit", "unit"
	}
	switch {
	case row["number"] == "" && qualifiers[row["qualifier"]] != Vague:
		return "number", "number"
	case row["number"] != "" && !whole(row["number"]):
		return "number", "number"
	case row["number_max"] != "" && !whole(row["number_max"]):
		return "number_max", "number"
	case row["rooms"] != "" && !whole(row["rooms"]):
		return "rooms", "number"
	}
	return "", ""
}

// taking makes entries of good rows.
type taking struct {
	r       *Reader
	known   map[string]ClaimArticle
	entries []Entry
	index   map[string]int // of the entry that a row of this key goes on with
	count   map[string]int
}

func (t *taking) take(row map[string]string) {
	key := strings.Join([]string{row["statement"], row["place_norm"], row["kind"], row["phase"], row["origin"]}, "|")
	at, ok := t.index[key]
	if !ok || t.entries[at].full(row) {
		at = len(t.entries)
		t.index[key] = at
		t.count[key]++
		e := t.r.entry(row, t.known[row["article_id"]])
		e.Key = key
		if n := t.count[key]; n > 1 {
			e.Key += "|" + strconv.Itoa(n)
		}
		t.entries = append(t.entries, e)
	}
	t.entries[at].take(row)
}

// NewLedger makes a ledger of entries: their days are read, rows of a breakdown are marked, and numbers that count
// nothing of ours and no people are left out.
func NewLedger(entries []Entry) *Ledger {
	l := &Ledger{}
	for _, e := range entries {
		if e.Kind == notAFigure {
			if e.People == nil {
				continue
			}
			e.Aside = true
		}
		e.fixDay()
		l.Entries = append(l.Entries, e)
	}
	l.markParts()
	return l
}

// csvTable is a CSV table with a header; rows that cannot be read are in bad.
type csvTable struct {
	name    string
	rows    []map[string]string
	records [][]string
	at      []int // row numbers, the header being 1
	bad     []BadRow
}

// table reads a CSV table with a header and refuses one that lacks a column.
func table(from io.Reader, name string, columns ...string) (*csvTable, error) {
	r := csv.NewReader(from)
	r.FieldsPerRecord = -1
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
	out := &csvTable{name: name}
	for n := 2; ; n++ {
		rec, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if n > maxRows {
			return nil, homeward.Errorf(homeward.Invalid, "figures.table.too_long", "Most", maxRows)
		}
		if err != nil || len(rec) > len(names) {
			out.bad = append(out.bad, BadRow{Table: name, Row: n, Value: strings.Join(rec, ","), Record: rec,
				Reason: homeward.T("figures.bad.row"), Hint: homeward.T("figures.bad.row.hint")})
			continue
		}
		row := make(map[string]string, len(names))
		for i, c := range names {
			if i < len(rec) {
				row[c] = strings.TrimSpace(rec[i])
			}
		}
		out.rows, out.records, out.at = append(out.rows, row), append(out.records, rec), append(out.at, n)
	}
}

// entry begins an entry from the first row of a statement.
func (r *Reader) entry(row map[string]string, source ClaimArticle) Entry {
	e := Entry{ID: row["statement"], Article: source.ID, Publisher: source.Publisher, Cluster: source.Cluster}
	e.Note = row["note"]
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
	case "people":
		return e.People != nil
	case "homes":
		return e.Homes != nil || row["rooms"] != "" && e.Rooms[row["rooms"]] != 0
	}
	return e.Other != ""
}

// take adds the number of a row that was checked.
func (e *Entry) take(row map[string]string) {
	q := qualifiers[row["qualifier"]]
	if row["qualifier"] == "derived" {
		e.flag(FlagDerived)
	}
	if row["number"] == "" || q == Vague {
		e.Quantifier = Vague
		return
	}
	n, err := strconv.Atoi(row["number"])
	if err != nil {
		e.Other = row["number"] // of something else: 3.5 years
		return
	}
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
	default:
		e.Other = row["number"] + " " + row["unit"]
	}
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
