package homeward

import (
	"errors"
	"fmt"
)

// Kind sorts errors by who can do something about them; it decides the status of a page and the exit code of a command.
type Kind uint8

const (
	// Internal is a fault of ours. Its details go to the log and never to a reader. The zero Kind, so that an error
	// nobody classified is one of these.
	Internal Kind = iota
	// Invalid input: the reader can correct it and try again.
	Invalid
	// SignedOut: nobody is signed in.
	SignedOut
	// Forbidden: this actor may not do this here.
	Forbidden
	// NotFound: there is no such thing, or the reader may not know of it.
	NotFound
	// Conflict: somebody else was first, or the thing has changed since it was read.
	Conflict
	// Blocked: a rule or a gate forbids it now; the text names the rule and what would change it.
	Blocked
	// Unavailable: the machine cannot do it now (a busy port, a folder that cannot be written, a damaged file).
	Unavailable
	// None: nothing has failed. Only KindOf says it, of a nil error; no Error is of this Kind.
	None
)

var kindNames = [...]string{"internal", "invalid", "signed out", "forbidden", "not found", "conflict", "blocked", "unavailable", "none"}

func (k Kind) String() string { return kindNames[k] }

// Error is a failure that can be told to a person: what happened, and what to do next.
type Error struct {
	Kind Kind
	Text Text
	// Hint is the next thing to do; it may be empty.
	Hint Text
	// Err is the cause, for the log.
	Err error
}

// Errorf makes an Error of a kind with a catalogue key and name, value pairs.
func Errorf(kind Kind, key string, pairs ...any) *Error {
	return &Error{Kind: kind, Text: T(key, pairs...)}
}

// WithHint returns a copy that also says what to do next.
func (e *Error) WithHint(key string, pairs ...any) *Error {
	c := *e
	c.Hint = T(key, pairs...)
	return &c
}

// Because returns a copy with a cause for the log.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error is for logs; readers get Text through the catalogues.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %s: %v", e.Kind, e.Text, e.Err)
	}
	return fmt.Sprintf("%s: %s", e.Kind, e.Text)
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, Internal if there is none, and None of no error at all.
func KindOf(err error) Kind {
	if err == nil {
		return None
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// TextOf returns what may be said to a reader about err. For an unclassified error this is only that something failed.
func TextOf(err error) (text, hint Text) {
	if e, ok := errors.AsType[*Error](err); ok && e.Kind != Internal {
		return e.Text, e.Hint
	}
	return T("error.internal"), T("error.internal.hint")
}

// IsKey says whether err is an Error with this catalogue key.
func IsKey(err error, key string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Text.Key == key
}
