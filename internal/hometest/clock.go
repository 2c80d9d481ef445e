package hometest

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is set or advanced. Safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// At returns a Clock that shows this moment.
func At(now time.Time) *Clock { return &Clock{now: now} }

// Now is what the clock shows. The method value is what the house takes for a clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set makes the clock show this moment, earlier or later.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
