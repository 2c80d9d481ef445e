// Package sample plays a whole return with invented people, whose totals are those that were published: households are
// registered, homes come ready, rounds are drawn, families travel and get their keys; beside it a programme gives
// certificates for homes to families of 2023. Every step goes through casework
// under somebody's name, on its own day, with identifiers that follow from a fixed seed; so it can be stopped anywhere
// and goes on where it was.
package sample

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// Clock is the sample's own time: set by each step while the chain is played, running on from Opens afterwards.
type Clock struct {
	mu     sync.Mutex
	at     time.Time
	anchor time.Time // real time at which `at` held; zero while it stands
}

// Opens is when the sample's day begins for those who look at it.
var Opens = time.Date(2026, time.February, 9, 8, 0, 0, 0, time.UTC)

// Now is the sample's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anchor.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.anchor))
}

// Set stops the clock at a time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.anchor = t, time.Time{}
}

// Run lets the clock run on from a time that held at some real time.
func (c *Clock) Run(at, since time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.anchor = at, since
}

// chance is the randomness of identifiers, salts and secrets: it follows from the seed and the step, so a step that is
// done again after a crash makes the same ones.
type chance struct{ src *rand.ChaCha8 }

func (c *chance) begin(step string) {
	c.src = rand.NewChaCha8(sha256.Sum256([]byte(seed + "/" + step)))
}

func (c *chance) Read(p []byte) (int, error) { return c.src.Read(p) }

const seed = "homeward sample 1"

// requests of the sample in the journal begin so; a step whose request is there is done.
const requestPrefix = "sample/"

// player plays the steps.
type player struct {
	house  *casework.House
	clock  *Clock
	chance *chance
	done   map[string]bool
	actors map[homeward.Role]homeward.Actor
	// committee is the second person in the hall, and the one who approves.
	committee homeward.Actor
	tick      time.Duration
	day       time.Time
}

// step is something that happens at a time.
type step struct {
	at  time.Time
	key string
	run func(context.Context, *player) error
}

// Progress is told how many of all steps are done, and what the next one is.
type Progress func(done, total int, what string)

// Play plays every step that has not been played yet.
func Play(ctx context.Context, house *casework.House, clock *Clock, tell Progress) error {
	p := &player{house: house, clock: clock, chance: &chance{}, actors: map[homeward.Role]homeward.Actor{}}
	p.chance.begin("start")
	house.IDs = &homeward.IDs{Now: clock.Now, Rand: p.chance}
	steps := plan()
	if err := p.begin(ctx, steps[0].at); err != nil {
		return err
	}
	return house.DB.CountOnce(ctx, func() error { return p.play(ctx, steps, tell) })
}

func (p *player) play(ctx context.Context, steps []step, tell Progress) error {
	for i, s := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(i, len(steps), s.key)
		p.day, p.tick = s.at, 0
		if err := s.run(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", s.key, err)
		}
	}
	tell(len(steps), len(steps), "")
	return nil
}

// begin adds the users and reads what was done before.
func (p *player) begin(ctx context.Context, at time.Time) error {
	p.clock.Set(at.Add(-time.Hour))
	users := Users()
	admin := users[len(users)-1]
	if _, ok, err := p.house.DB.UserByLogin(ctx, admin.Login); err != nil {
		return err
	} else if !ok {
		p.chance.begin("init")
		err := p.house.InitOperation(ctx, casework.NewUser{ID: admin.ID, Login: admin.Login, Name: admin.Name, Password: Password, Language: "en"})
		if err != nil && !homeward.IsKey(err, "operation.begun") {
			return err
		}
	}
	for _, u := range users {
		a := homeward.Actor{User: u.ID, Name: u.Name, Appointments: []homeward.Appointment{{Role: u.Role, Area: u.Area}}}
		if p.actors[u.Role].User == "" {
			p.actors[u.Role] = a
		}
		if u.Login == "committee" {
			p.committee = a
		}
		if _, ok, err := p.house.DB.UserByLogin(ctx, u.Login); err != nil || ok {
			if err != nil {
				return err
			}
			continue
		}
		_, err := p.house.AddUser(ctx, p.actorOfAdmin(admin), casework.NewUser{ID: u.ID, Login: u.Login, Name: u.Name, Password: Password, Language: "en", Appointments: a.Appointments})
		if err != nil {
			return err
		}
	}
	return p.house.DB.Read(ctx, p.actors[homeward.RoleAuditor], homeward.JournalRead, homeward.Subject{Noun: "journal", Area: homeward.Programme}, func(tx *store.Tx) (err error) {
		p.done, err = tx.Requests(ctx, requestPrefix)
		return err
	})
}

func (p *player) actorOfAdmin(u User) homeward.Actor {
	return homeward.Actor{User: u.ID, Name: u.Name, Appointments: []homeward.Appointment{{Role: homeward.RoleAdmin, Area: homeward.Programme}}}
}

// once does one journalled act under somebody's role, unless it was done before. Each act is some seconds after the
// last.
func (p *player) once(role homeward.Role, key string, act func(homeward.Actor) error) error {
	return p.onceAs(p.actors[role], key, act)
}

func (p *player) onceAs(actor homeward.Actor, key string, act func(homeward.Actor) error) error {
	p.tick += 7 * time.Second
	if p.done[requestPrefix+key] {
		return nil
	}
	p.clock.Set(p.day.Add(p.tick))
	p.chance.begin(key)
	actor.Request = requestPrefix + key
	return act(actor)
}

// id makes an identifier that follows from the seed and a name, with the time it is thought to be made at.
func id[T ~string](prefix, name string, at time.Time) T {
	sum := sha256.Sum256([]byte(seed + "/id/" + name))
	g := homeward.IDs{Now: func() time.Time { return at }, Rand: bytes.NewReader(sum[:])}
	return T(g.New(prefix))
}

// User is somebody who can sign in to the sample.
type User struct {
	ID          homeward.UserID
	Login, Name string
	Role        homeward.Role
	Area        homeward.Area
}

// Analyst is the sample's analyst, under whose name published figures are taken in.
func Analyst() homeward.Actor {
	for _, u := range Users() {
		if u.Role == homeward.RoleAnalyst {
			return homeward.Actor{User: u.ID, Name: u.Name, Request: requestPrefix + "claims",
				Appointments: []homeward.Appointment{{Role: u.Role, Area: u.Area}}}
		}
	}
	return homeward.Actor{}
}

// Password is that of every user of the sample. Its people are invented, so there is nothing behind it.
const Password = "keys-in-hand"

// Users of the sample, the administrator last.
func Users() []User {
	out := []User{
		{Login: "registrar", Name: "Solmaz Qaraşova", Role: homeward.RoleRegistrar, Area: homeward.Programme},
		{Login: "colleague", Name: "Günay Tağızadə", Role: homeward.RoleRegistrar, Area: homeward.Programme},
		{Login: "housing", Name: "Vardan Tumikyan", Role: homeward.RoleHousing, Area: "karabakh-east-zangezur"},
		{Login: "claims", Name: "Ülkər Nuriyeva", Role: homeward.RoleClaims, Area: homeward.Programme},
		{Login: "allocation", Name: "Emin Cəfəroğlu", Role: homeward.RoleAllocation, Area: homeward.Programme},
		{Login: "committee", Name: "Səadət Ormanlı", Role: homeward.RoleAllocation, Area: homeward.Programme},
		{Login: "movement", Name: "Rəna Şıxlı", Role: homeward.RoleMovement, Area: homeward.Programme},
		{Login: "analyst", Name: "Тимур Садыхов", Role: homeward.RoleAnalyst, Area: homeward.Programme},
		{Login: "auditor", Name: "Nune Barsegyan", Role: homeward.RoleAuditor, Area: homeward.Programme},
		{Login: "lachin", Name: "Ağarza Mirili", Role: homeward.RoleHousing, Area: "lachin-district"},
		{Login: "admin", Name: "Kamilla Dost", Role: homeward.RoleAdmin, Area: homeward.Programme},
	}
	for i := range out {
		out[i].ID = id[homeward.UserID]("us", out[i].Login, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

func pad(n, width int) string { return fmt.Sprintf("%0*d", width, n) }

// inOrder sorts steps by time; those of one time keep their order.
func inOrder(steps []step) []step {
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Or(a.at.Compare(b.at)) })
	return steps
}
