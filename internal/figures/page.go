package figures

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what is left of an HTML page when its furniture is taken away.
type page struct {
	text      string
	title     string
	published string // as the page's own metadata give it
}

// maxOpen bounds the elements that are tracked at once; a page nested deeper is hostile, and only its text is lost.
const maxOpen = 2000

// readPage strips a page to its text. It uses the tokenizer and a bounded stack instead of a parse tree, so that the
// work grows with the size of the page and not with its nesting.
//
// If hardly anything is left, a box around the article had a misleading name: then boxes are kept by their names.
func readPage(src []byte) page {
	p := stripPage(src, true)
	if len(p.text) < 200 {
		if whole := stripPage(src, false); len(whole.text) > 3*len(p.text) {
			return whole
		}
	}
	return p
}

func stripPage(src []byte, byClass bool) page {
	r := pageReader{z: html.NewTokenizer(bytes.NewReader(src)), byClass: byClass}
	r.z.SetMaxBuf(MaxSource)
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			return r.finish()
		case html.TextToken:
			r.text(r.z.Text())
		case html.StartTagToken:
			r.open(false)
		case html.SelfClosingTagToken:
			r.open(true)
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.close(atom.Lookup(name))
		}
	}
}

type element struct {
	tag  atom.Atom
	skip bool
}

type pageReader struct {
	z       *html.Tokenizer
	stack   []element
	skipped int // how many open elements are skipped
	out     strings.Builder
	block   strings.Builder
	links   int // bytes of the block that stand in links
	inLink  int
	title   strings.Builder
	inTitle bool
	heading string
	inH1    bool
	page    page
	byClass bool
}

// furniture are elements whose text is none of the article's.
var furniture = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Nav: true,
	atom.Footer: true, atom.Aside: true, atom.Form: true, atom.Button: true, atom.Select: true, atom.Svg: true, atom.Iframe: true,
	atom.Figcaption: true, atom.Menu: true}

// furnitureClasses mark boxes beside the article, by a part of their class or id.
var furnitureClasses = []string{"related", "sidebar", "side-bar", "comment", "share", "social", "breadcrumb", "cookie", "subscribe",
	"newsletter", "popular", "most-read", "mostread", "latest", "recommend", "advert", "banner", "footer", "navbar", "menu",
	"tags", "counter", "widget", "also-read", "read-more", "pagination"}

var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Table: true,
	atom.Tr: true, atom.Td: true, atom.Th: true, atom.Br: true, atom.Blockquote: true, atom.Header: true, atom.Main: true,
	atom.Body: true, atom.Pre: true, atom.Hr: true, atom.Dd: true, atom.Dt: true, atom.Time: true}

// holdsAll are elements that hold the whole page or article, whatever their class says.
var holdsAll = map[atom.Atom]bool{atom.Html: true, atom.Body: true, atom.Article: true, atom.Main: true, atom.P: true}

var void = map[atom.Atom]bool{atom.Br: true, atom.Img: true, atom.Meta: true, atom.Link: true, atom.Hr: true, atom.Input: true,
	atom.Source: true, atom.Wbr: true, atom.Area: true, atom.Base: true, atom.Col: true, atom.Embed: true, atom.Track: true}

func (r *pageReader) open(selfClosing bool) {
	name, more := r.z.TagName()
	tag := atom.Lookup(name)
	class, meta := r.attributes(tag, more)
	if tag == atom.Meta {
		r.meta(meta)
		return
	}
	if blocks[tag] {
		r.flush()
	}
	if selfClosing || void[tag] {
		return
	}
	skip := furniture[tag] || (r.byClass && !holdsAll[tag] && marked(class))
	// A paragraph or list item that was left open ends where the next block begins.
	if n := len(r.stack); n > 0 && blocks[tag] && (r.stack[n-1].tag == atom.P || (tag == atom.Li && r.stack[n-1].tag == atom.Li)) {
		r.close(r.stack[n-1].tag)
	}
	if len(r.stack) < maxOpen {
		r.stack = append(r.stack, element{tag, skip})
		if skip {
			r.skipped++
		}
	}
	switch tag {
	case atom.A:
		r.inLink++
	case atom.Title:
		r.inTitle = r.title.Len() == 0
	case atom.H1:
		r.inH1 = r.heading == ""
	}
}

func marked(class string) bool {
	if class == "" {
		return false
	}
	for _, c := range furnitureClasses {
		if strings.Contains(class, c) {
			return true
		}
	}
	return false
}

// attributes returns the class and id of an element, and of a meta element its name and content.
func (r *pageReader) attributes(tag atom.Atom, more bool) (class string, meta [2]string) {
	for n := 0; more && n < 50; n++ {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		switch key := string(k); {
		case key == "class" || key == "id":
			class += " " + strings.ToLower(string(v[:min(len(v), 200)]))
		case tag == atom.Meta && (key == "property" || key == "name" || key == "itemprop"):
			meta[0] = strings.ToLower(string(v))
		case tag == atom.Meta && key == "content":
			meta[1] = string(v[:min(len(v), 300)])
		case tag == atom.Time && key == "datetime" && r.page.published == "" && r.skipped == 0:
			r.page.published = string(v[:min(len(v), 40)])
		}
	}
	return class, meta
}

func (r *pageReader) meta(m [2]string) {
	switch m[0] {
	case "article:published_time", "datepublished", "date", "pubdate", "og:published_time":
		r.page.published = m[1]
	case "og:title":
		r.page.title = m[1]
	}
}

func (r *pageReader) close(tag atom.Atom) {
	if blocks[tag] {
		r.flush()
	}
	switch tag {
	case atom.A:
		r.inLink = max(0, r.inLink-1)
	case atom.Title:
		r.inTitle = false
	case atom.H1:
		r.inH1 = false
	}
	// An end tag closes the nearest element of its name within reach; stray ones close nothing.
	for i := len(r.stack) - 1; i >= 0 && i >= len(r.stack)-40; i-- {
		if r.stack[i].tag != tag {
			continue
		}
		for _, e := range r.stack[i:] {
			if e.skip {
				r.skipped--
			}
		}
		r.stack = r.stack[:i]
		return
	}
}

func (r *pageReader) text(b []byte) {
	if r.inTitle {
		r.title.Write(b[:min(len(b), 300)])
		return
	}
	if r.skipped > 0 {
		return
	}
	r.block.Write(b)
	if r.inLink > 0 {
		r.links += len(bytes.TrimSpace(b))
	}
}

// flush ends a block of text. A block that is mostly links, and no sentence, is a list of other stories.
func (r *pageReader) flush() {
	s := strings.Join(strings.Fields(r.block.String()), " ")
	links := r.links
	r.block.Reset()
	r.links = 0
	if s == "" || (links*2 > len(s) && !endsSentence(s)) {
		return
	}
	if r.inH1 && r.heading == "" {
		r.heading = s
	}
	r.out.WriteString(s)
	r.out.WriteByte('\n')
}

func (r *pageReader) finish() page {
	r.flush()
	p := r.page
	p.text = r.out.String()
	switch {
	case r.heading != "":
		p.title = r.heading
	case p.title == "":
		p.title = strings.Join(strings.Fields(r.title.String()), " ")
	}
	return p
}
