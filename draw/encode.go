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
	// What Encode would write again has every field once and spelt so. This is the usual case, in half the time.
	b := &Bundle{}
	if json.Unmarshal(data, b) == nil {
		if again, err := b.Encode(); err == nil && bytes.Equal(again, data) {
			return b, nil
		}
	}
	b = &Bundle{}
	if err := decodeStrictly(data, b); err != nil {
		return nil, err
	}
	return b, nil
}

func decodeStrictly(data []byte, into any) error {
	if !utf8.Valid(data) {
		return unreadable("UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if where := strict(dec, reflect.TypeOf(into).Elem(), fieldsOf{}); where != "" {
		return unreadable("$" + where)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return unreadable("$ …")
	}
	if err := json.Unmarshal(data, into); err != nil {
		return unreadable(err.Error())
	}
	return nil
}

func unreadable(where string) error { return problem("draw.unreadable", "Where", where) }

// strict walks over the next value and refuses what encoding/json would let pass: fields twice, missing or in another
// case, nulls, and numbers that are no plain integer in the range of a double. It returns the path to what is wrong, which
// is never empty ("." at the least), or "".
func strict(dec *json.Decoder, t reflect.Type, fields fieldsOf) string {
	token, err := dec.Token()
	if err != nil {
		return "."
	}
	right := false
	switch t.Kind() {
	case reflect.Pointer:
		if token == nil {
			return ""
		}
		return strictObject(dec, token, t.Elem(), fields)
	case reflect.Struct:
		return strictObject(dec, token, t, fields)
	case reflect.Slice:
		if token != json.Delim('[') {
			return "."
		}
		for i := 0; dec.More(); i++ {
			if where := strict(dec, t.Elem(), fields); where != "" {
				return fmt.Sprintf("[%d]%s", i, where)
			}
		}
		_, err := dec.Token()
		right = err == nil
	case reflect.String:
		_, right = token.(string)
	case reflect.Bool:
		_, right = token.(bool)
	default:
		if number, ok := token.(json.Number); ok {
			n, err := number.Int64()
			right = err == nil && n <= maxNumber && n >= -maxNumber && number != "-0"
		}
	}
	if !right {
		return "."
	}
	return ""
}

func strictObject(dec *json.Decoder, token json.Token, t reflect.Type, fields fieldsOf) string {
	if token != json.Delim('{') {
		return "."
	}
	index, seen := fields.of(t), make([]bool, t.NumField())
	for dec.More() {
		token, err := dec.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return "."
		}
		field, known := index[name]
		if !known || seen[field] {
			return "." + name
		}
		seen[field] = true
		if where := strict(dec, t.Field(field).Type, fields); where != "" {
			return "." + name + where
		}
	}
	if _, err := dec.Token(); err != nil {
		return "."
	}
	for name, field := range index {
		if !seen[field] {
			return "." + name
		}
	}
	return ""
}

// fieldsOf remembers the JSON names of the fields of types.
type fieldsOf map[reflect.Type]map[string]int

func (f fieldsOf) of(t reflect.Type) map[string]int {
	index, ok := f[t]
	if !ok {
		index = make(map[string]int, t.NumField())
		for i := range t.NumField() {
			index[t.Field(i).Tag.Get("json")] = i
		}
		f[t] = index
	}
	return index
}
