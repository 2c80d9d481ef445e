package policy

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"homeward"
)

// Reading facts from JSON, strictly: an unknown fact is an error and never ignored, since a misspelt fact would count as
// one that is not known.

// maxMembers bounds a household that comes from outside.
const maxMembers = 500

// ReadHousehold reads the facts of a household.
func ReadHousehold(data []byte) (*Household, error) {
	var h Household
	if err := readFacts(data, "household", &h); err != nil {
		return nil, err
	}
	if len(h.Members) > maxMembers {
		return nil, homeward.Errorf(homeward.Invalid, "policy.facts_unreadable", "Object", "household", "Detail", fmt.Sprintf("members: %d > %d", len(h.Members), maxMembers)).
			WithHint("policy.facts_unreadable.hint")
	}
	return &h, nil
}

// ReadDwelling reads the facts of a dwelling.
func ReadDwelling(data []byte) (*Dwelling, error) {
	var d Dwelling
	return &d, readFacts(data, "dwelling", &d)
}

// ReadApplication reads the facts of an application.
func ReadApplication(data []byte) (*Application, error) {
	var a Application
	return &a, readFacts(data, "application", &a)
}

// ReadRound reads the facts of a round.
func ReadRound(data []byte) (*Round, error) {
	var r Round
	return &r, readFacts(data, "round", &r)
}

func readFacts(data []byte, object string, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if err == nil && dec.More() {
		err = fmt.Errorf("more than one value")
	}
	if err != nil {
		return homeward.Errorf(homeward.Invalid, "policy.facts_unreadable", "Object", object, "Detail", strings.TrimPrefix(err.Error(), "json: ")).
			WithHint("policy.facts_unreadable.hint").Because(err)
	}
	return nil
}

// wireCase is a case as a file of households holds it.
type wireCase struct {
	Household   *Household   `json:"household"`
	Dwelling    *Dwelling    `json:"dwelling"`
	Application *Application `json:"application"`
	Round       *Round       `json:"round"`
	Group       string       `json:"group"`
}

// GroupedCase is a case with the group its household is counted in.
type GroupedCase struct {
	Case
	Group string
}

// ReadCases reads many cases, one after another, without holding them: a JSON list or one JSON value after another, each
// a household, or {household, dwelling, application, round, group}. It stops at the first fault, which names the number
// of the case, or at the first error of each.
func ReadCases(r io.Reader, each func(GroupedCase) error) error {
	in := bufio.NewReader(r)
	list, err := startsList(in)
	dec := json.NewDecoder(in)
	if err == nil && list {
		_, err = dec.Token()
	}
	for n := 1; err == nil && dec.More(); n++ {
		var raw json.RawMessage
		if err = dec.Decode(&raw); err != nil {
			break
		}
		c, fault := readCase(raw)
		if fault != nil {
			text, _ := homeward.TextOf(fault)
			return homeward.Errorf(homeward.Invalid, "policy.case_unreadable", "Number", n, "Problem", text).WithHint("policy.facts_unreadable.hint").Because(fault)
		}
		if err := each(c); err != nil {
			return err
		}
	}
	if err == nil && list {
		if _, err = dec.Token(); err == io.EOF {
			err = io.ErrUnexpectedEOF // the list has no end
		}
	}
	if err != nil && err != io.EOF {
		return homeward.Errorf(homeward.Invalid, "policy.facts_unreadable", "Object", "households", "Detail", err.Error()).WithHint("policy.facts_unreadable.hint").Because(err)
	}
	return nil
}

// startsList looks at the first byte that is no space.
func startsList(in *bufio.Reader) (bool, error) {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return false, err
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			return b == '[', in.UnreadByte()
		}
	}
}

func readCase(raw []byte) (GroupedCase, error) {
	var probe map[string]json.RawMessage
	if err := json.Unmarshal(raw, &probe); err == nil && probe["household"] == nil {
		h, err := ReadHousehold(raw)
		return GroupedCase{Case: Case{Household: h}}, err
	}
	var w wireCase
	if err := readFacts(raw, "household", &w); err != nil {
		return GroupedCase{}, err
	}
	return GroupedCase{Case{Household: w.Household, Dwelling: w.Dwelling, Application: w.Application, Round: w.Round}, w.Group}, nil
}
