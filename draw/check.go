package draw

import "slices"

// checkHeader refuses a header that is incomplete, or whose counts do not agree with the independent list.
func checkHeader(h *Header) error {
	field := func(name string) error { return problem("draw.header_field", "Field", name) }
	optional := func(s string) bool { return s == "" || isToken(s) }
	switch {
	case h.Format != Format:
		return problem("draw.format_unknown", "Format", h.Format)
	case !isToken(h.Operation):
		return field("operation")
	case !isToken(h.Round):
		return field("round")
	case !optional(h.Place):
		return field("place")
	case !isToken(h.PolicyID):
		return field("policy")
	case !isHash(h.PolicyHash):
		return field("policy_hash")
	case !isHash(h.SoftwareHash):
		return field("software_hash")
	case !isStamp(h.FrozenAt):
		return field("frozen_at")
	case h.Replaces != "" && !isHash(h.Replaces):
		return field("replaces")
	case !optional(h.Reason) || (h.Replaces == "") != (h.Reason == ""):
		return field("reason")
	case !isHash(h.EntriesRoot):
		return field("entries_root")
	case !isHash(h.DwellingsRoot):
		return field("dwellings_root")
	}
	if err := checkRules(&h.Rules); err != nil {
		return err
	}
	if err := checkCounts(h); err != nil {
		return err
	}
	return checkSources(h.Sources)
}

func checkRules(r *Rules) error {
	rule := func(name string) error { return problem("draw.rule_wrong", "Rule", name) }
	optimised := r.Mode == ModePriority || r.Mode == ModeWeighted
	weighted := r.Mode == ModeWeighted
	outside := func(n int64) bool { return n < -maxWeight || n > maxWeight }
	switch {
	case !optimised && r.Mode != ModeDraw:
		return rule("mode")
	case r.Address != AddressLot && r.Address != AddressBall && r.Address != AddressChoice:
		return rule("address")
	case r.Groups != GroupsIgnore && (r.Groups != GroupsSameSettlement || !optimised):
		return rule("groups")
	case r.Near && (r.Groups != GroupsSameSettlement || r.Address != AddressLot):
		return rule("near")
	case r.MaxWishes < 0 || r.MaxWishes > maxRule || !optimised && r.MaxWishes != 0:
		return rule("max_wishes")
	case r.MaxSpareRooms < 0 || r.MaxSpareRooms > maxRule || !optimised && r.MaxSpareRooms != 0:
		return rule("max_spare_rooms")
	case slices.ContainsFunc(r.ClassValue, outside) || !weighted && len(r.ClassValue) > 0:
		return rule("class_value")
	case slices.ContainsFunc(r.WishValue, outside) || !weighted && len(r.WishValue) > 0:
		return rule("wish_value")
	case outside(r.SpareRoom) || !weighted && r.SpareRoom != 0:
		return rule("spare_room")
	case outside(r.AccessibleUnneeded) || !weighted && r.AccessibleUnneeded != 0:
		return rule("accessible_unneeded")
	}
	switch {
	case r.Threshold != "" && !isDecimal(r.Threshold):
		return rule("threshold")
	case r.Queue != "" && !isDecimal(r.Queue):
		return rule("queue")
	case !rightCapacities(r.Capacities, optimised):
		return rule("capacities")
	case len(r.Quotas) > 0 && optimised || !rightQuotas(r.Quotas):
		return rule("quotas")
	}
	return nil
}

// rightCapacities: ascending, and with an optimiser one in people for a settlement.
func rightCapacities(list []Capacity, optimised bool) bool {
	last := ""
	for _, c := range list {
		key := c.Settlement
		if !optimised {
			key += " " + c.Counts
		}
		known := c.Counts == CountsPeople || !optimised && (c.Counts == CountsHouseholds || c.Counts == CountsPupils)
		if !known || !isToken(c.Settlement) || key <= last || c.Limit < 0 || c.Limit > maxNumber {
			return false
		}
		last = key
	}
	return true
}

// rightQuotas: the rows of one quota side by side, ascending by stratum, and alike in what becomes of unfilled homes.
func rightQuotas(list []Quota) bool {
	seen := map[string]bool{}
	for i, q := range list {
		_, _, _, stratum := ParseStratum(q.Stratum)
		scope := q.Scope == ScopeAny || q.Scope == ScopeAccessible || q.Scope == ScopeOther
		unfilled := q.Unfilled == UnfilledReturn || q.Unfilled == UnfilledKeep
		if !isToken(q.ID) || !stratum || !scope || !unfilled || !isCount(q.Homes) {
			return false
		}
		if i > 0 && q.ID == list[i-1].ID {
			if q.Stratum <= list[i-1].Stratum || q.Unfilled != list[i-1].Unfilled {
				return false
			}
		} else if seen[q.ID] {
			return false
		}
		seen[q.ID] = true
	}
	return true
}

// quotasOf lists the quotas of the rules, each once, in their order.
func (r *Rules) quotasOf() (ids []string) {
	for i, q := range r.Quotas {
		if i == 0 || q.ID != r.Quotas[i-1].ID {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

func checkCounts(h *Header) error {
	entries, dwellings := h.Counts.Entries, h.Counts.Dwellings
	last := ""
	for _, x := range h.Held {
		if !isToken(x.Rule) || x.Rule <= last || !isCount(x.Entries) || !isCount(x.Dwellings) {
			return problem("draw.header_field", "Field", "held")
		}
		last = x.Rule
		entries += x.Entries
		dwellings += x.Dwellings
	}
	r := h.Reconciled
	switch {
	case !isText(r.List) || !isCount(r.Entries) || !isCount(r.Dwellings) || r.List == "" && (r.Entries != 0 || r.Dwellings != 0):
		return problem("draw.header_field", "Field", "reconciled")
	case r.List != "" && r.Entries != entries:
		return problem("draw.not_reconciled", "List", r.List, "Theirs", r.Entries, "Ours", entries)
	case r.List != "" && r.Dwellings != dwellings:
		return problem("draw.not_reconciled", "List", r.List, "Theirs", r.Dwellings, "Ours", dwellings)
	}
	return nil
}

func isCount(n int) bool { return n >= 0 && n <= MaxRecords }

func checkSources(sources []Source) error {
	if len(sources) == 0 {
		return problem("draw.no_source")
	}
	if len(sources) == 1 && sources[0].Kind == SourceCommit {
		return problem("draw.one_party", "Source", sources[0].ID) // who holds it could try secrets until one suits
	}
	seen := map[string]bool{}
	for _, s := range sources {
		if err := s.check(); err != nil {
			return err
		}
		if seen[s.ID] {
			return problem("draw.twice", "ID", s.ID)
		}
		seen[s.ID] = true
	}
	return checkChance(sources)
}

// checkLists refuses entries and dwellings that are incomplete, twice or out of order.
func checkLists(b *Bundle) error {
	switch {
	case len(b.Entries) == 0:
		return problem("draw.no_entries")
	case len(b.Dwellings) == 0:
		return problem("draw.no_dwellings")
	case len(b.Entries) > MaxRecords || len(b.Dwellings) > MaxRecords:
		return problem("draw.too_many", "Count", max(len(b.Entries), len(b.Dwellings)), "Most", MaxRecords)
	}
	for i := range b.Entries {
		e := &b.Entries[i]
		if i > 0 && e.ID == b.Entries[i-1].ID {
			return problem("draw.twice", "ID", e.ID)
		}
		if i > 0 && e.ID < b.Entries[i-1].ID {
			return problem("draw.out_of_order", "ID", e.ID)
		}
		if name := badEntry(e, &b.Header.Rules); name != "" {
			return problem("draw.entry_field", "Entry", e.ID, "Field", name)
		}
	}
	taken := make(map[string]bool, len(b.Entries))
	for i := range b.Entries {
		taken[b.Entries[i].ID] = true
	}
	for i := range b.Dwellings {
		d := &b.Dwellings[i]
		if i > 0 && d.ID == b.Dwellings[i-1].ID || taken[d.ID] {
			return problem("draw.twice", "ID", d.ID)
		}
		if i > 0 && d.ID < b.Dwellings[i-1].ID {
			return problem("draw.out_of_order", "ID", d.ID)
		}
		if name := badDwelling(d); name != "" {
			return problem("draw.dwelling_field", "Dwelling", d.ID, "Field", name)
		}
	}
	return nil
}

// badEntry names the first field that is wrong, or nothing.
func badEntry(e *Entry, r *Rules) string {
	optimised := r.Mode != ModeDraw
	switch {
	case !isToken(e.ID):
		return "id"
	case e.ClassRank < 0 || e.ClassRank > maxNumber || r.Mode == ModeWeighted && e.ClassRank >= len(r.ClassValue):
		return "class"
	case e.Tickets < 1 || e.Tickets > maxTickets:
		return "tickets"
	case e.Persons < 0 || e.Persons > maxPersons || e.Persons == 0 && r.counts(CountsPeople):
		return "persons"
	case e.Pupils < 0 || e.Pupils > maxPersons || e.Pupils > 0 && !r.counts(CountsPupils):
		return "pupils"
	case e.Rooms < 0 || e.Rooms > maxRooms || e.Rooms == 0 && optimised:
		return "rooms"
	case e.Group != "" && !isToken(e.Group):
		return "group"
	case len(e.Quotas) > maxQuotas || !inOrder(e.Quotas, r.quotasOf()):
		return "quotas"
	case len(e.Strata) == 0 || len(e.Strata) > maxList || !distinct(e.Strata):
		return "strata"
	case len(e.Wishes) > maxList || !distinct(e.Wishes) || optimised && len(e.Wishes) > r.MaxWishes:
		return "wishes"
	case len(e.Salt) != 2*saltBytes || !isHex(e.Salt):
		return "salt"
	}
	for _, s := range e.Strata {
		_, _, rooms, ok := ParseStratum(s)
		if !ok || optimised && rooms-e.Rooms > r.MaxSpareRooms {
			return "strata"
		}
	}
	if slices.ContainsFunc(e.Wishes, func(w string) bool { return !isToken(w) }) {
		return "wishes"
	}
	return ""
}

// counts says whether a capacity counts so.
func (r *Rules) counts(what string) bool {
	return slices.ContainsFunc(r.Capacities, func(c Capacity) bool { return c.Counts == what })
}

// inOrder says whether list is some of all, each once, in their order.
func inOrder(list, all []string) bool {
	for _, s := range list {
		at := slices.Index(all, s)
		if at < 0 {
			return false
		}
		all = all[at+1:]
	}
	return true
}

func badDwelling(d *Dwelling) string {
	switch {
	case !isToken(d.ID):
		return "id"
	case !isToken(d.Settlement):
		return "settlement"
	case !isToken(d.Type):
		return "type"
	case d.Rooms < 1 || d.Rooms > maxRooms:
		return "rooms"
	case d.Building != "" && !isToken(d.Building):
		return "building"
	case d.Door < 0 || d.Door > maxNumber:
		return "door"
	case len(d.Salt) != 2*saltBytes || !isHex(d.Salt):
		return "salt"
	}
	return ""
}

func distinct(list []string) bool {
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			return false
		}
	}
	return true
}

func checkDropped(b *Bundle, dropped []Dropped) error {
	known := make(map[string]bool, len(b.Entries)+len(b.Dwellings))
	for i := range b.Entries {
		known[b.Entries[i].ID] = true
	}
	for i := range b.Dwellings {
		known[b.Dwellings[i].ID] = true
	}
	last := ""
	for _, d := range dropped {
		switch {
		case !known[d.ID]:
			return problem("draw.unknown", "ID", d.ID)
		case d.ID == last:
			return problem("draw.twice", "ID", d.ID)
		case d.ID < last:
			return problem("draw.out_of_order", "ID", d.ID)
		case !isToken(d.Reason):
			return problem("draw.drop_reason", "ID", d.ID)
		}
		last = d.ID
	}
	return nil
}
