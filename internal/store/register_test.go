package store_test

import (
	"fmt"
	"slices"
	"testing"

	"homeward"
	"homeward/internal/store"
)

// A name that very many bear is looked for along the households, a rare one from the people: the list is the same.
func TestSearchForCommonAndRareNames(t *testing.T) {
	each(t, func(op operation) {
		const households, members = 40, 60 // 2,400 people: more than a rare key has
		for h := range households {
			var people []homeward.Individual
			for m := range members {
				fold := fmt.Sprintf("aliyev %s", []string{"leyla", "vahan", "murad"}[(h+m)%3])
				if h%10 == 3 && m == 7 {
					fold = "aliyev zabit"
				}
				people = append(people, homeward.Individual{ID: homeward.IndividualID(fmt.Sprintf("in_%02d_%02d", h, m)), Given: "x", Family: "y", Fold: fold})
			}
			op.household(homeward.HouseholdID(fmt.Sprintf("hh_%02d", h)), people...)
		}
		// Ten keys each that begin with b: 24,000.
		op.exec("INSERT INTO name_key (individual_id, key) SELECT i.id, 'b' || n.n FROM individual i CROSS JOIN (SELECT 0 AS n" +
			" UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7" +
			" UNION ALL SELECT 8 UNION ALL SELECT 9) AS n")
		list := func(q store.HouseholdQuery) (ids []homeward.HouseholdID, total int) {
			op.ok(op.List(t.Context(), actor(homeward.RoleRegistrar), homeward.RegisterList, func(tx *store.Tx) error {
				rows, n, err := tx.Households(t.Context(), q)
				total = n
				for _, r := range rows {
					if r.Persons != members {
						t.Errorf("%s has %d people", r.ID, r.Persons)
					}
					ids = append(ids, r.ID)
				}
				return err
			}))
			return ids, total
		}
		for _, c := range []struct {
			name string
			in   store.HouseholdQuery
			want []homeward.HouseholdID
			all  int
		}{
			{"everybody", store.HouseholdQuery{Keys: []string{"a"}, Limit: 2}, []homeward.HouseholdID{"hh_00", "hh_01"}, households},
			{"everybody, later", store.HouseholdQuery{Keys: []string{"aliyev"}, After: "hh_37", Limit: 9}, []homeward.HouseholdID{"hh_38", "hh_39"}, households},
			{"the rare one", store.HouseholdQuery{Keys: []string{"zabit"}, Limit: 9}, []homeward.HouseholdID{"hh_03", "hh_13", "hh_23", "hh_33"}, 4},
			{"the common and the rare one", store.HouseholdQuery{Keys: []string{"aliyev", "zab"}, Limit: 9}, []homeward.HouseholdID{"hh_03", "hh_13", "hh_23", "hh_33"}, 4},
			{"two that nobody has", store.HouseholdQuery{Keys: []string{"vahan", "leyla"}, Limit: 9}, nil, 0},
			{"twice the same", store.HouseholdQuery{Keys: []string{"a", "a"}, Limit: 1}, []homeward.HouseholdID{"hh_00"}, households},
			{"two common ones", store.HouseholdQuery{Keys: []string{"a", "aliyev"}, Limit: 1}, []homeward.HouseholdID{"hh_00"}, households},
			{"everybody ten times", store.HouseholdQuery{Keys: []string{"b"}, After: "hh_38", Limit: 3}, []homeward.HouseholdID{"hh_39"}, households},
			{"a very common and the rare one", store.HouseholdQuery{Keys: []string{"b", "zabit"}, Limit: 9}, []homeward.HouseholdID{"hh_03", "hh_13", "hh_23", "hh_33"}, 4},
			{"a name that is not there", store.HouseholdQuery{Keys: []string{"aliyev", "q"}, Limit: 9}, nil, 0},
			{"registered", store.HouseholdQuery{Status: homeward.HouseholdRegistered, Limit: 1}, []homeward.HouseholdID{"hh_00"}, households},
			{"registered, rare", store.HouseholdQuery{Status: homeward.HouseholdRegistered, Keys: []string{"zabit"}, Limit: 1}, []homeward.HouseholdID{"hh_03"}, 4},
			{"settled", store.HouseholdQuery{Status: homeward.HouseholdSettled, Limit: 1}, nil, 0},
			{"elsewhere", store.HouseholdQuery{Area: "lachin", Limit: 1}, nil, 0},
		} {
			got, total := list(c.in)
			if !slices.Equal(got, c.want) || total != c.all {
				t.Errorf("%s: %v of %d, want %v of %d", c.name, got, total, c.want, c.all)
			}
		}
	})
}
