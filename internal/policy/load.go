package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"sync"

	"homeward"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// Policy is one edition of the rules of a programme, read, checked and compiled. It never changes and may be used by
// many goroutines at once.
type Policy struct {
	doc       Document
	hash      string
	source    []byte
	warnings  Problems
	lets      []Let
	letIndex  map[string]int // by CEL name
	inquiries sync.Pool
}

// ID is the slug of the programme.
func (p *Policy) ID() string { return p.doc.ID }

// Edition is which edition of its rules this is.
func (p *Policy) Edition() string { return p.doc.Edition }

// Title is the name of the programme.
func (p *Policy) Title() string { return p.doc.Title }

// TitleIn is the name of the programme in a language, where the file gives it.
func (p *Policy) TitleIn(lang string) string {
	if t := p.doc.Titles[lang]; t != "" {
		return t
	}
	return p.doc.Title
}

// Hash is the SHA-256 of the file's bytes, hex: two policies with one hash are the same text.
func (p *Policy) Hash() string { return p.hash }

// Source is the text it was read from, of which Hash is the hash. It is not to be changed.
func (p *Policy) Source() []byte { return p.source }

// Document is the file as it was read. It is shared: read it, do not change it.
func (p *Policy) Document() *Document { return &p.doc }

// ChangeDays are the days on which the rules of the file change by themselves: a "from", the day after a "to", the opening
// of a stage. On such a day earlier refusals are worth running again.
func (p *Policy) ChangeDays() []homeward.Date {
	var days []homeward.Date
	walkEntries(reflect.ValueOf(&p.doc).Elem(), func(e *Entry) {
		if !e.From.IsZero() {
			days = append(days, e.From)
		}
		if !e.To.IsZero() {
			days = append(days, e.To.Add(1))
		}
	})
	for i := range p.doc.Stages {
		if on := p.doc.Stages[i].Opens; !on.IsZero() {
			days = append(days, on)
		}
	}
	slices.SortFunc(days, func(a, b homeward.Date) int { return a.Time().Compare(b.Time()) })
	return slices.Compact(days)
}

// Warnings are doubtful things found when it was read.
func (p *Policy) Warnings() Problems { return p.warnings }

// Load reads, checks and compiles a policy file. Name stands in messages. The error is a homeward.Error of kind Invalid
// whose cause is the list of Problems; it quotes the first.
func Load(name string, data []byte) (*Policy, error) {
	p, found := Check(name, data)
	if p != nil {
		return p, nil
	}
	first, errorCount := Problem{}, 0
	for _, x := range found {
		if !x.Warning {
			if errorCount == 0 {
				first = x
			}
			errorCount++
		}
	}
	return nil, homeward.Errorf(homeward.Invalid, "policy.invalid", "File", name, "Line", first.Line, "Problem", first.Text, "Number", errorCount).
		WithHint("policy.invalid.hint", "File", name).Because(found)
}

// LoadAll loads every *.yaml in a folder and gives the policies by ID. Two files with one ID are an error.
func LoadAll(dir fs.FS) (map[string]*Policy, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := make(map[string]*Policy, len(names))
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, homeward.Errorf(homeward.Unavailable, "policy.unreadable", "File", name).Because(err)
		}
		p, err := Load(path.Base(name), data)
		if err != nil {
			return nil, err
		}
		if _, twice := all[p.ID()]; twice {
			return nil, homeward.Errorf(homeward.Invalid, "policy.id_twice", "File", name, "ID", p.ID())
		}
		all[p.ID()] = p
	}
	return all, nil
}

// Check reads a policy file and lists everything wrong or doubtful in it, in the order of the lines. The policy is nil
// when something is wrong.
func Check(name string, data []byte) (*Policy, Problems) {
	found := &problems{file: name}
	p := &Policy{}
	p.inquiries.New = p.newInquiry
	sum := sha256.Sum256(data)
	p.hash, p.source = hex.EncodeToString(sum[:]), data
	decode(data, &p.doc, found)
	if found.failed() {
		return nil, found.sorted()
	}
	checkDocument(&p.doc, found)
	p.compile(found)
	if found.failed() {
		return nil, found.sorted()
	}
	p.runExamples(found)
	if found.failed() {
		return nil, found.sorted()
	}
	p.warnings = found.sorted()
	return p, p.warnings
}

// compile compiles the lets and then every expression of the document.
func (p *Policy) compile(found *problems) {
	env, err := environment()
	if err != nil {
		found.fail(0, "policy.expr_wrong", "Detail", err.Error(), "Field", "", "Expr", "")
		return
	}
	c := &compiler{env: env, problems: found, lets: map[string]uint64{}, fragments: map[string]Let{}, used: map[string]bool{}}
	p.compileLets(c)
	c.withMember, err = c.env.Extend(cel.Variable("p", memberType))
	if err != nil {
		found.fail(0, "policy.expr_wrong", "Detail", err.Error(), "Field", "", "Expr", "")
		return
	}
	p.doc.expressions(c.compile)
	for i := range p.doc.Rules {
		r := &p.doc.Rules[i]
		said := homeward.NewRefusal(r.Refusal, r.ID, "")
		r.text, r.remedy, r.entry = said.Text, said.Remedy, "rules."+r.ID
		p.blame(c, r)
	}
	p.doc.expressions(func(e *Expr, _, typ string) {
		switch {
		case e.code == nil:
		case typ == "bool of p":
			p.plan(e.code, "p")
		default:
			p.plan(e.code)
		}
	})
	p.doc.expressions(func(e *Expr, field, _ string) { p.checkWords(e, field, found) })
	for i := range p.lets {
		l := &p.lets[i]
		p.checkWords(&l.Expr, "let."+l.Name, found)
		if !c.used[l.Name] {
			found.warn(l.Expr.Line, "policy.unused_let", "Name", l.Name)
		}
	}
	for name, f := range c.fragments {
		if !c.used[name] {
			_, fault := c.build(c.env, c.expand(f.Expr.Text, 0, func(string) {}))
			if fault != nil {
				found.failText(f.Expr.Line, homeward.T(fault.Key, append(pairs(fault.Args), "Field", "let."+name, "Expr", clip(f.Expr.Text))...))
			}
		}
	}
}

// wanted are the CEL types that a type of the format allows.
func wanted(name string) []*types.Type {
	switch name {
	case "bool", "bool of p":
		return []*types.Type{types.BoolType}
	case "int":
		return []*types.Type{types.IntType}
	case "double":
		return []*types.Type{types.DoubleType}
	case "number":
		return []*types.Type{types.DoubleType, types.IntType}
	}
	panic("policy: no such type of expression: " + name)
}

// compileLets compiles the named expressions in an order in which each knows those it uses.
func (p *Policy) compileLets(c *compiler) {
	p.letIndex = map[string]int{}
	waiting := p.doc.Let
	for len(waiting) > 0 {
		var later []Let
		for _, l := range waiting {
			if !p.compileLet(c, l, waiting) {
				later = append(later, l)
			}
		}
		if len(later) == len(waiting) {
			for _, l := range later {
				c.problems.fail(l.Expr.Line, "policy.let_loop", "Name", l.Name)
			}
			return
		}
		waiting = later
	}
}

// compileLet compiles one let, unless it uses one that is still waiting. A let that does not compile alone may be a
// fragment of a loop and is kept as text; if it is no good there either, its use or compile says so.
func (p *Policy) compileLet(c *compiler, l Let, waiting []Let) bool {
	wait := false
	text := c.expand(l.Expr.Text, 0, func(name string) {
		for _, w := range waiting {
			wait = wait || w.Name == name
		}
	})
	if wait {
		return false
	}
	built, fault := c.build(c.env, text)
	if fault != nil {
		c.fragments[l.Name] = l
		return true
	}
	name := letPrefix + l.Name
	env, err := c.env.Extend(cel.Variable(name, built.out))
	if err != nil {
		c.problems.fail(l.Expr.Line, "policy.expr_wrong", "Detail", err.Error(), "Field", "let."+l.Name, "Expr", clip(l.Expr.Text))
		return true
	}
	c.env = env
	l.Expr.code = built
	p.plan(built)
	p.letIndex[name] = len(p.lets)
	p.lets = append(p.lets, l)
	c.lets[l.Name] = built.cost
	return true
}

// ProblemsOf gives the list of problems inside an error of Load.
func ProblemsOf(err error) Problems {
	p, _ := errors.AsType[Problems](err)
	return p
}
