package hometest

import (
	"testing"

	"homeward/internal/sample"
)

// Every test gets the whole sample, and none sees what another did to it.
func TestSample(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole chain")
	}
	for range 2 {
		h, clock := Sample(t)
		if !clock.Now().Equal(sample.Opens) {
			t.Errorf("the clock shows %s", clock.Now())
		}
		r, err := sample.Tell(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		if r.Handovers != 278 || !r.Journal.Verified {
			t.Errorf("handovers %d, journal verified %t", r.Handovers, r.Journal.Verified)
		}
		if old, err := h.DB.Setting(t.Context(), "touched"); err != nil || old != "" {
			t.Errorf("another test's change is seen: %q %v", old, err)
		}
		if err := h.DB.SetSetting(t.Context(), "touched", "yes"); err != nil {
			t.Fatal(err)
		}
	}
}
