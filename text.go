package homeward

import (
	"encoding/json"
	"fmt"
)

// Text is something to be said to a person, before a language is chosen: a key of the catalogues and what is filled in.
// Pure packages and errors carry Texts, never sentences; only the edges (pages, documents, command line) turn them into
// words, in the reader's language.
type Text struct {
	Key  string `json:"key"`
	Args Args   `json:"args,omitempty"`
}

// Args are the named values of a Text. A value may be a string, a number, a Date, a PlaceID (spoken with the place's
// names in the reader's order), a Name, or another Text. A "Count" chooses the plural form.
type Args map[string]any

// T makes a Text from a key and name, value pairs. It panics on an odd number of arguments or a name that is no
// string, which is a mistake of the program and never of its input.
func T(key string, pairs ...any) Text {
	if len(pairs) == 0 {
		return Text{Key: key}
	}
	if len(pairs)%2 != 0 {
		panic("homeward.T: odd arguments for " + key)
	}
	args := make(Args, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		args[pairs[i].(string)] = pairs[i+1]
	}
	return Text{Key: key, Args: args}
}

// IsZero says whether there is nothing to say.
func (t Text) IsZero() bool { return t.Key == "" }

// String is for logs and tests, not for readers.
func (t Text) String() string {
	if len(t.Args) == 0 {
		return t.Key
	}
	// json sorts map keys, so the same text always prints the same.
	b, err := json.Marshal(t.Args)
	if err != nil {
		return fmt.Sprintf("%s%v", t.Key, map[string]any(t.Args))
	}
	return t.Key + string(b)
}
