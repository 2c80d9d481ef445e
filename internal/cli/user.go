package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"

	"github.com/spf13/cobra"
)

func newUserCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "user",
		Short: "Who may sign in, with which roles, for which areas",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newUserAddCommand(), newUserGrantCommand(), newUserListCommand())
	return c
}

func newUserAddCommand() *cobra.Command {
	var where operation
	var as, person, lang string
	var roles []string
	var asJSON bool
	c := &cobra.Command{
		Use:   "add LOGIN --person NAME --role ROLE@AREA …",
		Short: "Add somebody who can sign in; their password is made and shown once",
		Example: `  homeward user add rashad --person "Rashad G." --role housing_officer@khojaly --role movement_officer@khojaly \
    --data return --as leyla`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			in := casework.NewUser{Login: args[0], Name: person, Language: lang, Password: newSecret()}
			for _, r := range roles {
				in.Appointments = append(in.Appointments, appointment(r))
			}
			err := where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				_, err := house.AddUser(c.Context(), actor, in)
				return err
			})
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(c.OutOrStdout()).Encode(struct {
					Login    string `json:"login"`
					Password string `json:"password"`
				}{in.Login, in.Password})
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), say(homeward.T("cli.user.added", "Login", in.Login, "Password", in.Password)))
			return err
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&person, "person", "", "name, shown to colleagues")
	c.Flags().StringVar(&lang, "language", i18n.Default, "their language: az, en, hy or ru")
	c.Flags().StringArrayVar(&roles, "role", nil, "what they may do and where, as ROLE@AREA; may be given several times")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	return c
}

func newUserGrantCommand() *cobra.Command {
	var where operation
	var as string
	c := &cobra.Command{
		Use:     "grant LOGIN ROLE@AREA",
		Short:   "Give somebody one more role",
		Example: `  homeward user grant rashad auditor@programme --data return --as leyla`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				user, ok, err := house.DB.UserByLogin(c.Context(), args[0])
				if err != nil {
					return err
				}
				if !ok {
					return homeward.Errorf(homeward.NotFound, "cli.user.unknown", "Login", args[0])
				}
				return house.GrantUser(c.Context(), actor, user.ID, appointment(args[1]))
			})
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	return c
}

func newUserListCommand() *cobra.Command {
	var where operation
	var as string
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "List who may sign in",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			var users []listedUser
			err := where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				rows, err := house.ListUser(c.Context(), actor)
				for _, r := range rows {
					u := listedUser{Login: r.Login, Name: r.Name, Roles: []string{}}
					for _, a := range r.Appointments {
						u.Roles = append(u.Roles, string(a.Role)+"@"+string(a.Area))
					}
					users = append(users, u)
				}
				return err
			})
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(c.OutOrStdout()).Encode(users)
			}
			table := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, u := range users {
				fmt.Fprintf(table, "%s\t%s\t%s\n", u.Login, u.Name, strings.Join(u.Roles, " "))
			}
			return table.Flush()
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON array to standard output")
	return c
}

type listedUser struct {
	Login string   `json:"login"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// appointment reads ROLE@AREA; a role without an area is held everywhere. Whether they exist is for the step to say.
func appointment(s string) homeward.Appointment {
	role, area, ok := strings.Cut(s, "@")
	if !ok {
		area = string(homeward.Programme)
	}
	return homeward.Appointment{Role: homeward.Role(role), Area: homeward.Area(area)}
}

func actingFlag(c *cobra.Command, as *string) {
	c.Flags().StringVar(as, "as", "", "login of who does this; the password comes from HOMEWARD_PASSWORD or is asked for")
}

// act opens the operation, signs the person at the terminal in, and runs one step.
func (o *operation) act(c *cobra.Command, login string, step func(*casework.House, homeward.Actor) error) error {
	house, err := o.open(c)
	if err != nil {
		return err
	}
	actor, err := signIn(c, house, login)
	if err == nil {
		err = step(house, actor)
	}
	return errors.Join(err, house.DB.Close())
}
