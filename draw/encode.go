package draw

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Encode writes the bundle in its canonical form: one JSON object without white space, fields in the order of the types,
// every field present, lists never null, and a line feed at the end.
func (b *Bundle) Encode() ([]byte, error) {
	b.fill()
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // no text of a bundle holds anything that JSON must escape but " and \
	if err := enc.Encode(b); err != nil {
		return nil, fmt.Errorf("encode draw: %w", err)
	}
	return out.Bytes(), nil
}

// sealOf hashes the canonical form with an empty seal, without the line feed.
func sealOf(b *Bundle) (string, error) {
	open := *b
	open.Seal = ""
	data, err := open.Encode()
	if err != nil {
		return "", err
	}
	return sha256Hex("homeward-draw/1 seal\n" + strings.TrimSuffix(string(data), "\n")), nil
}

// Decode reads a bundle strictly: UTF-8, one object and nothing after it, every field exactly once and spelt exactly so,
// nothing unknown, no null but for the certificate, integers written as integers. White space and the order of fields are
// free. It does not check what the bundle says; that is Verify.
func Decode(data []byte) (*Bundle, error) {
	if !utf8.Valid(data) {
		return nil, problem("draw.unreadable", "Where", "UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := strict(dec, reflect.TypeFor[Bundle](), "$"); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, problem("draw.unreadable", "Where", "$ +")
	}
	b := &Bundle{}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, problem("draw.unreadable", "Where", err.Error())
	}
	return b, nil
}

// strict walks over the next value and refuses what encoding/json would let pass: fields twice, missing or in another
// case, nulls, and numbers that are no plain integer in the range of a double.
func strict(dec *json.Decoder, t reflect.Type, at string) error {
	token, err := dec.Token()
	if err != nil {
		return problem("draw.unreadable", "Where", at)
	}
	bad := problem("draw.unreadable", "Where", at)
	switch t.Kind() {
	case reflect.Pointer:
		if token == nil {
			return nil
		}
		return strictObject(dec, token, t.Elem(), at)
	case reflect.Struct:
		return strictObject(dec, token, t, at)
	case reflect.Slice:
		if token != json.Delim('[') {
			return bad
		}
		for i := 0; dec.More(); i++ {
			if err := strict(dec, t.Elem(), fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
		_, err := dec.Token()
		if err != nil {
			return bad
		}
		return nil
	case reflect.String:
		if _, ok := token.(string); !ok {
			return bad
		}
	case reflect.Bool:
		if _, ok := token.(bool); !ok {
			return bad
		}
	default:
		number, ok := token.(json.Number)
		n, err := number.Int64()
		if !ok || err != nil || n > maxNumber || n < -maxNumber || number == "-0" {
			return bad
		}
	}
	return nil
}

func strictObject(dec *json.Decoder, token json.Token, t reflect.Type, at string) error {
	if token != json.Delim('{') {
		return problem("draw.unreadable", "Where", at)
	}
	seen := make([]bool, t.NumField())
	for dec.More() {
		token, err := dec.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return problem("draw.unreadable", "Where", at)
		}
		field := -1
		for i := range seen {
			if t.Field(i).Tag.Get("json") == name && !seen[i] {
				field = i
			}
		}
		if field < 0 {
			return problem("draw.unreadable", "Where", at+"."+name)
		}
		seen[field] = true
		if err := strict(dec, t.Field(field).Type, at+"."+name); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return problem("draw.unreadable", "Where", at)
	}
	for i, ok := range seen {
		if !ok {
			return problem("draw.unreadable", "Where", at+"."+t.Field(i).Tag.Get("json"))
		}
	}
	return nil
}
