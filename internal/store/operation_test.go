package store_test

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"homeward"
	"homeward/internal/store"
)

const secret = "a secret of our own"

// made is the folder of a closed operation with a household in it.
func made(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "operation")
	db, err := store.Create(t.Context(), folder, secret, false, config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	op := operation{DB: db, t: t}
	op.household("hh_1", family...)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

var family = []homeward.Individual{
	{ID: "in_1", Given: "Zülfüqar", Father: "Məhərrəm", Family: "Feyzullayev", Phone: "+994990007788", Document: "SMP7788990", Fold: "zulfuqar feyzullayev"},
	{ID: "in_2", Given: "Сирануш", Family: "Багдасарян", Fold: "siranush baghdasaryan"},
	{ID: "in_3", Given: "Լուսինե", Family: "Հարությունյան", Fold: "lusine harutyunyan"},
}

func reopen(t *testing.T, folder, secret string) error {
	t.Helper()
	db, err := store.Open(t.Context(), folder, secret, config())
	if err == nil {
		err = db.Close()
	}
	return err
}

// What is wrong with a folder is told apart, each with a hint: a wrong key, a damaged file, no operation, a later format.
func TestWhatIsWrongWithAFolder(t *testing.T) {
	whole := made(t)
	overwrite := func(name string, at int64, b []byte) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			f, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if at < 0 {
				info, err := f.Stat()
				if err != nil {
					t.Fatal(err)
				}
				at = info.Size() / 2
			}
			if _, err := f.WriteAt(b, at); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	rubbish := bytes.Repeat([]byte{0xa5}, 3*4096)
	for name, c := range map[string]struct {
		secret string
		do     func(*testing.T, string)
		key    string
	}{
		"nothing":                        {secret, func(*testing.T, string) {}, ""},
		"another key":                    {"a secret of others", func(*testing.T, string) {}, "store.wrong_key"},
		"no key":                         {"", func(*testing.T, string) {}, "store.wrong_key"},
		"another key and damage":         {"a secret of others", overwrite("operation.db", -1, rubbish), "store.wrong_key"},
		"damage at the beginning":        {secret, overwrite("operation.db", 0, rubbish), "store.damaged"},
		"damage in the middle":           {secret, overwrite("operation.db", -1, rubbish), "store.damaged"},
		"one bit in the root of a table": {secret, overwrite("operation.db", 4096, []byte{0xa5}), "store.damaged"},
		"cut short":                      {secret, func(t *testing.T, f string) { truncate(t, filepath.Join(f, "operation.db")) }, "store.damaged"},
		"the database is gone":           {secret, remove("operation.db"), "store.damaged"},
		"the description is gone":        {secret, remove("operation.json"), "store.none"},
		"the description is no JSON":     {secret, write("operation.json", "{"), "store.damaged"},
		"the salt is no hexadecimal":     {secret, write("operation.json", `{"format":1,"salt":"xyz"}`), "store.damaged"},
		"a later format":                 {secret, write("operation.json", `{"format":2}`), "store.format"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			c.do(t, folder)
			before := contents(t, folder)
			err := reopen(t, folder, c.secret)
			if c.key == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if _, hint := homeward.TextOf(err); !homeward.IsKey(err, c.key) || hint.IsZero() {
				t.Errorf("got %v with hint %s, want %s", err, hint, c.key)
			}
			if c.key != "store.none" && !bytes.Equal(before["operation.db"], contents(t, folder)["operation.db"]) {
				t.Error("looking at it changed the database")
			}
		})
	}
}

func truncate(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2/4096*4096); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		out[path], err = os.ReadFile(filepath.Join(folder, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Nothing readable about a person lies in the folder, neither while it is open nor afterwards.
func TestNothingReadableLiesInTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "operation")
	db, err := store.Create(t.Context(), folder, secret, false, config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	op := operation{DB: db, t: t}
	op.household("hh_1", family...)
	unreadable := func(when string) {
		files := contents(t, folder)
		if len(files) < 2 {
			t.Fatalf("%s: %d files", when, len(files))
		}
		for name, b := range files {
			for _, p := range family {
				for _, word := range []string{p.Given, p.Father, p.Family, p.Phone, p.Document, p.Fold, string(p.ID)} {
					for form, pattern := range readable(word) {
						if len(word) > 3 && bytes.Contains(b, pattern) {
							t.Errorf("%s: %s holds %q in %s", when, name, word, form)
						}
					}
				}
			}
			if bytes.Contains(b, []byte("SQLite format")) || bytes.Contains(b, []byte("CREATE TABLE")) || bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s: %s is not encrypted", when, name)
			}
		}
	}
	unreadable("while open")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	unreadable("when closed")
	names := []string{}
	for name := range contents(t, folder) {
		names = append(names, name)
	}
	if len(names) != 2 {
		t.Errorf("the folder holds %v", names)
	}
}

// readable are the bytes of a word in the forms in which a program might have written it.
func readable(word string) map[string][]byte {
	units := utf16.Encode([]rune(word))
	little, big := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	return map[string][]byte{"UTF-8": []byte(word), "UTF-16LE": little, "UTF-16BE": big, "upper case": []byte(strings.ToUpper(word))}
}

// A making that was killed is begun anew; a register that lost its description is never touched; nothing is made twice.
func TestMakingAnOperation(t *testing.T) {
	whole := made(t)
	if _, err := store.Create(t.Context(), whole, secret, false, config(), nil); !homeward.IsKey(err, "store.exists") {
		t.Errorf("made twice: %v", err)
	}

	killed := t.TempDir()
	if err := os.CopyFS(killed, os.DirFS(whole)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(killed, "operation.json"), filepath.Join(killed, "operation.json.new")); err != nil {
		t.Fatal(err)
	}
	if store.Exists(killed) {
		t.Error("a folder half made counts as an operation")
	}
	db, err := store.Create(t.Context(), killed, "another secret", false, config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reopen(t, killed, "another secret"); err != nil {
		t.Error(err)
	}

	orphan := t.TempDir()
	if err := os.CopyFS(orphan, os.DirFS(whole)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(orphan, "operation.json")); err != nil {
		t.Fatal(err)
	}
	before := contents(t, orphan)
	if _, err := store.Create(t.Context(), orphan, secret, false, config(), nil); !homeward.IsKey(err, "store.orphan") {
		t.Errorf("over a register without its description: %v", err)
	}
	if after := contents(t, orphan); len(after) != 1 || !bytes.Equal(after["operation.db"], before["operation.db"]) {
		t.Error("a register without its description was touched")
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, filepath.Join(file, "below")} {
		if _, err := store.Create(t.Context(), folder, secret, false, config(), nil); !homeward.IsKey(err, "store.not_writable") {
			t.Errorf("%s: %v", folder, err)
		}
	}
}
