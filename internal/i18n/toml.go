package i18n

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// forms are what a section may hold: CLDR's plural forms that our languages use, and a note for translators.
var forms = map[string]bool{"one": true, "few": true, "many": true, "other": true, "description": true}

// parseCatalogue reads a catalogue file: the small part of TOML that translators need, and refuses the rest, so that a
// slip of the pen is found by its line and never becomes a half-read file.
//
//	# a comment
//	["key.of.the.message"]
//	other = "words, with \" and \\ escaped"
func parseCatalogue(src string) (map[string]map[string]string, error) {
	if !utf8.ValidString(src) {
		return nil, fmt.Errorf("not UTF-8")
	}
	sections := make(map[string]map[string]string)
	var current map[string]string
	for n, line := range strings.Split(src, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			key, err := sectionName(line)
			if err == nil && sections[key] != nil {
				err = fmt.Errorf("the key %q stands twice", key)
			}
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n+1, err)
			}
			current = make(map[string]string)
			sections[key] = current
			continue
		}
		if current == nil {
			return nil, fmt.Errorf("line %d: words before the first [\"key\"]", n+1)
		}
		form, value, err := assignment(line)
		if err == nil && current[form] != "" {
			err = fmt.Errorf("the form %q stands twice", form)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		current[form] = value
	}
	for key, s := range sections {
		if s["other"] == "" {
			return nil, fmt.Errorf("the key %q has no other = \"…\"", key)
		}
	}
	return sections, nil
}

// sectionName reads ["a.b"], or [ab] where there is no dot.
func sectionName(line string) (string, error) {
	inner, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", fmt.Errorf("want [\"key\"]")
	}
	if strings.HasPrefix(inner, `"`) {
		key, rest, err := quoted(inner)
		if err == nil && rest != "]" && !strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(rest, "]")), "#") {
			err = fmt.Errorf("want ] after the key")
		}
		if err == nil && key == "" {
			err = fmt.Errorf("empty key")
		}
		return key, err
	}
	key, ok := strings.CutSuffix(inner, "]")
	if !ok || key == "" || strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "", fmt.Errorf("want [\"key\"]")
	}
	return key, nil
}

// assignment reads form = "words".
func assignment(line string) (form, value string, err error) {
	form, rest, ok := strings.Cut(line, "=")
	form = strings.TrimSpace(form)
	if !ok || !forms[form] {
		return "", "", fmt.Errorf("want one, few, many or other = \"…\", found %q", form)
	}
	value, rest, err = quoted(strings.TrimSpace(rest))
	if err != nil {
		return "", "", err
	}
	if rest = strings.TrimSpace(rest); rest != "" && rest[0] != '#' {
		return "", "", fmt.Errorf("%q after the closing quote", rest)
	}
	if strings.TrimSpace(value) == "" {
		return "", "", fmt.Errorf("%s is empty", form)
	}
	return form, value, nil
}

// quoted reads a basic string of TOML from the start of s and returns what follows it.
func quoted(s string) (value, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", fmt.Errorf("want a quoted string")
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			return b.String(), s[i+1:], nil
		case '\\':
			i++
			if i == len(s) {
				return "", "", fmt.Errorf("the line ends in a backslash")
			}
			switch s[i] {
			case '"', '\\':
				b.WriteByte(s[i])
			case 'n':
				b.WriteByte('\n')
			default:
				return "", "", fmt.Errorf("unknown escape \\%c; write the letter itself", s[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", "", fmt.Errorf("the closing quote is missing")
}
