package hometest

import (
	"testing"
	"time"

	"homeward/internal/store"
)

func TestEachOperationIsEmpty(t *testing.T) {
	clock := At(time.Date(2026, 2, 9, 9, 0, 0, 0, time.UTC))
	for range 2 {
		Each(t, clock.Now, func(t *testing.T, db *store.DB) {
			before, err := db.Setting(t.Context(), "opened")
			if err != nil {
				t.Fatal(err)
			}
			if before != "" {
				t.Errorf("a new operation holds a setting of another: %q", before)
			}
			if err := db.SetSetting(t.Context(), "opened", "yes"); err != nil {
				t.Fatal(err)
			}
			if got, err := db.Setting(t.Context(), "opened"); err != nil || got != "yes" {
				t.Errorf("the setting was not kept: %q, %v", got, err)
			}
		})
	}
}
