package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"homeward"

	"github.com/pressly/goose/v3"
	"golang.org/x/crypto/argon2"
)

// An operation on SQLite is a folder: operation.db (with -wal and -shm beside it while open), encrypted, and
// operation.json, which holds nothing about anybody: the salt of the key, a check value by which a wrong key is told
// from a damaged file, and the version of the format. No other file holds personal data. The sample operation, whose
// people are invented, keeps its secret in a file beside it.
const (
	databaseFile  = "operation.db"
	operationFile = "operation.json"
	keyFile       = "key"
)

type operation struct {
	Format int    `json:"format"`
	Salt   string `json:"salt"`
	Check  string `json:"check"`
}

const operationFormat = 1

// SecretFrom finds the secret of an operation: the environment's HOMEWARD_KEY, else the key file in the folder.
func SecretFrom(folder string) (string, error) {
	if s := os.Getenv("HOMEWARD_KEY"); s != "" {
		return s, nil
	}
	b, err := os.ReadFile(filepath.Join(folder, keyFile))
	if err != nil {
		return "", homeward.Errorf(homeward.Unavailable, "store.no_key", "Folder", folder).WithHint("store.no_key.hint").Because(err)
	}
	return strings.TrimSpace(string(b)), nil
}

// Exists says whether a folder holds an operation.
func Exists(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, operationFile))
	return err == nil
}

// Create makes the folder of a new operation with this secret and opens it. keepKey also writes the secret into the
// folder, for the sample. What first does in the new database is part of the making: a folder is an operation only when
// first is done, so there is none that nobody can administer. It may be nil.
//
// The file about the operation is written first under another name and gets its own last. So a folder that has it holds
// a whole database, a making that was interrupted is seen by the other name and begun anew, and a database that lies
// there without either is somebody's register, which is never touched.
func Create(ctx context.Context, folder, secret string, keepKey bool, cfg Config, first func(*DB) error) (*DB, error) {
	if err := writable(folder); err != nil {
		return nil, err
	}
	if Exists(folder) {
		return nil, homeward.Errorf(homeward.Conflict, "store.exists", "Folder", folder)
	}
	made, begun, path := filepath.Join(folder, operationFile), filepath.Join(folder, operationFile+".new"), filepath.Join(folder, databaseFile)
	if err := startAnew(folder, begun, path); err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails, by its documentation
	key := deriveKey(secret, salt)
	op := operation{Format: operationFormat, Salt: hex.EncodeToString(salt), Check: keyCheck(key)}
	b, err := json.MarshalIndent(op, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := writeThrough(begun, append(b, '\n')); err != nil {
		return nil, unwritable(folder, err)
	}
	if keepKey {
		if err := os.WriteFile(filepath.Join(folder, keyFile), []byte(secret+"\n"), 0o600); err != nil {
			return nil, unwritable(folder, err)
		}
	}
	// The file is there before SQLite opens it, so that nobody else on the machine may read even what is encrypted.
	if err := writeThrough(path, nil); err != nil {
		return nil, unwritable(folder, err)
	}
	db, err := OpenSQLite(ctx, path, hex.EncodeToString(key), cfg)
	if err != nil {
		return nil, err
	}
	if first != nil {
		if err := first(db); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	if err := os.Rename(begun, made); err != nil {
		return nil, errors.Join(unwritable(folder, err), db.Close())
	}
	if dir, err := os.Open(folder); err == nil {
		_ = dir.Sync() // where a folder cannot be written through, there is nothing more to do
		_ = dir.Close()
	}
	return db, nil
}

// startAnew clears away a database whose making was interrupted. One that nobody was making is left alone.
func startAnew(folder, begun, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(begun); err != nil {
		return homeward.Errorf(homeward.Conflict, "store.orphan", "Folder", folder).WithHint("store.orphan.hint")
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritable(folder, err)
		}
	}
	return nil
}

// Open opens the operation in a folder. A wrong secret and a damaged file are told apart.
func Open(ctx context.Context, folder, secret string, cfg Config) (*DB, error) {
	b, err := os.ReadFile(filepath.Join(folder, operationFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, homeward.Errorf(homeward.NotFound, "store.none", "Folder", folder).WithHint("store.none.hint")
	}
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "store.unreadable", "Folder", folder).WithHint("store.writable.hint").Because(err)
	}
	var op operation
	if err := json.Unmarshal(b, &op); err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "store.damaged").WithHint("store.damaged.hint").Because(err)
	}
	if op.Format != operationFormat {
		return nil, homeward.Errorf(homeward.Unavailable, "store.format", "Format", op.Format).WithHint("store.format.hint")
	}
	salt, err := hex.DecodeString(op.Salt)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "store.damaged").WithHint("store.damaged.hint").Because(err)
	}
	key := deriveKey(secret, salt)
	if !hmac.Equal([]byte(keyCheck(key)), []byte(op.Check)) {
		return nil, homeward.Errorf(homeward.Unavailable, "store.wrong_key").WithHint("store.wrong_key.hint")
	}
	path := filepath.Join(folder, databaseFile)
	if _, err := os.Stat(path); err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "store.damaged").WithHint("store.damaged.hint").Because(err)
	}
	if err := writable(folder); err != nil {
		return nil, err
	}
	db, err := connectSQLite(path, hex.EncodeToString(key), cfg)
	if err != nil {
		return nil, err
	}
	// First of all, so that nothing is brought up to date, or even tried, in a file that is damaged.
	if err := db.quickCheck(ctx, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := db.migrate(ctx, goose.DialectSQLite3, "sqlite"); err != nil {
		return nil, errors.Join(db.explain(err), db.Close())
	}
	return db, nil
}

// checkedAtOpen is the size up to which the whole file is checked when it is opened; beyond it, doctor does.
const checkedAtOpen = 64 << 20

func (db *DB) quickCheck(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Size() > checkedAtOpen {
		return err
	}
	return db.Check(ctx)
}

// Check reads the whole database file and says whether it is sound. PostgreSQL keeps its own watch.
func (db *DB) Check(ctx context.Context) error {
	if db.dialect != sqlite {
		return nil
	}
	var first string
	err := db.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&first)
	if err == nil && first != "ok" {
		err = errors.New(first)
	}
	if err != nil {
		return homeward.Errorf(homeward.Unavailable, "store.damaged").WithHint("store.damaged.hint").Because(err)
	}
	return nil
}

// deriveKey is argon2id with the parameters of RFC 9106's second recommendation, once per process.
func deriveKey(secret string, salt []byte) []byte {
	return argon2.IDKey([]byte(secret), salt, 3, 64*1024, 4, 32)
}

func keyCheck(key []byte) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("check"))
	return hex.EncodeToString(m.Sum(nil))
}

// writable makes the folder and tries whether a file can be made in it.
func writable(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return unwritable(folder, err)
	}
	f, err := os.CreateTemp(folder, ".try-*")
	if err != nil {
		return unwritable(folder, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func unwritable(folder string, err error) error {
	return homeward.Errorf(homeward.Unavailable, "store.not_writable", "Folder", folder).WithHint("store.writable.hint").Because(err)
}

// writeThrough writes a file down to the disk: the salt is in it, and without the salt no key opens the register again.
func writeThrough(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}
