package homeward_test

import (
	"errors"
	"fmt"
	"testing"

	"homeward"
)

func TestKindOf(t *testing.T) {
	refused := homeward.Errorf(homeward.Conflict, "round.not_now")
	for name, c := range map[string]struct {
		err  error
		kind homeward.Kind
	}{
		"nothing failed":         {nil, homeward.None},
		"nobody classified it":   {errors.New("broken pipe"), homeward.Internal},
		"refused":                {refused, homeward.Conflict},
		"refused, told further":  {fmt.Errorf("row 7: %w", refused), homeward.Conflict},
		"refused with a cause":   {refused.Because(errors.New("index")), homeward.Conflict},
		"one of several failing": {errors.Join(errors.New("rollback"), refused), homeward.Conflict},
	} {
		if got := homeward.KindOf(c.err); got != c.kind {
			t.Errorf("%s: %s, want %s", name, got, c.kind)
		}
	}
	if homeward.Kind(0) != homeward.Internal {
		t.Error("an Error of no kind is not a fault of ours any more")
	}
}
