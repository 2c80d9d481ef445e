package draw

import (
	"errors"
	"reflect"
)

// Report is the verdict on a bundle.
type Report struct {
	OK bool `json:"ok"`
	// Key and Args are the one sentence to say: a key of the reader's catalogue and what is filled in.
	Key  string         `json:"key"`
	Args map[string]any `json:"args"`
	// Checks are all that was looked at, in order; after one that failed, those that depend on it are absent.
	Checks []Check `json:"checks"`

	Round      string `json:"round"`
	Commitment string `json:"commitment"`
	Closing    string `json:"closing"`
	Entries    int    `json:"entries"`
	Dwellings  int    `json:"dwellings"`
	Dropped    int    `json:"dropped"`
	Allocated  int    `json:"allocated"`
	Waiting    int    `json:"waiting"`
	Announced  int    `json:"announced"` // sources of chance
	Opened     int    `json:"opened"`    // of these; a backup counts
}

// Check is one thing that was looked at. A failed one has the refusal's key and arguments.
type Check struct {
	Name string         `json:"name"`
	OK   bool           `json:"ok"`
	Key  string         `json:"key,omitempty"`
	Args map[string]any `json:"args,omitempty"`
}

// Published is what somebody wrote down before the draw; empty fields are not compared.
type Published struct {
	Commitment string
	Closing    string
}

// Verify checks a bundle with nothing but itself.
func Verify(data []byte) Report { return VerifyAgainst(data, Published{}) }

// VerifyAgainst also compares with what was published before the draw.
func VerifyAgainst(data []byte, known Published) Report {
	var r Report
	b, err := Decode(data)
	if !r.note("format", err) {
		return r
	}
	r.Round, r.Commitment, r.Closing = b.Header.Round, b.Commitment, b.Closing
	r.Entries, r.Dwellings, r.Dropped = len(b.Entries), len(b.Dwellings), len(b.Dropped)
	ok := r.note("header", checkHeader(&b.Header)) && r.note("lists", checkLists(b)) && r.note("counts", sameCounts(b)) &&
		r.note("entries_root", same(entriesRoot(b.Entries), b.Header.EntriesRoot, "draw.entries_differ")) &&
		r.note("dwellings_root", same(dwellingsRoot(b.Dwellings), b.Header.DwellingsRoot, "draw.dwellings_differ")) &&
		r.note("commitment", same(sha256Hex(b.Header.Text()), b.Commitment, "draw.commitment_differs")) &&
		r.note("dropped", checkDropped(b, b.Dropped)) &&
		r.note("closing", same(closingOf(b.Commitment, b.Dropped), b.Closing, "draw.closing_differs")) &&
		r.note("drawn", drawn(b)) &&
		r.note("seed", sameSeed(b)) &&
		r.note("result", sameResult(b)) &&
		r.note("seal", sameSeal(b)) &&
		r.note("published", samePublished(b, known))
	if !ok {
		return r
	}
	r.Announced = len(b.Reveals)
	for _, reveal := range b.Reveals {
		if reveal.State != NotRevealed {
			r.Opened++
		}
	}
	for _, row := range b.Result.Rows {
		if row.Dwelling != "" {
			r.Allocated++
		} else {
			r.Waiting++
		}
	}
	r.OK, r.Key = true, "draw.verified"
	r.Args = map[string]any{"Round": r.Round, "Count": r.Allocated, "Entries": r.Entries, "Commitment": r.Commitment}
	if r.Opened < r.Announced { // allowed by the published rule, and yet to be said
		r.Key, r.Args["Opened"], r.Args["Announced"] = "draw.verified_fewer", r.Opened, r.Announced
	}
	return r
}

func samePublished(b *Bundle, known Published) error {
	if known.Commitment != "" && known.Commitment != b.Commitment || known.Closing != "" && known.Closing != b.Closing {
		return problem("draw.published_differs")
	}
	return nil
}

// note records a check and says whether it went well. The first failure is the verdict's sentence.
func (r *Report) note(name string, err error) bool {
	c := Check{Name: name, OK: err == nil}
	if err != nil {
		c.Key, c.Args = "draw.unreadable", map[string]any{"Where": err.Error()}
		if e, ok := errors.AsType[*Error](err); ok {
			c.Key, c.Args = e.Key, e.Args
		}
		r.Key, r.Args = c.Key, c.Args
	}
	r.Checks = append(r.Checks, c)
	return c.OK
}

func same(got, want, key string) error {
	if got != want {
		return problem(key)
	}
	return nil
}

func sameCounts(b *Bundle) error {
	if countOf(b) != b.Header.Counts {
		return problem("draw.counts_differ")
	}
	return nil
}

func drawn(b *Bundle) error {
	if b.Seed == "" || b.Seal == "" {
		return problem("draw.not_drawn")
	}
	return nil
}

func sameSeed(b *Bundle) error {
	seed, err := makeSeed(b.Header, b.Commitment, b.Reveals)
	if err != nil {
		return err
	}
	return same(seed, b.Seed, "draw.seed_differs")
}

// sameResult runs the draw again. It names the first entry whose answer differs.
func sameResult(b *Bundle) error {
	want, err := Run(b)
	if err != nil {
		return err
	}
	for i := range min(len(want.Rows), len(b.Result.Rows)) {
		if want.Rows[i] != b.Result.Rows[i] {
			return problem("draw.result_differs", "Entry", want.Rows[i].Entry)
		}
	}
	if !reflect.DeepEqual(want, b.Result) {
		return problem("draw.result_length")
	}
	return nil
}

func sameSeal(b *Bundle) error {
	seal, err := sealOf(b)
	if err != nil {
		return err
	}
	return same(seal, b.Seal, "draw.seal_differs")
}
