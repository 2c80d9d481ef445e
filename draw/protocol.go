package draw

// Protocol is the record of a ceremony, to be read aloud, printed and signed: the steps in the order in which they have to
// happen, each with the value that everybody in the hall can write down. It follows from the bundle alone and holds as
// many steps as have happened so far.
type Protocol struct {
	Round      string   `json:"round"`
	Commitment string   `json:"commitment"`
	Steps      []Step   `json:"steps"`
	Signed     []string `json:"signed"` // roles that sign, such as committee, ombudsman, residents
}

// Step is one thing that happened: a key of the reader's catalogue and what is filled in.
type Step struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args"`
}

// Protocol tells the ceremony of the bundle for the roles that sign.
func (b *Bundle) Protocol(signed ...string) Protocol {
	p := Protocol{Round: b.Header.Round, Commitment: b.Commitment, Signed: append([]string{}, signed...)}
	p.freeze(b)
	if b.Closing != "" {
		for _, d := range b.Dropped {
			p.add("draw.protocol_dropped", "ID", d.ID, "Reason", d.Reason)
		}
		p.add("draw.protocol_closing", "Count", len(b.Dropped), "Closing", b.Closing)
	}
	if b.Seed != "" {
		p.open(b)
	}
	if b.Seal != "" {
		allocated := 0
		for _, row := range b.Result.Rows {
			if row.Dwelling != "" {
				allocated++
			}
		}
		p.add("draw.protocol_result", "Count", allocated, "Waiting", len(b.Result.Rows)-allocated, "Left", len(b.Result.Left))
		p.add("draw.protocol_seal", "Seal", b.Seal)
	}
	return p
}

func (p *Protocol) add(key string, pairs ...any) {
	e := problem(key, pairs...)
	p.Steps = append(p.Steps, Step{Key: e.Key, Args: e.Args})
}

func (p *Protocol) freeze(b *Bundle) {
	h := &b.Header
	if h.Replaces != "" {
		p.add("draw.protocol_rerun", "Replaces", h.Replaces, "Reason", h.Reason)
	}
	p.add("draw.protocol_frozen", "At", h.FrozenAt, "Entries", h.Counts.Entries, "Persons", h.Counts.Persons, "Dwellings", h.Counts.Dwellings)
	for _, x := range h.Held {
		p.add("draw.protocol_held", "Rule", x.Rule, "Entries", x.Entries, "Dwellings", x.Dwellings)
	}
	if h.Reconciled.List != "" {
		p.add("draw.protocol_reconciled", "List", h.Reconciled.List, "Entries", h.Reconciled.Entries, "Dwellings", h.Reconciled.Dwellings)
	}
	for _, s := range h.Sources {
		if s.Kind == SourceCommit {
			p.add("draw.protocol_sealed", "Label", s.Label, "Seal", s.Commitment)
		} else {
			p.add("draw.protocol_announced", "Label", s.Label)
		}
	}
	p.add("draw.protocol_commitment", "Commitment", b.Commitment)
}

func (p *Protocol) open(b *Bundle) {
	for i, r := range b.Reveals {
		label := b.Header.Sources[i].Label
		switch r.State {
		case Revealed:
			p.add("draw.protocol_revealed", "Label", label, "Value", r.Value)
		case BackupOpened:
			p.add("draw.protocol_backup", "Label", label, "Value", r.Value, "Remark", r.Remark)
		case NotRevealed:
			p.add("draw.protocol_missing", "Label", label, "Remark", r.Remark)
		}
	}
	p.add("draw.protocol_seed", "Seed", b.Seed)
	key := "draw.protocol_ball"
	if b.Header.Rules.Address == AddressChoice {
		key = "draw.protocol_choice"
	}
	for _, ball := range b.Balls {
		p.add(key, "Entry", ball.Entry, "Ball", ball.Number)
	}
}
