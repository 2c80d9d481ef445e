package store

import (
	"cmp"
	"slices"
	"strconv"

	"homeward"
)

// sortHomes puts dwellings in the order a person walks past them: by building, then by door, numbers as numbers.
func sortHomes(hs []homeward.Home) {
	slices.SortFunc(hs, func(a, b homeward.Home) int {
		return cmp.Or(natural(a.Building.Name, b.Building.Name), cmp.Compare(a.BuildingID, b.BuildingID), natural(a.Number, b.Number))
	})
}

// natural compares runs of digits as numbers and everything else as text, so that 9 comes before 10.
func natural(a, b string) int {
	for a != "" && b != "" {
		na, ra := leadingNumber(a)
		nb, rb := leadingNumber(b)
		if ra != a && rb != b {
			if na != nb {
				return cmp.Compare(na, nb)
			}
			a, b = ra, rb
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingNumber(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	n, _ = strconv.Atoi(s[:i]) // digits only, at most nine
	return n, s[i:]
}
