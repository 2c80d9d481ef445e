package figures

import (
	"testing"

	"homeward"
)

var keysDay = homeward.NewDate(2025, 4, 28)

// family is a household of n that was sent, came and got its keys with its group.
func family(id string, n int) Moved {
	m := Moved{ID: id, Registered: keysDay.Add(-200), Settled: keysDay}
	for range n {
		m.Members = append(m.Members, Member{Born: homeward.NewDate(1980, 1, 1), From: m.Registered, Sent: keysDay, Arrived: keysDay, GroupArrived: keysDay})
	}
	return m
}

// Each cause on its own explains a difference, from the history and from nothing else.
func TestEachCauseExplains(t *testing.T) {
	three := func() []Moved { return []Moved{family("a", 4), family("b", 3), family("c", 5)} }
	cases := []struct {
		name      string
		phase     Phase
		kind      Kind
		published homeward.Count
		change    func(list []Moved) []Moved
		want      Change
	}{
		{"a household divided, and both have keys", "", Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			son := family("d", 2)
			son.DividedFrom, son.Registered = "a", keysDay.Add(-20)
			for i := range son.Members {
				son.Members[i].From = son.Registered
			}
			l[0].Members = l[0].Members[:2]
			return append(l, son)
		}, Change{Divided, 1, 0, keysDay.Add(-20)}},
		{"a household divided, and one part waits", "", Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			son := Moved{ID: "d", DividedFrom: "a", Registered: keysDay.Add(-20), Members: []Member{{From: keysDay.Add(-20)}}}
			l[0].Members = l[0].Members[:3]
			return append(l, son)
		}, Change{Divided, 0, -1, keysDay.Add(-20)}},
		{"a birth after the list was closed", "", Cumulative, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			l[1].Members = append(l[1].Members, Member{Born: keysDay.Add(-9), From: keysDay.Add(-9)})
			return l
		}, Change{Born, 0, 1, keysDay.Add(-9)}},
		{"a child entered after the keys", "", Increment, homeward.Count{Households: 3, Individuals: 13}, func(l []Moved) []Moved {
			l[1].Members = append(l[1].Members, Member{Born: keysDay.Add(-9), From: keysDay.Add(12)})
			return l
		}, Change{Born, 0, -1, keysDay.Add(-9)}},
		{"a death after the list was closed", "", Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			l[2].Members[0].Died, l[2].Members[0].To = keysDay.Add(-30), keysDay.Add(-30)
			return l
		}, Change{Died, 0, -1, keysDay.Add(-30)}},
		{"a family that was registered twice", "", Increment, homeward.Count{Households: 4, Individuals: 14}, func(l []Moved) []Moved {
			twice := Moved{ID: "d", Registered: keysDay.Add(-60), Ended: keysDay.Add(-8)}
			for range 2 {
				twice.Members = append(twice.Members, Member{From: twice.Registered, To: twice.Ended, Merged: twice.Ended, MergedInto: "a"})
			}
			return append(l, twice)
		}, Change{Joined, -1, -2, keysDay.Add(-8)}},
		{"a person who was registered in two families", "", Cumulative, homeward.Count{Households: 3, Individuals: 13}, func(l []Moved) []Moved {
			l[1].Members = append(l[1].Members, Member{From: keysDay.Add(-60), To: keysDay.Add(-8), Merged: keysDay.Add(-8), MergedInto: "c"})
			return l
		}, Change{Joined, 0, -1, keysDay.Add(-8)}},
		{"a family with its keys three days later", "", Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			l[2].Settled = keysDay.Add(3)
			return l
		}, Change{Late, -1, -5, keysDay.Add(3)}},
		{"a family that came after its group", "", Increment, homeward.Count{Households: 2, Individuals: 7}, func(l []Moved) []Moved {
			for i := range l[2].Members {
				l[2].Members[i].GroupArrived = keysDay.Add(-4)
			}
			return l
		}, Change{Late, 1, 5, keysDay}},
		{"a person who came a day after the others", Arrived, Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			l[0].Members[0].Arrived = keysDay.Add(1)
			return l
		}, Change{Late, 0, -1, keysDay.Add(1)}},
		{"a family that was sent and never came", Arrived, Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			for i := range l[1].Members {
				l[1].Members[i].Arrived = homeward.Date{}
			}
			return l
		}, Change{Absent, -1, -3, keysDay}},
		{"a family that was sent and got no keys", "", Increment, homeward.Count{Households: 3, Individuals: 12}, func(l []Moved) []Moved {
			l[1].Settled = homeward.Date{}
			for i := range l[1].Members {
				l[1].Members[i].Arrived = homeward.Date{}
			}
			return l
		}, Change{Absent, -1, -3, keysDay}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			history := c.change(three())
			on := CountOn(history, c.kind, keysDay)
			register := on.Settled
			if c.phase == Arrived {
				register = on.Arrived
			}
			if register == c.published {
				t.Fatalf("the register shows %+v, which is what was published: nothing to explain", register)
			}
			because, open := ExplainDifference(c.published, register, Changes(history, c.kind, c.phase, keysDay))
			if open != (homeward.Count{}) || len(because) != 1 || because[0] != c.want {
				t.Errorf("published %+v, register %+v: because %+v, open %+v", c.published, register, because, open)
			}
		})
	}
}

// What the history does not hold stays open, also when it holds something else.
func TestNothingIsForced(t *testing.T) {
	history := []Moved{family("a", 4), family("b", 3)}
	history[0].Members = append(history[0].Members, Member{Born: keysDay.Add(-9), From: keysDay.Add(-9)})
	register := CountOn(history, Increment, keysDay).Settled
	because, open := ExplainDifference(homeward.Count{Households: 2, Individuals: 5}, register, Changes(history, Increment, "", keysDay))
	if because != nil || open != (homeward.Count{Individuals: 3}) {
		t.Errorf("because %+v, open %+v", because, open)
	}
	if got := Changes(history, Increment, Sent, keysDay); got != nil {
		t.Errorf("a birth changes who sat on the buses: %+v", got)
	}
	waits := Moved{ID: "c", Registered: keysDay.Add(-60), Members: []Member{{From: keysDay.Add(-60)}, {From: keysDay.Add(-60), To: keysDay.Add(-8), Merged: keysDay.Add(-8), MergedInto: "a"}}}
	if got := Changes([]Moved{family("a", 4), waits}, Increment, "", keysDay); got != nil {
		t.Errorf("a merge in a family that waits changes who has keys: %+v", got)
	}
	if got := Changes(history, Increment, "", keysDay.Add(200)); got != nil {
		t.Errorf("an old birth explains a new count: %+v", got)
	}
}

func TestWaiting(t *testing.T) {
	history := []Moved{family("a", 4), family("b", 3)}
	for day, want := range map[homeward.Date]homeward.Count{
		keysDay.Add(-300): {}, keysDay.Add(-1): {Households: 2, Individuals: 7}, keysDay: {},
	} {
		if got := Waiting(history, day); got != want {
			t.Errorf("%s: %+v, want %+v", day, got, want)
		}
	}
}
