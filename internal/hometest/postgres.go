//go:build unix

package hometest

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// Postgres returns the address of an empty schema on a PostgreSQL server, dropped again when the test ends. The server
// is the one named by HOMEWARD_TEST_POSTGRES (a postgres:// address whose user may create schemas), or one started for
// this process, without durability, in a temporary folder that is gone afterwards.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	server, err := postgresServer()
	if err != nil {
		absent(t, "PostgreSQL: %v", err)
	}
	schema := "t_" + strings.ToLower(rand.Text()[:12])
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	t.Cleanup(func() {
		defer db.Close()
		// A transaction that the test left open would hold this up for ever.
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if _, err := db.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("PostgreSQL: drop schema: %v", err)
		}
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("PostgreSQL: HOMEWARD_TEST_POSTGRES must be a postgres:// address: %v", err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// postgresServer returns the address of the server of this process; every test asks for the same one.
var postgresServer = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("HOMEWARD_TEST_POSTGRES"); dsn != "" {
		return dsn, prepare(dsn)
	}
	bin, err := postgresBin()
	if err != nil {
		return "", err
	}
	dsn, err := startPostgres(bin)
	if err != nil {
		return "", err
	}
	return dsn, prepare(dsn)
})

// prepare waits until the server answers and makes the extension that the migrations need, in public: made inside the
// schema of a test it would go with it, under the feet of the others. Several processes may do so at once, and CREATE
// EXTENSION IF NOT EXISTS can still collide then; the loser finds it made at the next try.
func prepare(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for {
		_, err := db.ExecContext(ctx, "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// postgresBin finds the folder of the server's programs: Debian keeps them off the PATH.
func postgresBin() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
				return filepath.Dir(path), nil
			}
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("no server on PATH or under /usr/lib/postgresql (make test installs it where apt-get can)")
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// version reads the 15 of /usr/lib/postgresql/15/bin/initdb.
func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// startPostgres makes a cluster in a temporary folder and starts a server on a socket in it: a socket needs no port, so
// no two servers can want the same one.
func startPostgres(bin string) (dsn string, err error) {
	as, err := otherThanRoot()
	if err != nil {
		return "", err
	}
	// Not os.TempDir: the address of a socket has at most 107 bytes, and a TMPDIR may belong to root alone.
	dir, err := os.MkdirTemp("/tmp", "homeward-pg-")
	if err != nil {
		return "", err
	}
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			os.RemoveAll(dir)
			return "", err
		}
	}
	var output bytes.Buffer
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--pgdata", filepath.Join(dir, "data"), "--username", "homeward",
		"--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
	initdb.Dir = "/"
	initdb.Env = append(os.Environ(), "HOME="+dir)
	initdb.Stdout, initdb.Stderr = &output, &output
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	if err := initdb.Run(); err != nil {
		os.RemoveAll(dir)
		return "", fmt.Errorf("initdb: %w\n%s", err, output.Bytes())
	}
	// The exclusive locks of many schemas made and dropped at once need more than the default lock table.
	const script = `
		"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
			-c full_page_writes=off -c max_connections=200 -c max_locks_per_transaction=256 -c shared_buffers=64MB \
			</dev/null >"$2/log" 2>&1 &
		server=$!
		read _
		kill -INT $server
		wait $server
		rm -rf "$2"`
	if err := untilExit(as, script, bin, dir); err != nil {
		os.RemoveAll(dir)
		return "", err
	}
	return "postgres://homeward@/postgres?host=" + url.QueryEscape(dir) + "&sslmode=disable", nil
}

// otherThanRoot is whom the server runs as: it refuses root. nil means as we are.
func otherThanRoot() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("the server refuses to run as root, and there is no user postgres or nobody to run it as")
}
