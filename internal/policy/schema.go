package policy

import (
	"encoding/json"
	"reflect"
	"time"

	"homeward"
)

// Schema is the JSON Schema (draft 2020-12) of the format, made from the structs that read it, so that an editor
// completes and checks a file while it is written. What only the loader can see (expressions, norm tables, examples) is
// left to "homeward policy check".
func Schema() ([]byte, error) {
	s := schemaOf(reflect.TypeFor[Document](), "")
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = Format
	s["description"] = "The published rules of a programme that gives homes, or money for homes, to displaced people."
	b, err := json.MarshalIndent(s, "", "  ")
	return append(b, '\n'), err
}

type node = map[string]any

// schemaOf is the schema of a Go type; expr is the type an expression in it must have.
func schemaOf(t reflect.Type, expr string) node {
	switch t {
	case exprType:
		return node{"type": []string{"string", "boolean", "number"}, "description": "CEL expression of type " + expr}
	case spanType:
		return node{"type": "array", "minItems": 2, "maxItems": 2,
			"prefixItems": []node{{"type": "integer", "minimum": 1}, {"type": []string{"integer", "null"}}}}
	case letsType:
		return node{"type": "object", "propertyNames": node{"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
			"additionalProperties": node{"type": []string{"string", "boolean", "number"}}}
	case dateType:
		return node{"type": "string", "format": "date"}
	case reflect.TypeFor[Moment](), reflect.TypeFor[Fact[time.Time]]():
		return node{"type": "string", "description": "a day, or a time with its zone"}
	case reflect.TypeFor[Period]():
		return node{"type": "string", "pattern": periodPattern.String()}
	case reflect.TypeFor[homeward.Text]():
		panic("policy: no text of ours stands in a file")
	}
	if w, ok := reflect.Zero(t).Interface().(listed); ok {
		return node{"type": "string", "enum": w.words()}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), expr)
	case reflect.Slice:
		items := node{"type": "array", "items": schemaOf(t.Elem(), expr)}
		if t.Elem().Kind() == reflect.String || t.Elem() == exprType { // one text where a list is due is a list of one
			return node{"anyOf": []node{items, schemaOf(t.Elem(), expr)}}
		}
		return items
	case reflect.Map:
		return node{"type": "object", "additionalProperties": schemaOf(t.Elem(), expr)}
	case reflect.Struct:
		if f, ok := t.FieldByName("value"); ok { // a Fact
			return schemaOf(f.Type, "")
		}
		return structSchema(t)
	case reflect.Bool:
		return node{"type": "boolean"}
	case reflect.Int:
		return node{"type": "integer"}
	case reflect.Float64:
		return node{"type": "number"}
	}
	return node{"type": []string{"string", "number", "boolean"}} // a text; YAML may take it for a number
}

// keysOf are the closed lists that are not Go types, by the field they are for.
var keysOf = map[string][]string{"Rule.refusal": RefusalKeys, "Duty.key": DutyKeys}

func structSchema(t reflect.Type) node {
	fields := node{}
	var required []string
	for _, f := range reflect.VisibleFields(t) {
		name := fieldName(f)
		if name == "" || f.Anonymous {
			continue
		}
		s := schemaOf(f.Type, f.Tag.Get("type"))
		if list, ok := keysOf[t.Name()+"."+name]; ok {
			s = node{"type": "string", "enum": list}
		}
		if doc := f.Tag.Get("doc"); doc != "" {
			s["description"] = doc
		}
		if facts, ok := factsOf(t); ok {
			describeFact(s, facts, name)
		}
		fields[name] = s
		if f.Tag.Get("need") != "" {
			required = append(required, name)
		}
	}
	s := node{"type": "object", "additionalProperties": false, "properties": fields}
	if required != nil {
		s["required"] = required
	}
	return s
}

// factsOf is the object of the model that a struct of facts is.
func factsOf(t reflect.Type) (*object, bool) {
	switch t {
	case reflect.TypeFor[Household](), reflect.TypeFor[Member](), reflect.TypeFor[Place](), reflect.TypeFor[Stay](),
		reflect.TypeFor[Loan](), reflect.TypeFor[Dwelling](), reflect.TypeFor[Application](), reflect.TypeFor[Round]():
		o, ok := model[lower(t.Name())]
		return o, ok
	}
	return nil, false
}

func lower(s string) string { return string(s[0]|0x20) + s[1:] }

func describeFact(s node, o *object, name string) {
	f, ok := o.field(name)
	if !ok {
		return
	}
	s["description"] = f.meaning
	if len(f.values) > 0 && f.typ == stringType {
		s["examples"] = f.values
	}
}
