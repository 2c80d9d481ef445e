package hometest

import "time"

// Clock is a clock that stands still.
type Clock struct{ now time.Time }

// At returns a Clock that shows this moment.
func At(now time.Time) Clock { return Clock{now} }

// Now is what the clock shows. The method value is what the house takes for a clock.
func (c Clock) Now() time.Time { return c.now }
