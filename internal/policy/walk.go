package policy

import "reflect"

// expressions calls visit for every expression of the document, with a name for messages (rules.own_place.require) and
// the type the format asks for.
func (d *Document) expressions(visit func(e *Expr, field, typ string)) {
	walkExpressions(reflect.ValueOf(d).Elem(), "", "", visit)
}

func walkExpressions(v reflect.Value, path, typ string, visit func(*Expr, string, string)) {
	if v.Type() == exprType {
		visit(v.Addr().Interface().(*Expr), path, typ)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkExpressions(v.Elem(), path, typ, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			item := v.Index(i)
			name := path
			if item.Kind() == reflect.Struct && item.FieldByName("ID").Kind() == reflect.String {
				name = join(path, item.FieldByName("ID").String())
			}
			walkExpressions(item, name, typ, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if name := fieldName(f); name != "" && name != "let" && name != "examples" {
				walkExpressions(v.Field(i), join(path, name), f.Tag.Get("type"), visit)
			}
		}
	}
}

var entryType = reflect.TypeFor[Entry]()

// walkEntries calls visit for every entry of the document.
func walkEntries(v reflect.Value, visit func(*Entry)) {
	if v.Type() == entryType {
		visit(v.Addr().Interface().(*Entry))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkEntries(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkEntries(v.Index(i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && fieldName(f) != "examples" {
				walkEntries(v.Field(i), visit)
			}
		}
	}
}
