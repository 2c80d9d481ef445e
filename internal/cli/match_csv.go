package cli

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"strings"
	"unicode/utf8"

	"homeward"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

const (
	// largestFile bounds what is read: what is matched is held in memory.
	largestFile = 4 << 30
	// sniffed is how much of a file its encoding and its separator are told from.
	sniffed = 1 << 16
	// longestRow bounds one row, so that a missing quotation mark does not swallow the file.
	longestRow = 4 << 20
)

// openRows opens a CSV or XLSX file. What it is, is told from its content.
func openRows(name, charset string) (rowReader, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, homeward.Errorf(homeward.NotFound, "cli.file_unreadable", "File", name).WithHint("cli.file_unreadable.hint")
	}
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "cli.file_unreadable", "File", name).WithHint("cli.file_unreadable.hint").Because(err)
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		f.Close()
		return nil, homeward.Errorf(homeward.Invalid, "cli.file_unreadable", "File", name).WithHint("cli.file_unreadable.hint").Because(err)
	}
	start := make([]byte, sniffed)
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		f.Close()
		return nil, homeward.Errorf(homeward.Unavailable, "cli.file_unreadable", "File", name).WithHint("cli.file_unreadable.hint").Because(err)
	}
	start = start[:n]
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) {
		f.Close()
		return openSheet(name)
	}
	if info.Size() > largestFile {
		f.Close()
		return nil, homeward.Errorf(homeward.Invalid, "matching.file_large", "File", name, "Size", math.Round(float64(info.Size())/(1<<30)), "Most", largestFile>>30).WithHint("matching.file_records.hint")
	}
	rows, err := newCSVRows(name, f, start, charset, info.Size())
	if err != nil {
		f.Close()
		return nil, err
	}
	return rows, nil
}

// csvRows reads a CSV file.
type csvRows struct {
	name   string
	file   io.Closer
	csv    *csv.Reader
	source *boundedReader
	size   int64
	row    int
}

func newCSVRows(name string, f io.ReadCloser, start []byte, charset string, size int64) (*csvRows, error) {
	decoder, err := tellEncoding(name, start, charset)
	if err != nil {
		return nil, err
	}
	source := &boundedReader{from: io.MultiReader(bytes.NewReader(start), f)}
	var text io.Reader = source
	sample := start
	if decoder != nil {
		text = decoder.NewDecoder().Reader(source)
		if sample, err = decoder.NewDecoder().Bytes(start[:len(start)/4*4]); err != nil {
			sample = start
		}
	}
	r := csv.NewReader(bufio.NewReaderSize(text, 1<<16))
	r.Comma = tellSeparator(sample)
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	r.TrimLeadingSpace = true
	return &csvRows{name: name, file: f, csv: r, source: source, size: size}, nil
}

// boundedReader stops when too much is read before the row it belongs to is finished.
type boundedReader struct {
	from        io.Reader
	read, since int64
}

var errRowLong = errors.New("row too long")

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.since > longestRow {
		return 0, errRowLong
	}
	n, err := b.from.Read(p)
	b.read += int64(n)
	b.since += int64(n)
	return n, err
}

func (c *csvRows) Next() ([]string, error) {
	c.source.since = 0
	fields, err := c.csv.Read()
	c.row++
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if errors.Is(err, errRowLong) {
		return nil, homeward.Errorf(homeward.Invalid, "matching.row_long", "File", c.name, "Row", c.row, "Most", longestRow>>20).WithHint("matching.row_long.hint")
	}
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "matching.row_unreadable", "File", c.name, "Row", c.row).WithHint("matching.row_long.hint").Because(err)
	}
	for _, v := range fields {
		if !utf8.ValidString(v) {
			return nil, homeward.Errorf(homeward.Invalid, "matching.row_encoding", "File", c.name, "Row", c.row).WithHint("matching.encoding.hint")
		}
	}
	return fields, nil
}

func (c *csvRows) Ragged() bool { return false }

func (c *csvRows) Date(value string) string { return strings.TrimSpace(value) }

func (c *csvRows) Progress() (done, total int) { return int(c.source.read >> 10), int(c.size >> 10) }

func (c *csvRows) Close() error { return c.file.Close() }

// tellSeparator takes the mark that stands oftenest in the first line, outside quotation marks.
func tellSeparator(sample []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range string(sample) {
		switch r {
		case '"':
			quoted = !quoted
		case ',', ';', '\t', '|':
			if !quoted {
				counts[r]++
			}
		case '\n':
			if !quoted {
				goto counted
			}
		}
	}
counted:
	best := ','
	for _, r := range []rune{';', '\t', '|'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// tellEncoding returns how to decode a file, nil for UTF-8. A file in an old eight-bit encoding is recognised by its
// letters: in the right one most are small letters of one alphabet.
func tellEncoding(name string, start []byte, charset string) (encoding.Encoding, error) {
	if charset != "" {
		e, err := ianaindex.IANA.Encoding(charset)
		if err != nil || e == nil {
			return nil, homeward.Errorf(homeward.Invalid, "matching.encoding_name", "Value", charset).WithHint("matching.encoding_name.hint")
		}
		return e, nil
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xEF, 0xBB, 0xBF}):
		return nil, nil
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}), bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	}
	if zeros := bytes.Count(start, []byte{0}); zeros > 0 {
		even := 0
		for i := 0; i < len(start); i += 2 {
			if start[i] == 0 {
				even++
			}
		}
		switch {
		case zeros > len(start)/5 && even > zeros*9/10 && zeros < len(start)*3/5:
			return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), nil
		case zeros > len(start)/5 && even < zeros/10 && zeros < len(start)*3/5:
			return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), nil
		}
		return nil, homeward.Errorf(homeward.Invalid, "matching.no_text", "File", name).WithHint("matching.no_text.hint")
	}
	if utf8.Valid(wholeRunes(start)) {
		return nil, nil
	}
	if e := eightBit(start); e != nil {
		return e, nil
	}
	return nil, homeward.Errorf(homeward.Invalid, "matching.encoding_unknown", "File", name).WithHint("matching.encoding.hint")
}

// wholeRunes cuts a last rune off that the end of the sample cut in two.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= min(3, len(b)); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// commonLetters are the oftenest small letters beyond ASCII in the languages of each encoding.
var eightBitEncodings = []struct {
	encoding encoding.Encoding
	letters  string
}{
	{charmap.Windows1251, "абвгдежзийклмнопрстуфхцчшщыьэюяіїєґ"},
	{charmap.KOI8R, "абвгдежзийклмнопрстуфхцчшщыьэюя"},
	{charmap.CodePage866, "абвгдежзийклмнопрстуфхцчшщыьэюя"},
	{charmap.Windows1254, "çğıöşüÇĞİÖŞÜ"},
	{charmap.Windows1252, "àâäáãåæçèéêëìíîïñòóôõöøùúûüýß"},
	{charmap.Windows1256, "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةپچژگ"},
}

// eightBit picks the encoding in which nearly all bytes beyond ASCII are its letters; nil where none or two do.
func eightBit(start []byte) encoding.Encoding {
	high := 0
	for _, b := range start {
		if b >= 0x80 {
			high++
		}
	}
	var best encoding.Encoding
	bestShare, second := 0.0, 0.0
	for _, e := range eightBitEncodings {
		text, err := e.encoding.NewDecoder().Bytes(start)
		if err != nil {
			continue
		}
		hits := 0
		for _, r := range string(text) {
			if r >= 0x80 && strings.ContainsRune(e.letters, r) {
				hits++
			}
		}
		share := float64(hits) / float64(high)
		if share > bestShare {
			best, bestShare, second = e.encoding, share, bestShare
		} else {
			second = max(second, share)
		}
	}
	// Capital letters begin names and are not counted, so even the right encoding stays under the whole.
	if bestShare < 0.6 || bestShare-second < 0.1 {
		return nil
	}
	return best
}
