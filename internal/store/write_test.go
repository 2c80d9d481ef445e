package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"homeward"
	"homeward/internal/hometest"
	"homeward/internal/store"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
	"pgregory.net/rapid"
)

// lost is the error of a transaction that lost to another on an engine.
func lost(e hometest.Engine, code string) error {
	if e == hometest.SQLite {
		return fmt.Errorf("step: %w", sqlite3.BUSY)
	}
	return fmt.Errorf("step: %w", &pgconn.PgError{Code: code})
}

// A transaction that lost to another is run whole again, a few times; nothing of the lost tries is left.
func TestALostTransactionIsRunAgain(t *testing.T) {
	each(t, func(op operation) {
		for _, code := range []string{"40001", "40P01"} {
			tries := 0
			op.ok(op.write("us_"+code, func(tx *store.Tx) error {
				tries++
				if err := tx.InsertUser(t.Context(), homeward.User{ID: homeward.UserID("us_" + code), Login: code}); err != nil {
					return err
				}
				if tries < 3 {
					return lost(op.engine, code)
				}
				return nil
			}))
			if tries != 3 {
				t.Errorf("%s: %d tries", code, tries)
			}
		}
		tries := 0
		if err := op.write("us_never", func(*store.Tx) error { tries++; return lost(op.engine, "40001") }); err == nil || tries < 2 || tries > 10 {
			t.Errorf("one that always loses: %d tries, %v", tries, err)
		}
		other := errors.New("a fault of ours")
		tries = 0
		if err := op.write("us_fault", func(*store.Tx) error { tries++; return other }); !errors.Is(err, other) || tries != 1 {
			t.Errorf("any other error: %d tries, %v", tries, err)
		}
		if got := op.verify(); !got.Verified || got.Entries != 2 {
			t.Errorf("the journal holds %+v, two steps were done", got)
		}
	})
}

// A step that fails, panics or is given up leaves nothing, and the next one can begin.
func TestAFailedStepLeavesNothing(t *testing.T) {
	each(t, func(op operation) {
		insert := func(tx *store.Tx) error { return tx.InsertUser(t.Context(), homeward.User{ID: "us_1", Login: "one"}) }
		stop := errors.New("stop")
		if err := op.write("us_1", func(tx *store.Tx) error { return errors.Join(insert(tx), stop) }); !errors.Is(err, stop) {
			t.Errorf("failed with %v", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a panic was swallowed")
				}
			}()
			_ = op.write("us_1", func(tx *store.Tx) error { op.ok(insert(tx)); panic("a fault of ours") })
		}()
		ctx, cancel := context.WithCancel(t.Context())
		err := op.Write(ctx, actor(homeward.RoleAdmin), homeward.UserAdd, homeward.Subject{Noun: "user", ID: "us_1", Area: homeward.Programme}, func(tx *store.Tx) error {
			op.ok(insert(tx))
			cancel()
			return ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("given up with %v", err)
		}
		op.ok(op.write("us_1", insert))
		if got := op.verify(); got.Entries != 1 {
			t.Errorf("%d entries of one step", got.Entries)
		}
	})
}

// An action goes with its own noun; reading is no writing.
func TestAnActionHasItsNoun(t *testing.T) {
	each(t, func(op operation) {
		nothing := func(*store.Tx) error { return nil }
		for name, err := range map[string]error{
			"another noun":        op.Write(t.Context(), actor(homeward.RoleAdmin), homeward.UserAdd, homeward.Subject{Noun: "round", ID: "rd_1", Area: homeward.Programme}, nothing),
			"a word that is none": op.Write(t.Context(), actor(homeward.RoleAdmin), "user.fire", homeward.Subject{Noun: "user", ID: "us_1"}, nothing),
			"reading by writing":  op.Read(t.Context(), actor(homeward.RoleAdmin), homeward.UserAdd, homeward.Subject{Noun: "user", ID: "us_1"}, nothing),
		} {
			if homeward.KindOf(err) != homeward.Internal {
				t.Errorf("%s: %v", name, err)
			}
		}
		err := op.Read(t.Context(), actor(homeward.RoleRegistrar), homeward.RegisterList, homeward.Subject{Noun: "register", Area: homeward.Programme}, func(tx *store.Tx) error {
			return tx.InsertUser(t.Context(), homeward.User{ID: "us_1", Login: "one"})
		})
		if err == nil {
			t.Error("a reading transaction wrote")
		}
	})
}

// period is a membership by day of a month; to 0 is open.
type period struct{ from, to int }

func (p period) end() int {
	if p.to == 0 {
		return 1000
	}
	return p.to
}

func (p period) overlaps(q period) bool {
	return p.from < p.end() && q.from < q.end() && p.from < q.end() && q.from < p.end()
}

// One person belongs to one household on any day: the trigger of one database and the exclusion of the other say the
// same of any periods, and the same as the definition.
func TestOneHouseholdADay(t *testing.T) {
	each(t, func(op operation) {
		op.household("hh_1", homeward.Individual{ID: "in_head", Given: "A"})
		n := 0
		day := func(d int) homeward.Date {
			if d == 0 {
				return homeward.Date{}
			}
			return homeward.NewDate(2026, 3, d)
		}
		rapid.Check(t, func(rt *rapid.T) {
			n++
			person := homeward.IndividualID(fmt.Sprintf("in_%d", n))
			op.exec(fmt.Sprintf(`INSERT INTO individual (id, given, father, family, name_lang, sex, document, phone, fold, fold_version, recorded_seq) VALUES ('%s','','','','','','','','','',1)`, person))
			var kept []period
			for i := range rapid.IntRange(1, 6).Draw(rt, "memberships") {
				p := period{from: rapid.IntRange(1, 9).Draw(rt, "from")}
				if !rapid.Bool().Draw(rt, "open") {
					p.to = p.from + rapid.IntRange(0, 5).Draw(rt, "days")
				}
				err := op.write("us_1", func(tx *store.Tx) error {
					return tx.InsertMemberships(t.Context(), []homeward.Membership{{ID: homeward.MembershipID(fmt.Sprintf("mb_%d_%d", n, i)), HouseholdID: "hh_1",
						IndividualID: person, Relation: homeward.OtherKin, ValidFrom: day(p.from), ValidTo: day(p.to)}})
				})
				want := slices.ContainsFunc(kept, p.overlaps)
				switch {
				case want && !homeward.IsKey(err, "individual.member_elsewhere"):
					rt.Fatalf("%v beside %v: %v", p, kept, err)
				case !want && err != nil:
					rt.Fatalf("%v beside %v was refused: %v", p, kept, err)
				case !want:
					kept = append(kept, p)
				}
			}
		})
		// A change of an older membership is held to the same.
		op.household("hh_2", homeward.Individual{ID: "in_a", Given: "B"})
		err := op.write("us_1", func(tx *store.Tx) error {
			if err := tx.EndMemberships(t.Context(), "hh_2", []homeward.IndividualID{"in_a"}, tx.Today().Add(2)); err != nil {
				return err
			}
			if err := tx.InsertMemberships(t.Context(), []homeward.Membership{{ID: "mb_new", HouseholdID: "hh_1", IndividualID: "in_a", Relation: homeward.OtherKin, ValidFrom: tx.Today().Add(2)}}); err != nil {
				return err
			}
			_, err := tx.NewRaw("UPDATE membership SET valid_to = NULL WHERE id = 'mb_in_a'").Exec(t.Context())
			return err
		})
		if !homeward.IsKey(err, "individual.member_elsewhere") {
			t.Errorf("an old membership was opened again over a new one: %v", err)
		}
	})
}

// Case numbers go on from the greatest.
func TestCaseNumbersGoOn(t *testing.T) {
	each(t, func(op operation) {
		for i := range 12 {
			op.household(homeward.HouseholdID(fmt.Sprintf("hh_%d", i)), homeward.Individual{ID: homeward.IndividualID(fmt.Sprintf("in_%d", i)), Given: "A"})
		}
		if got := op.text("SELECT max(case_number) FROM household"); got != string(homeward.NewCaseNumber(12)) {
			t.Errorf("the twelfth household has number %s, want %s", got, homeward.NewCaseNumber(12))
		}
	})
}
