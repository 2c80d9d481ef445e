package policy

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"homeward"

	"go.yaml.in/yaml/v3"
)

// Reading a file strictly: every field must be one of the format, every value of its type, nothing twice. All that is
// wrong is listed with its line, not only the first thing. The library reads YAML; this file fits what it read to the
// structs of document.go, whose tags are the format.

const (
	// maxFile is the greatest length of a policy file in bytes; the longest known one has 20,000.
	maxFile = 1 << 20
	// maxNodes bounds what aliases may unfold to.
	maxNodes = 200_000
)

// decoder fits a tree of YAML nodes to structs and collects what does not fit.
type decoder struct {
	problems *problems
	nodes    int
	aliases  map[*yaml.Node]bool // those being followed, to stop at a loop
}

// decode reads the one document of a file into target.
func decode(data []byte, target *Document, found *problems) {
	if len(data) > maxFile {
		found.fail(0, "policy.too_long", "Limit", maxFile)
		return
	}
	var root yaml.Node
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	if err := dec.Decode(&root); err != nil {
		found.fail(yamlLine(err), "policy.not_yaml", "Detail", yamlDetail(err))
		return
	}
	if err := dec.Decode(new(yaml.Node)); err == nil {
		found.fail(0, "policy.two_documents")
		return
	}
	if len(root.Content) == 0 {
		found.fail(1, "policy.empty")
		return
	}
	d := decoder{problems: found, aliases: map[*yaml.Node]bool{}}
	d.value(root.Content[0], reflect.ValueOf(target).Elem(), "")
}

// yamlLine finds the line in a message of the library ("yaml: line 12: …").
func yamlLine(err error) int {
	_, rest, ok := strings.Cut(err.Error(), "line ")
	if !ok {
		return 0
	}
	digits, _, _ := strings.Cut(rest, ":")
	n, _ := strconv.Atoi(digits)
	return n
}

func yamlDetail(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	if strings.HasPrefix(s, "line ") {
		_, s, _ = strings.Cut(s, ": ")
	}
	return s
}

// scalarTarget is a type that reads itself from the text of a scalar.
type scalarTarget interface{ readScalar(n *yaml.Node) error }

// listed is a type whose words are a closed list.
type listed interface{ words() []string }

var (
	exprType = reflect.TypeFor[Expr]()
	spanType = reflect.TypeFor[Span]()
	letsType = reflect.TypeFor[[]Let]()
	// An example may expect something of which this version knows nothing; the rest of it still counts.
	expectType = reflect.TypeFor[Expect]()
	dateType   = reflect.TypeFor[homeward.Date]()
)

// value fits one node to one Go value. path names it in messages.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	if d.nodes++; d.nodes > maxNodes {
		if d.nodes == maxNodes+1 {
			d.problems.fail(n.Line, "policy.too_many_values")
		}
		return
	}
	if n.Kind == yaml.AliasNode {
		if d.aliases[n.Alias] {
			d.problems.fail(n.Line, "policy.alias_loop")
			return
		}
		d.aliases[n.Alias] = true
		d.value(n.Alias, v, path)
		delete(d.aliases, n.Alias)
		return
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return // an absent value written out
	}
	if v.CanAddr() {
		if words, ok := v.Addr().Interface().(*Fact[[]string]); ok {
			d.value(n, reflect.ValueOf(&words.value).Elem(), path)
			words.known = words.value != nil
			return
		}
		if t, ok := v.Addr().Interface().(scalarTarget); ok {
			d.scalar(n, t, path)
			return
		}
	}
	switch v.Type() {
	case spanType:
		d.span(n, v.Addr().Interface().(*Span), path)
		return
	case dateType:
		d.date(n, v.Addr().Interface().(*homeward.Date), path)
		return
	case letsType:
		d.lets(n, v.Addr().Interface().(*[]Let), path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), path)
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Slice:
		d.slice(n, v, path)
	case reflect.Map:
		d.table(n, v, path)
	default:
		d.plain(n, v, path)
	}
}

func (d *decoder) scalar(n *yaml.Node, t scalarTarget, path string) {
	if n.Kind != yaml.ScalarNode {
		d.wrongType(n, path, "type.text")
		return
	}
	if err := t.readScalar(n); err != nil {
		if e, ok := errors.AsType[*homeward.Error](err); ok {
			d.problems.failText(n.Line, homeward.T("policy.bad_value", "Field", path, "Value", clip(n.Value), "Reason", e.Text))
			return
		}
		d.problems.fail(n.Line, "policy.bad_value", "Field", path, "Value", clip(n.Value), "Reason", err.Error())
	}
}

func (d *decoder) wrongType(n *yaml.Node, path, want string) {
	d.problems.fail(n.Line, "policy.wrong_type", "Field", path, "Want", homeward.T("policy."+want))
}

// structure fits a mapping to a struct by the yaml tags; fields of an inlined struct count as its own.
func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, path, "type.fields")
		return
	}
	fields := structFields(v.Type())
	if line := v.FieldByName("Line"); line.IsValid() {
		line.SetInt(int64(n.Line))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		name := key.Value
		if seen[name] {
			d.problems.fail(key.Line, "policy.twice", "Field", join(path, name))
			continue
		}
		seen[name] = true
		index, ok := fields[name]
		if !ok && v.Type() == expectType {
			d.problems.warn(key.Line, "policy.unknown_expectation", "Field", join(path, name))
			continue
		}
		if !ok {
			d.problems.unknownField(key.Line, join(path, name), name, fields)
			continue
		}
		d.value(val, v.FieldByIndex(index), join(path, name))
	}
	for _, f := range reflect.VisibleFields(v.Type()) {
		name := fieldName(f)
		if f.Tag.Get("need") != "" && (!seen[name] || isEmpty(v.FieldByIndex(f.Index))) {
			d.problems.fail(n.Line, "policy.missing_field", "Field", join(path, name))
		}
	}
}

// isEmpty says whether a text or an expression says nothing. A number may be 0, and a word off its list is told as such.
func isEmpty(v reflect.Value) bool {
	if e, ok := v.Interface().(Expr); ok {
		return e.IsZero()
	}
	_, word := v.Interface().(listed)
	return v.Kind() == reflect.String && !word && v.IsZero()
}

// structFields maps the names of the format to the fields of a struct.
func structFields(t reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name := fieldName(f)
		if name != "" {
			fields[name] = f.Index
		}
	}
	return fields
}

// fieldName is what a struct field is called in a file; facts take the name of their JSON form.
func fieldName(f reflect.StructField) string {
	tag, ok := f.Tag.Lookup("yaml")
	if !ok {
		tag = f.Tag.Get("json")
	}
	name, opts, _ := strings.Cut(tag, ",")
	if name == "-" || opts == "inline" {
		return ""
	}
	return name
}

func (d *decoder) slice(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind == yaml.ScalarNode && (v.Type().Elem().Kind() == reflect.String || v.Type().Elem() == exprType) {
		// One text where a list is due is a list of one.
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		d.value(n, v.Index(0), path)
		return
	}
	if n.Kind != yaml.SequenceNode {
		d.wrongType(n, path, "type.list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, c := range n.Content {
		d.value(c, v.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
}

// table fits a mapping to a Go map with text keys.
func (d *decoder) table(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, path, "type.fields")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := reflect.ValueOf(n.Content[i].Value)
		if v.MapIndex(key).IsValid() {
			d.problems.fail(n.Content[i].Line, "policy.twice", "Field", join(path, n.Content[i].Value))
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(n.Content[i+1], item, join(path, n.Content[i].Value))
		v.SetMapIndex(key, item)
	}
}

func (d *decoder) plain(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		d.wrongType(n, path, "type.text")
		return
	}
	switch v.Kind() {
	case reflect.String:
		if w, ok := v.Interface().(listed); ok && !contains(w.words(), n.Value) {
			d.problems.fail(n.Line, "policy.unknown_word", "Field", path, "Value", clip(n.Value), "Words", strings.Join(w.words(), ", "))
			return
		}
		v.SetString(n.Value)
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		if err != nil || n.ShortTag() != "!!bool" {
			d.wrongType(n, path, "type.bool")
			return
		}
		v.SetBool(b)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil || n.ShortTag() != "!!int" {
			d.wrongType(n, path, "type.int")
			return
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || n.ShortTag() != "!!int" && n.ShortTag() != "!!float" || math.IsNaN(f) || math.IsInf(f, 0) {
			d.wrongType(n, path, "type.number")
			return
		}
		v.SetFloat(f)
	default:
		panic("policy: the decoder does not know " + v.Type().String())
	}
}

// span reads [4, 5] or [6, null].
func (d *decoder) span(n *yaml.Node, s *Span, path string) {
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		d.problems.fail(n.Line, "policy.bad_span", "Field", path)
		return
	}
	d.value(n.Content[0], reflect.ValueOf(&s.Min).Elem(), path+"[0]")
	if n.Content[1].ShortTag() == "!!null" {
		return
	}
	d.value(n.Content[1], reflect.ValueOf(&s.Max).Elem(), path+"[1]")
	if s.Max < s.Min || s.Min < 1 {
		d.problems.fail(n.Line, "policy.bad_span", "Field", path)
	}
}

// date reads a day; a time of day has no meaning where the format asks for one.
func (d *decoder) date(n *yaml.Node, out *homeward.Date, path string) {
	v, err := homeward.ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		d.wrongType(n, path, "type.date")
		return
	}
	*out = v
}

// lets reads the named expressions in the order of the file.
func (d *decoder) lets(n *yaml.Node, out *[]Let, path string) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, path, "type.fields")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		let := Let{Name: key.Value}
		if seen[let.Name] {
			d.problems.fail(key.Line, "policy.twice", "Field", join(path, let.Name))
			continue
		}
		seen[let.Name] = true
		if !isName(let.Name) {
			d.problems.fail(key.Line, "policy.bad_name", "Value", clip(let.Name))
			continue
		}
		d.value(n.Content[i+1], reflect.ValueOf(&let.Expr).Elem(), join(path, let.Name))
		*out = append(*out, let)
	}
}

// readScalar takes an expression as it stands: text, or a bare true or number.
func (e *Expr) readScalar(n *yaml.Node) error {
	e.Text, e.Line = n.Value, n.Line
	return nil
}

func (p *Period) readScalar(n *yaml.Node) (err error) {
	*p, err = ParsePeriod(n.Value)
	return err
}

func (m *Moment) readScalar(n *yaml.Node) error {
	t, err := time.Parse(time.RFC3339, n.Value)
	if err != nil {
		t, err = parseTime(n.Value)
	}
	m.Date = homeward.DateOf(t) // the day where it is written, not in UTC
	return err
}

// readScalar reads a fact from a file, where the type must be written as it is: no number in quotes, no yes for true.
func (f *Fact[T]) readScalar(n *yaml.Node) error {
	want := func(tags ...string) error {
		if contains(tags, n.ShortTag()) {
			return nil
		}
		return homeward.Errorf(homeward.Invalid, "policy.type_expected", "Want", homeward.T("policy.type."+strings.TrimPrefix(tags[0], "!!")))
	}
	var err error
	switch v := any(&f.value).(type) {
	case *bool:
		if err = want("!!bool"); err == nil {
			*v, err = strconv.ParseBool(n.Value)
		}
	case *int:
		if err = want("!!int"); err == nil {
			*v, err = strconv.Atoi(strings.ReplaceAll(n.Value, "_", ""))
		}
	case *float64:
		if err = want("!!float", "!!int"); err == nil {
			*v, err = strconv.ParseFloat(n.Value, 64)
		}
		if err == nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
			err = strconv.ErrRange
		}
	case *string:
		*v = n.Value
	case *time.Time:
		*v, err = parseTime(n.Value)
	}
	f.known = err == nil
	return err
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// clip shortens a value for a message.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// isName says whether s can be the name of a let: a letter or _ and then letters, digits and _.
func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
