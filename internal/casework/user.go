package casework

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/store"

	"golang.org/x/crypto/argon2"
)

// NewUser is somebody who is to sign in.
type NewUser struct {
	ID           homeward.UserID
	Login, Name  string
	Password     string
	Language     string
	Appointments []homeward.Appointment
}

// shortestPassword is the least length; what it is made of is the person's own affair (NIST SP 800-63B).
const shortestPassword = 10

// AddUser adds somebody who can sign in, with their appointments.
func (h *House) AddUser(ctx context.Context, actor homeward.Actor, in NewUser) (homeward.UserID, error) {
	u, err := h.checkUser(in)
	if err != nil {
		return "", err
	}
	err = h.DB.Write(ctx, actor, homeward.UserAdd, homeward.Subject{Noun: "user", ID: string(u.ID), Area: homeward.Programme}, func(tx *store.Tx) error {
		tx.Detail(map[string]any{"login": in.Login, "appointments": in.Appointments})
		return insertUser(ctx, tx, u, in.Appointments)
	})
	return u.ID, err
}

// checkUser makes the user of an application that is in order.
func (h *House) checkUser(in NewUser) (homeward.User, error) {
	if strings.TrimSpace(in.Login) == "" || strings.TrimSpace(in.Name) == "" {
		return homeward.User{}, homeward.Errorf(homeward.Invalid, "user.login")
	}
	if len([]rune(in.Password)) < shortestPassword {
		return homeward.User{}, homeward.Errorf(homeward.Invalid, "user.password", "Count", shortestPassword)
	}
	for _, a := range in.Appointments {
		if err := h.checkAppointment(a); err != nil {
			return homeward.User{}, err
		}
	}
	return homeward.User{
		ID: fresh(h, in.ID, "us"), Login: in.Login, Name: in.Name, PasswordHash: hashPassword(in.Password), Language: in.Language,
	}, nil
}

func insertUser(ctx context.Context, tx *store.Tx, u homeward.User, appointments []homeward.Appointment) error {
	u.ValidFrom = tx.Today()
	if err := tx.InsertUser(ctx, u); err != nil {
		return err
	}
	for _, a := range appointments {
		if err := tx.InsertAppointment(ctx, u.ID, a); err != nil {
			return err
		}
	}
	return nil
}

// GrantUser gives a user a role for an area.
func (h *House) GrantUser(ctx context.Context, actor homeward.Actor, id homeward.UserID, a homeward.Appointment) error {
	if err := h.checkAppointment(a); err != nil {
		return err
	}
	return h.DB.Write(ctx, actor, homeward.UserGrant, homeward.Subject{Noun: "user", ID: string(id)}, func(tx *store.Tx) error {
		tx.Detail(a)
		return tx.InsertAppointment(ctx, id, a)
	})
}

func (h *House) checkAppointment(a homeward.Appointment) error {
	if !slices.Contains(homeward.Roles, a.Role) {
		return homeward.Errorf(homeward.Invalid, "user.role", "Value", string(a.Role))
	}
	return h.knownPlace(a.Area)
}

// InitOperation names the operation and adds its first administrator, before there is anybody to permit it. It works once,
// and whole or not at all.
func (h *House) InitOperation(ctx context.Context, in NewUser) error {
	in.Appointments = []homeward.Appointment{{Role: homeward.RoleAdmin, Area: homeward.Programme}}
	u, err := h.checkUser(in)
	if err != nil {
		return err
	}
	first := homeward.Actor{User: u.ID, Name: u.Name, Appointments: in.Appointments}
	return h.DB.Write(ctx, first, homeward.OperationInit, homeward.Subject{Noun: "operation", ID: h.Operation, Area: homeward.Programme}, func(tx *store.Tx) error {
		// The journal has an entry from the first step on, so an empty one means that nobody was here before.
		if tx.Seq != 1 {
			return homeward.Errorf(homeward.Conflict, "operation.begun")
		}
		settings := map[string]string{store.SettingName: h.Operation}
		if h.Sample {
			settings[store.SettingSample] = "yes"
		}
		for key, value := range settings {
			if err := tx.SetSetting(ctx, key, value); err != nil {
				return err
			}
		}
		tx.Detail(map[string]any{"login": u.Login, "appointments": in.Appointments})
		return insertUser(ctx, tx, u, in.Appointments)
	})
}

// BackupOperation copies the operation into a new folder. It is journalled first, so the copy holds who made it.
func (h *House) BackupOperation(ctx context.Context, actor homeward.Actor, folder string) error {
	err := h.DB.Write(ctx, actor, homeward.OperationBackup, homeward.Subject{Noun: "operation", ID: h.Operation, Area: homeward.Programme},
		func(*store.Tx) error { return nil })
	if err != nil {
		return err
	}
	return h.DB.Backup(ctx, folder)
}

// ListUser lists who can sign in, to the administrator.
func (h *House) ListUser(ctx context.Context, actor homeward.Actor) (out []store.UserRow, err error) {
	err = h.DB.List(ctx, actor, homeward.UserList, func(tx *store.Tx) error {
		out, err = tx.Users(ctx)
		return err
	})
	return out, err
}

// SignIn checks a password. A wrong login and a wrong password are told in the same words and take the same time.
func (h *House) SignIn(ctx context.Context, login, password string) (homeward.User, error) {
	u, ok, err := h.DB.UserByLogin(ctx, strings.TrimSpace(login))
	if err != nil {
		return u, err
	}
	hash := u.PasswordHash
	if !ok {
		hash = nobodysHash
	}
	good := checkPassword(hash, password)
	if !ok || !good || !u.ValidTo.IsZero() && !h.Today().Before(u.ValidTo) {
		return homeward.User{}, homeward.Errorf(homeward.Invalid, "signin.wrong")
	}
	return u, nil
}

// Password hashes are argon2id in PHC form, with the second recommendation of RFC 9106 scaled to a shared laptop.
const (
	hashTime, hashMemory, hashThreads, hashLength = 2, 19 * 1024, 1, 32
	// nobodysHash is the hash of no password: a sign-in under an unknown name takes as long as any other.
	nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails, by its documentation
	sum := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashThreads, hashLength)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashThreads, enc(salt), enc(sum))
}

func checkPassword(hash, password string) bool {
	var version, memory, time, threads int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, uint32(time), uint32(memory), uint8(threads), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}
