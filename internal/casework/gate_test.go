package casework_test

import (
	"slices"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

// building adds a block in Khojaly on ground nobody has looked at, with these flats of so many rooms.
func (f *fixture) building(name string, ready []homeward.Component, rooms ...int) (homeward.BuildingID, []homeward.DwellingID) {
	f.t.Helper()
	b := casework.NewBuilding{Building: homeward.Building{Place: "khojaly", Name: name, Kind: homeward.Block, Floors: 1}, Ready: ready}
	for i, n := range rooms {
		b.Dwellings = append(b.Dwellings, homeward.Dwelling{Number: string(rune('1' + i)), Type: homeward.FlatType, Floor: 1, Rooms: n, AreaM2: 60})
	}
	id, err := f.AddDwelling(f.t.Context(), housing, b)
	f.ok(err)
	var out []homeward.DwellingID
	for _, d := range b.Dwellings {
		out = append(out, d.ID)
	}
	return id, out
}

// ground records findings about the ground under a building, one after the other.
func (f *fixture) ground(id homeward.BuildingID, findings ...homeward.Finding) {
	f.t.Helper()
	for _, x := range findings {
		in := homeward.GroundFinding{BuildingID: id, Finding: x, Organisation: "test"}
		if x.Releases() {
			in.Document = "CR-7"
		}
		f.ok(f.RecordGround(f.t.Context(), housing, in))
	}
}

// claimed lodges a claim and decides it, unless the decision is empty.
func (f *fixture) claimed(id homeward.DwellingID, d homeward.ClaimDecision) homeward.ClaimID {
	f.t.Helper()
	cl, err := f.LodgeClaim(f.t.Context(), claims, homeward.Claim{DwellingID: id, Claimant: claimant, Basis: "house book"})
	f.ok(err)
	if d != "" {
		f.ok(f.DecideClaim(f.t.Context(), claims, cl, d, "heard both"))
	}
	return cl
}

const claimant = "Sabirzade Qumru"

func (f *fixture) report(id homeward.DwellingID, c homeward.Component, ready bool) {
	f.t.Helper()
	f.ok(f.ReportDwelling(f.t.Context(), housing, id, []homeward.Readiness{{Component: c, Ready: ready}}))
}

func without(c homeward.Component) []homeward.Component {
	return slices.DeleteFunc(slices.Clone(homeward.Components), func(x homeward.Component) bool { return x == c })
}

// dwellingCases are what may be known about a dwelling, with the keys of what then holds it, in order.
var dwellingCases = []struct {
	name  string
	ready []homeward.Component
	does  func(f *fixture, b homeward.BuildingID, d homeward.DwellingID)
	state homeward.DwellingState
	held  []string
}{
	{"ground nobody has looked at holds", homeward.Components, func(*fixture, homeward.BuildingID, homeward.DwellingID) {},
		homeward.DwellingHazardous, []string{"home_hazardous"}},
	{"suspected ground holds", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Suspected)
	}, homeward.DwellingHazardous, []string{"home_hazardous"}},
	{"confirmed ground holds", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Suspected, homeward.Confirmed)
	}, homeward.DwellingHazardous, []string{"home_hazardous"}},
	{"cancelled by survey is released", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Suspected, homeward.Cancelled)
	}, homeward.DwellingReady, nil},
	{"reduced by survey is released", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Confirmed, homeward.Reduced)
	}, homeward.DwellingReady, nil},
	{"cleared is released", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Confirmed, homeward.Cleared)
	}, homeward.DwellingReady, nil},
	{"a find after the release holds again", homeward.Components, func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Cleared, homeward.Confirmed)
	}, homeward.DwellingHazardous, []string{"home_hazardous"}},
	{"danger before title before works", without("water"), func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.claimed(d, "")
	}, homeward.DwellingHazardous, []string{"home_hazardous", "home_claimed", "home_not_ready"}},
	{"title before works", without("power"), func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, "")
	}, homeward.DwellingClaimed, []string{"home_claimed", "home_not_ready"}},
	{"an open claim holds", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, "")
	}, homeward.DwellingClaimed, []string{"home_claimed"}},
	{"an upheld claim holds for good", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, homeward.ClaimUpheld)
	}, homeward.DwellingClaimed, []string{"home_claimed"}},
	{"a rejected claim holds no longer", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, homeward.ClaimRejected)
	}, homeward.DwellingReady, nil},
	{"a withdrawn claim holds no longer", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, homeward.ClaimWithdrawn)
	}, homeward.DwellingReady, nil},
	{"of two claims the open one holds", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.claimed(d, homeward.ClaimRejected)
		f.claimed(d, "")
	}, homeward.DwellingClaimed, []string{"home_claimed"}},
	{"what nobody reported is missing", without("heating"), func(f *fixture, b homeward.BuildingID, _ homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
	}, homeward.DwellingWorks, []string{"home_not_ready"}},
	{"what broke later is missing", homeward.Components, func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.report(d, "road", false)
	}, homeward.DwellingWorks, []string{"home_not_ready"}},
	{"what was mended is there", without("gas"), func(f *fixture, b homeward.BuildingID, d homeward.DwellingID) {
		f.ground(b, homeward.Cleared)
		f.report(d, "gas", false)
		f.report(d, "gas", true)
	}, homeward.DwellingReady, nil},
}

// What holds a dwelling is the same on its page and in a freeze, in one order, each with its rule.
func TestWhatHoldsADwelling(t *testing.T) {
	each(t, func(f *fixture) {
		f.register(1, 1, 0)
		ids := map[string]homeward.DwellingID{}
		for i, c := range dwellingCases {
			b, ds := f.building(string(rune('A'+i)), c.ready, 2)
			c.does(f, b, ds[0])
			ids[c.name] = ds[0]
		}
		p, err := f.PreviewFreeze(f.t.Context(), allocation, f.open())
		f.ok(err)
		held := map[string][]string{}
		for _, x := range p.Held {
			if x.Noun != "dwelling" {
				t.Errorf("held %+v", x)
			}
			if x.Rule == "" || x.Who == "" || x.Text.IsZero() || x.Remedy.IsZero() {
				t.Errorf("%s is held without a rule, a person or words: %+v", x.SubjectID, x)
			}
			held[x.SubjectID] = append(held[x.SubjectID], x.Key)
		}
		for _, c := range dwellingCases {
			id := ids[c.name]
			home, err := f.ViewHome(f.t.Context(), housing, id)
			f.ok(err)
			var why []string
			for _, r := range home.Blocked() {
				why = append(why, r.Key)
			}
			if home.State() != c.state || !slices.Equal(why, c.held) {
				t.Errorf("%s: %s, held by %v, want %s, %v", c.name, home.State(), why, c.state, c.held)
			}
			enters := slices.ContainsFunc(p.Dwellings, func(h homeward.Home) bool { return h.ID == id })
			if enters != (len(c.held) == 0) || !slices.Equal(held[string(id)], c.held) {
				t.Errorf("%s: enters the round %t, the freeze holds it by %v, want %v", c.name, enters, held[string(id)], c.held)
			}
		}
	})
}

// A freeze takes in nobody who is held, and says of each by what and by whom.
func TestAFreezeListsWhoItLeavesOut(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		f.flats("1", 3)
		enters := f.register(1, 2, 0)
		undecided := f.register(2, 2, 0)
		f.ok(f.AmendHousehold(ctx, registrar, undecided, casework.Amendment{Intention: ptr(homeward.IntentUndecided)}))
		one, other := f.register(3, 1, 0), f.register(4, 1, 0)
		q, err := f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: f.members(one)[0], OtherID: f.members(other)[0], Score: 0.9})
		f.ok(err)
		elsewhere := registration(6, 1, 0)
		elsewhere.OriginPlace = "ballija"
		_, err = f.RegisterHousehold(ctx, registrar, elsewhere)
		f.ok(err)

		id := f.open()
		p, err := f.PreviewFreeze(ctx, allocation, id)
		f.ok(err)
		by := map[homeward.HouseholdID]string{}
		for _, x := range p.Held {
			if x.Noun != "household" || x.Rule == "" || x.Text.IsZero() {
				t.Errorf("held %+v", x)
			}
			by[homeward.HouseholdID(x.SubjectID)] = x.Key
			if x.Key == "duplicate_open" && x.Who != string(f.members(homeward.HouseholdID(x.SubjectID))[0]) {
				t.Errorf("the open question names %q, who is not the member of %s", x.Who, x.SubjectID)
			}
		}
		want := map[homeward.HouseholdID]string{undecided: "not_intending", one: "duplicate_open", other: "duplicate_open"}
		if len(by) != len(want) {
			t.Errorf("held are %v", by)
		}
		for hh, key := range want {
			if by[hh] != key {
				t.Errorf("%s is held by %q, want %q", hh, by[hh], key)
			}
		}
		if len(p.Entries) != 1 || p.Entries[0].HouseholdID != enters {
			t.Errorf("%d households enter: %+v", len(p.Entries), p.Entries)
		}

		// The list that was read is the list that is frozen, or nothing is.
		f.refused(f.FreezeRound(ctx, allocation, id, ""), "round.list_changed")
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.DifferentPeople))
		f.refused(f.FreezeRound(ctx, allocation, id, p.Hash), "round.list_changed")
		if s := f.round(id).Stage(); s != homeward.RoundOpened {
			t.Errorf("after a refused freeze the round is %s", s)
		}
		f.freeze(id)
		if got := f.round(id); len(got.Entries) != 3 || len(got.Held) != len(p.Held)-2 {
			t.Errorf("after the answer %d households are frozen and %d held", len(got.Entries), len(got.Held))
		}
	})
}

func ptr[T any](v T) *T { return &v }

// An empty round cannot be frozen, and steps out of order are refused.
func TestARoundGoesStepByStep(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, id := f.t.Context(), f.open()
		p, err := f.PreviewFreeze(ctx, allocation, id)
		f.ok(err)
		f.refused(f.FreezeRound(ctx, allocation, id, p.Hash), "round.empty")
		f.refused(f.CommitRound(ctx, allocation, id), "round.not_now")
		f.refused(f.DrawRound(ctx, allocation, id), "round.not_now")
		f.refused(f.PublishRound(ctx, allocation, id), "round.not_now")
		f.register(1, 1, 0)
		p, err = f.PreviewFreeze(ctx, allocation, id)
		f.ok(err)
		if len(p.Held) != 1 || p.Held[0].Key != "none_left" {
			t.Errorf("without a home a household is held by %+v", p.Held)
		}
		f.flats("1", 1)
		f.freeze(id)
		f.refused(f.DrawRound(ctx, allocation, id), "round.not_now")
		f.ok(f.CommitRound(ctx, allocation, id))
		f.refused(f.DrawRound(ctx, allocation, id), "round.not_now")
		f.ok(f.CloseRound(ctx, allocation, id))
		f.refused(f.DrawRound(ctx, allocation, id), "round.source_open")
		if r := f.round(id); r.Stage() != homeward.RoundClosed || r.Allocated != 0 {
			t.Errorf("a refused draw left the round %s with %d allocations", r.Stage(), r.Allocated)
		}
		if _, err := f.BundleOf(ctx, casework.Public(), id); homeward.KindOf(err) != homeward.NotFound {
			t.Errorf("the bundle of a round that is not published: %v", err)
		}
		f.refused(f.RevealRound(ctx, allocation, id, casework.Dice().ID, "", "the dice were lost on the way"), "draw.reveal_missing")
		f.ok(f.HearRound(ctx, allocation, id, casework.Dice().ID, twelve))
		f.ok(f.HearRound(ctx, committee, id, casework.Dice().ID, twelve))
		f.ok(f.DrawRound(ctx, allocation, id))
		f.refused(f.DrawRound(ctx, allocation, id), "round.not_now")
		f.ok(f.PublishRound(ctx, allocation, id))
		if r := f.round(id); !r.Report.OK || r.Secret != "" {
			t.Errorf("the published round verifies %t and shows its secret %q", r.Report.OK, r.Secret)
		}
	})
}

// What becomes held between the freeze and the draw drops out, is listed, and the bundle still verifies.
func TestWhatIsHeldAfterTheFreezeDropsOut(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := f.t.Context()
		var hhs []homeward.HouseholdID
		for n := range 6 {
			hhs = append(hhs, f.register(n, 1, 0))
		}
		b, mined := f.building("mined", homeward.Components, 2)
		f.ground(b, homeward.Cleared)
		claimedFlat, dry := f.flats("claimed", 1)[0], f.flats("dry", 1)[0]
		good := f.flats("good", 2)
		id := f.open()
		if p := f.freeze(id); len(p.Entries) != 6 || len(p.Dwellings) != 5 {
			t.Fatalf("frozen: %d households, %d dwellings", len(p.Entries), len(p.Dwellings))
		}
		f.ground(b, homeward.Confirmed)
		f.claimed(claimedFlat, "")
		f.report(dry, "water", false)
		doubted, stays := hhs[0], hhs[1]
		f.ok(f.CommitRound(ctx, allocation, id))
		// Also after the commitment: the lists are sealed, and what is held drops out all the same.
		_, err := f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: f.members(doubted)[0], OtherID: f.members(f.register(9, 1, 0))[0], Score: 0.8})
		f.ok(err)
		f.ok(f.AmendHousehold(ctx, registrar, stays, casework.Amendment{Intention: ptr(homeward.IntentIntegrate)}))
		f.thrown(id)
		f.ok(f.DrawRound(ctx, allocation, id))
		f.ok(f.PublishRound(ctx, allocation, id))

		r := f.round(id)
		if !r.Report.OK || r.Allocated != 2 {
			t.Errorf("verifies %t, %d dwellings given", r.Report.OK, r.Allocated)
		}
		late := map[string]string{}
		for _, x := range r.Held {
			if x.AfterFreeze {
				late[x.SubjectID] = x.Key
			}
		}
		want := map[string]string{string(mined[0]): "home_hazardous", string(claimedFlat): "home_claimed", string(dry): "home_not_ready",
			string(doubted): "duplicate_open", string(stays): "not_intending"}
		if len(late) != len(want) {
			t.Errorf("dropped out: %v", late)
		}
		for s, key := range want {
			if late[s] != key {
				t.Errorf("%s dropped out by %q, want %q", s, late[s], key)
			}
		}
		for _, e := range r.Entries {
			switch {
			case e.Dwelling != "" && !slices.Contains(good, e.Dwelling):
				t.Errorf("%s was given, though held", e.Dwelling)
			case e.HouseholdID == doubted || e.HouseholdID == stays:
				if e.Dwelling != "" || e.Reason.Key != "reason.dropped" {
					t.Errorf("a household that dropped out has dwelling %q and was told %s", e.Dwelling, e.Reason.Key)
				}
			case e.Reason.IsZero():
				t.Errorf("entry %d has no answer", e.Number)
			}
		}
		if s := f.status(doubted); s != homeward.HouseholdRegistered {
			t.Errorf("who dropped out is %s", s)
		}
	})
}
