package homeward

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a moment: UTC, to the millisecond. It exists because the two databases hand times back differently; all
// of them pass through here and come out the same.
type Instant struct{ time.Time }

const instantLayout = "2006-01-02T15:04:05.000Z"

// At is t as an Instant.
func At(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	return Instant{t.UTC().Truncate(time.Millisecond)}
}

// Date is the day of the instant in UTC.
func (i Instant) Date() Date { return DateOf(i.Time) }

// String is 2006-01-02T15:04:05.000Z, or "" for the zero Instant.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.UTC().Format(instantLayout)
}

// MarshalJSON writes the String form or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + i.String() + `"`), nil
}

// UnmarshalJSON reads RFC 3339 or null.
func (i *Instant) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*i = Instant{}
		return nil
	}
	var t time.Time
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*i = At(t)
	return nil
}

// Value stores the instant as text; the zero Instant is NULL.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.String(), nil
}

// Scan reads a time column of either database.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = Instant{}
		return nil
	case time.Time:
		*i = At(v)
		return nil
	case string:
		return i.scanText(v)
	case []byte:
		return i.scanText(string(v))
	}
	return fmt.Errorf("homeward: an instant cannot be read from %T", src)
}

func (i *Instant) scanText(s string) error {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return fmt.Errorf("homeward: an instant cannot be read from %q", s)
	}
	*i = At(t)
	return nil
}
