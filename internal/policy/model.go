package policy

import (
	"fmt"
	"reflect"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// fieldType is the type of a fact, as the reference and the messages name it.
type fieldType string

const (
	boolType      fieldType = "bool"
	intType       fieldType = "int"
	doubleType    fieldType = "double"
	stringType    fieldType = "string"
	timestampType fieldType = "timestamp"
	stringsType   fieldType = "list of string"
	membersType   fieldType = "list of member"
	objectType    fieldType = "object"
)

// field is one fact of the model: its name and meaning, and how an expression reads it.
type field struct {
	name    string
	typ     fieldType
	object  string // the object that a field of objectType or membersType leads to
	meaning string
	values  []string // what a text may be; empty when it may be anything
	// get reads the fact from a *subject. An unknown fact is a *types.Unknown that bears its path, so that an
	// expression which needs it says which fact is missing.
	get func(target any) (any, error)
	// read makes a reader for the planner (plan.go), which knows how to reach the struct: reach is a
	// func(*inquiry) *S, the reader a func(*inquiry) (T, bool) of the Go type of the fact.
	read func(reach any) any
	// assume gives an unknown fact its zero value; the argument is a pointer to the struct that holds it.
	assume func(facts any)
}

// object is one type of the model.
type object struct {
	meaning string
	fields  []field
}

func (o *object) field(name string) (*field, bool) {
	for i := range o.fields {
		if o.fields[i].name == name {
			return &o.fields[i], true
		}
	}
	return nil, false
}

// celType is the type of an object in expressions. The name is given here and not taken from a Go package path, which
// differs between a binary and its test.
func celType(object string) *types.Type { return types.NewObjectType("homeward." + object) }

var (
	householdType   = celType("household")
	memberType      = celType("member")
	placeType       = celType("place")
	stayType        = celType("stay")
	loanType        = celType("loan")
	dwellingType    = celType("dwelling")
	applicationType = celType("application")
	roundType       = celType("round")
	memberListType  = types.NewListType(memberType)
)

// cel is the type of the field in expressions.
func (f *field) cel() *types.Type {
	switch f.typ {
	case boolType:
		return types.BoolType
	case intType:
		return types.IntType
	case doubleType:
		return types.DoubleType
	case stringType:
		return types.StringType
	case timestampType:
		return types.TimestampType
	case stringsType:
		return types.NewListType(types.StringType)
	case membersType:
		return memberListType
	}
	return celType(f.object)
}

// subject is a struct of facts and the path by which an expression reached it. It is what CEL holds in its hands; the
// facts themselves are never copied, and nothing is read by reflection.
type subject[S any] struct {
	facts *S
	in    *inquiry
	typ   *types.Type
	path  string // household, dwelling.place, …
	index int    // of a member, else -1
}

// unknown is the value of a fact that nobody recorded.
func (s *subject[S]) unknown(name string) *types.Unknown {
	path := s.path
	if s.index >= 0 {
		path = fmt.Sprintf("%s[%d]", path, s.index)
	}
	return types.NewUnknown(0, types.NewAttributeTrail(path+"."+name))
}

// The methods of a CEL value. An object can be compared with itself and its fields be read; no more.

func (s *subject[S]) Type() ref.Type          { return s.typ }
func (s *subject[S]) Value() any              { return s }
func (s *subject[S]) Equal(o ref.Val) ref.Val { return types.Bool(o.Value() == any(s)) }

func (s *subject[S]) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("policy: a %s cannot become a %s", s.typ.TypeName(), t)
}

func (s *subject[S]) ConvertToType(t ref.Type) ref.Val {
	if t == types.TypeType {
		return s.typ
	}
	return types.NewErr("a %s cannot become a %s", s.typ.TypeName(), t.TypeName())
}

// fact registers one Fact field of a struct S.
func fact[S any, T FactValue](name string, typ fieldType, meaning string, box func(T) ref.Val, at func(*S) *Fact[T], values ...string) field {
	return field{
		name: name, typ: typ, meaning: meaning, values: values,
		get: func(target any) (any, error) {
			s, ok := target.(*subject[S])
			if !ok {
				return target, nil // an unknown stands where the object should be
			}
			f := at(s.facts)
			if !f.known {
				return s.unknown(name), nil
			}
			return box(f.value), nil
		},
		read: func(reach any) any {
			facts := reach.(func(*inquiry) *S)
			return func(q *inquiry) (T, bool) {
				f := at(facts(q))
				return f.value, f.known
			}
		},
		assume: func(facts any) { at(facts.(*S)).assume() },
	}
}

func truth[S any](name, meaning string, at func(*S) *Fact[bool]) field {
	return fact(name, boolType, meaning, func(v bool) ref.Val { return types.Bool(v) }, at)
}

func count[S any](name, meaning string, at func(*S) *Fact[int]) field {
	return fact(name, intType, meaning, func(v int) ref.Val { return types.Int(v) }, at)
}

func measure[S any](name, meaning string, at func(*S) *Fact[float64]) field {
	return fact(name, doubleType, meaning, func(v float64) ref.Val { return types.Double(v) }, at)
}

func word[S any](name, meaning string, at func(*S) *Fact[string], values ...string) field {
	return fact(name, stringType, meaning, func(v string) ref.Val { return types.String(v) }, at, values...)
}

func moment[S any](name, meaning string, at func(*S) *Fact[time.Time]) field {
	return fact(name, timestampType, meaning, func(v time.Time) ref.Val { return types.Timestamp{Time: v} }, at)
}

func words[S any](name, meaning string, at func(*S) *Fact[[]string], values ...string) field {
	return fact(name, stringsType, meaning, func(v []string) ref.Val { return types.NewStringList(types.DefaultTypeAdapter, v) }, at, values...)
}

// part registers a struct of facts within another.
func part[S, P any](name, object, meaning string, fields []field, at func(*S) *P, reach func(*inquiry) *subject[P]) field {
	return field{
		name: name, typ: objectType, object: object, meaning: meaning,
		get: func(target any) (any, error) {
			s, ok := target.(*subject[S])
			if !ok {
				return target, nil
			}
			return reach(s.in), nil
		},
		assume: func(facts any) { assumeAbsent(fields, at(facts.(*S))) },
	}
}

// assumeAbsent gives every unknown fact of an object its zero value.
func assumeAbsent(fields []field, facts any) {
	for _, f := range fields {
		f.assume(facts)
	}
}

// AssumeAbsent gives every unknown fact of the case its zero value (no, none, 0, ""), as the examples of a policy file
// are read. It changes the structs the case points to and makes those that are nil.
func (c *Case) AssumeAbsent() {
	if c.Household == nil {
		c.Household = &Household{}
	}
	if c.Dwelling == nil {
		c.Dwelling = &Dwelling{}
	}
	if c.Application == nil {
		c.Application = &Application{}
	}
	if c.Round == nil {
		c.Round = &Round{}
	}
	assumeAbsent(householdFields, c.Household)
	assumeAbsent(dwellingFields, c.Dwelling)
	assumeAbsent(applicationFields, c.Application)
	assumeAbsent(roundFields, c.Round)
}

// memberList is household.members in an expression.
type memberList struct {
	members []subject[Member]
}

func (l *memberList) Type() ref.Type { return types.ListType }
func (l *memberList) Value() any     { return l }
func (l *memberList) Size() ref.Val  { return types.Int(len(l.members)) }
func (l *memberList) Equal(o ref.Val) ref.Val {
	return types.Bool(o.Value() == any(l))
}

func (l *memberList) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("policy: the members cannot become a %s", t)
}

func (l *memberList) ConvertToType(t ref.Type) ref.Val {
	switch t {
	case types.TypeType:
		return types.ListType
	case types.ListType:
		return l
	}
	return types.NewErr("the members cannot become a %s", t.TypeName())
}

// list is the ordinary CEL list of the same members, for the operations that make new lists.
func (l *memberList) list() traits.Lister {
	vals := make([]ref.Val, len(l.members))
	for i := range l.members {
		vals[i] = &l.members[i]
	}
	return types.NewRefValList(types.DefaultTypeAdapter, vals)
}

func (l *memberList) Add(o ref.Val) ref.Val      { return l.list().Add(o) }
func (l *memberList) Contains(v ref.Val) ref.Val { return l.list().Contains(v) }
func (l *memberList) Iterator() traits.Iterator  { return l.list().Iterator() }

func (l *memberList) Get(index ref.Val) ref.Val {
	i, ok := index.(types.Int)
	if !ok || i < 0 || int(i) >= len(l.members) {
		return types.NewErr("there is no member %v", index.Value())
	}
	return &l.members[i]
}

// Fold is how comprehensions walk the list.
func (l *memberList) Fold(f traits.Folder) {
	for i := range l.members {
		if !f.FoldEntry(i, &l.members[i]) {
			return
		}
	}
}

// provider tells CEL the types of the model and how to read their fields.
type provider struct {
	types.Provider
	structs map[string]map[string]*types.FieldType
}

func newProvider(base types.Provider) *provider {
	p := &provider{base, map[string]map[string]*types.FieldType{}}
	for name, o := range model {
		fields := map[string]*types.FieldType{}
		for i := range o.fields {
			f := &o.fields[i]
			fields[f.name] = &types.FieldType{
				Type:    f.cel(),
				GetFrom: f.get,
				IsSet: func(target any) bool {
					v, err := f.get(target)
					_, unknown := v.(*types.Unknown)
					return err == nil && !unknown
				},
			}
		}
		p.structs[celType(name).TypeName()] = fields
	}
	return p
}

func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.structs[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Provider.FindStructType(name)
}

func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	fields, ok := p.structs[name]
	if !ok {
		return p.Provider.FindStructFieldNames(name)
	}
	names := make([]string, 0, len(fields))
	for n := range fields {
		names = append(names, n)
	}
	return names, true
}

func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	fields, ok := p.structs[name]
	if !ok {
		return p.Provider.FindStructFieldType(name, field)
	}
	f, ok := fields[field]
	return f, ok
}

// NewValue is CEL's way to make an object. Expressions may read households and not invent them.
func (p *provider) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if _, ok := p.structs[name]; ok {
		return types.NewErr("an expression cannot make a %s", name)
	}
	return p.Provider.NewValue(name, fields)
}

// membersField is household.members: the members that count, as a list.
func membersField() field {
	return field{
		name: "members", typ: membersType, object: "member", meaning: "its members",
		get: func(target any) (any, error) {
			s, ok := target.(*subject[Household])
			if !ok {
				return target, nil
			}
			if s.in.membersUnknown != nil {
				return s.in.membersUnknown, nil
			}
			return &s.in.members, nil
		},
		assume: func(facts any) {
			h := facts.(*Household)
			if h.Members == nil {
				h.Members = []Member{}
			}
			for i := range h.Members {
				assumeAbsent(memberFields, &h.Members[i])
			}
		},
	}
}
