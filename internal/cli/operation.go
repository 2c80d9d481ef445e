package cli

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/sample"
	"homeward/internal/store"
	"homeward/policies"

	"github.com/spf13/cobra"
)

// operation says which operation a command works on: a folder with an encrypted SQLite file, or a schema of a PostgreSQL
// database.
type operation struct{ data, database string }

func (o *operation) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.data, "data", os.Getenv("HOMEWARD_DATA"), "folder of the operation")
	c.Flags().StringVar(&o.database, "database", os.Getenv("HOMEWARD_DATABASE"),
		"or its PostgreSQL address, the schema as search_path: postgres://…?search_path=NAME")
	c.MarkFlagsMutuallyExclusive("data", "database")
}

// check refuses a command that names no operation.
func (o *operation) check(c *cobra.Command) error {
	if o.data == "" && o.database == "" {
		return usageError{c, errors.New(say(homeward.T("cli.which_operation")))}
	}
	return nil
}

// open opens an operation that is there and the house around it. The caller closes its database.
func (o *operation) open(c *cobra.Command) (*casework.House, error) {
	if err := o.check(c); err != nil {
		return nil, err
	}
	house, err := newHouse()
	if err != nil {
		return nil, err
	}
	now := time.Now
	cfg := store.Config{Areas: casework.Areas(house.Places), Clock: func() time.Time { return now() }}
	if o.database != "" {
		house.DB, err = store.OpenPostgres(c.Context(), o.database, cfg)
	} else {
		var secret string
		if secret, err = o.secret(c); err != nil {
			return nil, err
		}
		house.DB, err = store.Open(c.Context(), o.data, secret, cfg)
	}
	if err != nil {
		return nil, err
	}
	err = settings(c.Context(), house)
	if err == nil && house.Sample {
		// The sample has a date of its own, whichever command opens it.
		clock := &sample.Clock{}
		err = runClock(c.Context(), house.DB, clock)
		now, house.IDs = clock.Now, newIDs(clock.Now)
	}
	if err != nil {
		return nil, errors.Join(err, house.DB.Close())
	}
	return house, nil
}

// secret is the operation's secret: HOMEWARD_KEY, its key file, or what the person at the terminal types.
func (o *operation) secret(c *cobra.Command) (string, error) {
	secret, err := store.SecretFrom(o.data)
	if err == nil || !store.Exists(o.data) || !atTerminal(c) {
		return secret, err
	}
	return ask(c, homeward.T("cli.ask_key"))
}

// newHouse is everything of a house but its database.
func newHouse() (*casework.House, error) {
	places, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	speech, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	editions, err := policy.LoadAll(policies.FS)
	if err != nil {
		return nil, err
	}
	software, err := ownHash()
	if err != nil {
		return nil, err
	}
	return &casework.House{
		Policies: editions, Editions: &casework.Editions{}, Places: places, Speech: speech.WithPlaces(places.Label),
		IDs: newIDs(time.Now), Software: software,
	}, nil
}

func settings(ctx context.Context, house *casework.House) error {
	name, err := house.DB.Setting(ctx, store.SettingName)
	if err != nil {
		return err
	}
	sample, err := house.DB.Setting(ctx, store.SettingSample)
	house.Operation, house.Sample = name, sample == "yes"
	return err
}

// ownHash is the SHA-256 of the running program, hex: a draw is published with it.
func ownHash() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// signIn is who acts from the terminal: no step is done by nobody. The password comes from HOMEWARD_PASSWORD or is asked
// for.
func signIn(c *cobra.Command, house *casework.House, login string) (homeward.Actor, error) {
	if login == "" {
		return homeward.Actor{}, usageError{c, errors.New(say(homeward.T("cli.who")))}
	}
	password, err := passwordFor(c, login)
	if err != nil {
		return homeward.Actor{}, err
	}
	user, err := house.SignIn(c.Context(), login, password)
	if err != nil {
		return homeward.Actor{}, err
	}
	actor, ok, err := house.DB.ActorOf(c.Context(), user.ID)
	if err == nil && !ok {
		err = homeward.Errorf(homeward.Forbidden, "signin.wrong")
	}
	actor.Request = "cli-" + strings.ToLower(rand.Text()[:12])
	return actor, err
}

func passwordFor(c *cobra.Command, login string) (string, error) {
	if p := os.Getenv("HOMEWARD_PASSWORD"); p != "" {
		return p, nil
	}
	if !atTerminal(c) {
		return "", homeward.Errorf(homeward.Unavailable, "cli.no_password", "Login", login).WithHint("cli.no_password.hint")
	}
	return ask(c, homeward.T("cli.ask_password", "Login", login))
}
