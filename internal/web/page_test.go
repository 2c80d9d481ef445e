package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// doc is a page as a test reads it.
type doc struct {
	t      testing.TB
	name   string
	status int
	body   string
	root   *html.Node
}

func parse(t testing.TB, name string, status int, body string) *doc {
	t.Helper()
	page := body
	if strings.HasPrefix(body, "%PDF-") {
		page = "" // its bytes can look like tags without end
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &doc{t, name, status, body, root}
}

// all finds elements by a simple selector: tag, #id, .class and [name=value] in one, as in "a.btn[rel=next]".
func (d *doc) all(selector string) []*html.Node {
	m := matcher(selector)
	var out []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && m(n) {
			out = append(out, n)
		}
	}
	return out
}

// one finds the only such element.
func (d *doc) one(selector string) *html.Node {
	d.t.Helper()
	found := d.all(selector)
	if len(found) != 1 {
		d.t.Fatalf("%s: %d elements match %q, want one\n%s", d.name, len(found), selector, short(text(d.root)))
	}
	return found[0]
}

// find is the first such element, nil when there is none.
func (d *doc) find(selector string) *html.Node {
	if found := d.all(selector); len(found) > 0 {
		return found[0]
	}
	return nil
}

// inputOf is what an input of a form holds.
func inputOf(form *html.Node, name string) string {
	for n := range form.Descendants() {
		if n.Data == "input" && attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	return ""
}

// text is what is read in the only such element.
func (d *doc) text(selector string) string {
	d.t.Helper()
	return text(d.one(selector))
}

// want checks the status and that the page says some words.
func (d *doc) want(status int, words ...string) *doc {
	d.t.Helper()
	if d.status != status {
		d.t.Fatalf("%s: status %d, want %d\n%s", d.name, d.status, status, short(text(d.root)))
	}
	said := text(d.root)
	for _, w := range words {
		if !strings.Contains(said, w) {
			d.t.Errorf("%s: does not say %q\n%s", d.name, w, short(said))
		}
	}
	return d
}

// action is the address of the form that holds the only such element.
func (d *doc) action(selector string) string {
	d.t.Helper()
	for n := d.one(selector); n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == "form" {
			return attr(n, "action")
		}
	}
	d.t.Fatalf("%s: %q stands in no form", d.name, selector)
	return ""
}

// links are the addresses of the page that begin so, each once.
func (d *doc) links(prefix string) []string {
	var out []string
	seen := map[string]bool{}
	for _, a := range d.all("a") {
		if href := attr(a, "href"); strings.HasPrefix(href, prefix) && !seen[href] {
			seen[href] = true
			out = append(out, href)
		}
	}
	return out
}

// values are what the inputs of a name hold.
func (d *doc) values(name string) []string {
	var out []string
	for _, n := range d.all("input[name=" + name + "]") {
		out = append(out, attr(n, "value"))
	}
	return out
}

func matcher(selector string) func(*html.Node) bool {
	type test func(*html.Node) bool
	var tests []test
	rest := selector
	for rest != "" {
		kind, end := rest[0], len(rest)
		if kind == '[' {
			end = strings.IndexByte(rest, ']') + 1
		} else if i := strings.IndexAny(rest[1:], "#.["); i >= 0 {
			end = i + 1
		}
		part := rest[:end]
		rest = rest[end:]
		switch kind {
		case '#':
			tests = append(tests, func(n *html.Node) bool { return attr(n, "id") == part[1:] })
		case '.':
			tests = append(tests, func(n *html.Node) bool {
				return strings.Contains(" "+attr(n, "class")+" ", " "+part[1:]+" ")
			})
		case '[':
			name, value, has := strings.Cut(part[1:len(part)-1], "=")
			tests = append(tests, func(n *html.Node) bool {
				v, ok := lookup(n, name)
				return ok && (!has || v == value)
			})
		default:
			tests = append(tests, func(n *html.Node) bool { return n.Data == part })
		}
	}
	return func(n *html.Node) bool {
		for _, t := range tests {
			if !t(n) {
				return false
			}
		}
		return true
	}
}

func lookup(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *html.Node, name string) string {
	v, _ := lookup(n, name)
	return v
}

// text is what is read in an element, blanks made one.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent.Data != "script" && c.Parent.Data != "style" {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// short is the beginning of a page, for a failure.
func short(s string) string {
	if r := []rune(s); len(r) > 900 {
		return string(r[:900]) + " …"
	}
	return s
}
