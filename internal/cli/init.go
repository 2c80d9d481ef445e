package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/store"

	"github.com/spf13/cobra"
)

// begun is what init tells: the only time that generated secrets are shown.
type begun struct {
	Operation string `json:"operation"`
	Data      string `json:"data,omitempty"`
	Key       string `json:"key,omitempty"`
	Login     string `json:"login"`
	Password  string `json:"password,omitempty"`
}

func newInitCommand() *cobra.Command {
	var where operation
	var name, login, person, lang string
	var asJSON bool
	c := &cobra.Command{
		Use:   "init --data DIR | --database ADDRESS",
		Short: "Begin an operation: an empty register and its first administrator",
		Long: `Begin an operation: an empty register and its first administrator.

In a folder the register is one encrypted file. Its key comes from HOMEWARD_KEY; without it one is made and shown once:
write it down, nobody can open the register without it. The administrator's password comes from HOMEWARD_PASSWORD, or is
made and shown once too.`,
		Example: `  homeward init --data return --name "Return to Khojaly" --login leyla --person "Leyla M."`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			out := begun{Operation: name, Data: where.data, Login: login}
			admin := casework.NewUser{Login: login, Name: person, Language: lang, Password: os.Getenv("HOMEWARD_PASSWORD")}
			if admin.Password == "" {
				out.Password = newSecret()
				admin.Password = out.Password
			}
			if err := where.begin(c, name, admin, &out); err != nil {
				return err
			}
			return out.tell(c, asJSON)
		},
	}
	where.flags(c)
	c.Flags().StringVar(&name, "name", "Homeward", "what the operation is called in what it publishes")
	c.Flags().StringVar(&login, "login", "admin", "login of the first administrator")
	c.Flags().StringVar(&person, "person", "", "name of the first administrator, shown to colleagues (default: the login)")
	c.Flags().StringVar(&lang, "language", i18n.Default, "language of the first administrator: az, en, hy or ru")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	return c
}

// begin makes the database and the first administrator.
func (o *operation) begin(c *cobra.Command, name string, admin casework.NewUser, out *begun) error {
	if err := o.check(c); err != nil {
		return err
	}
	if admin.Name == "" {
		admin.Name = admin.Login
	}
	house, err := newHouse()
	if err != nil {
		return err
	}
	house.Operation = name
	ctx, cfg := c.Context(), store.Config{Areas: casework.Areas(house.Places), Clock: time.Now}
	first := func(db *store.DB) error {
		house.DB = db
		return house.InitOperation(ctx, admin)
	}
	if o.database != "" {
		db, err := store.OpenPostgres(ctx, o.database, cfg)
		if err != nil {
			return err
		}
		return errors.Join(first(db), db.Close())
	}
	key := os.Getenv("HOMEWARD_KEY")
	if key == "" {
		out.Key = newSecret()
		key = out.Key
	}
	db, err := store.Create(ctx, o.data, key, false, cfg, first)
	if err != nil {
		return err
	}
	return db.Close()
}

// newSecret is 130 random bits in letters and digits that are not mistaken for each other.
func newSecret() string { return strings.ToLower(rand.Text()) }

// tell shows what was begun. A secret that was made is shown here and never again.
func (b begun) tell(c *cobra.Command, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(b)
	}
	out := c.OutOrStdout()
	fmt.Fprintln(out, say(homeward.T("cli.init.done", "Operation", b.Operation, "Login", b.Login)))
	if b.Password != "" {
		fmt.Fprintln(out, say(homeward.T("cli.init.password", "Password", b.Password)))
	}
	if b.Key != "" {
		fmt.Fprintln(out, say(homeward.T("cli.init.key", "Key", b.Key)))
	}
	return nil
}
