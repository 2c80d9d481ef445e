package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"time"

	"homeward"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/vfs/adiantum"
	"github.com/pressly/goose/v3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
)

//go:embed migrations
var migrations embed.FS

// Config is what a database needs besides its address.
type Config struct {
	Areas Areas
	Clock func() time.Time
	// Invented says that nobody is hurt when a power cut takes the last moments, as of the sample; everything else is on the
	// disk before anybody is told that it is done. A killed process loses nothing either way.
	Invented bool
}

// tableNames makes bun use our words as they are: the table of a Household is "household". bun keeps this for the whole
// process, so it is set once, before the first database is opened.
var tableNames = sync.OnceFunc(func() {
	schema.SetTableNameInflector(func(name string) string { return name })
})

// sqliteReaders bounds the pool of reading connections; each holds a WebAssembly instance of some megabytes.
const sqliteReaders = 4

// OpenSQLite opens, and brings up to date, the encrypted database file. key is the 64 hex digits of its key.
func OpenSQLite(ctx context.Context, path, key string, cfg Config) (*DB, error) {
	db, err := connectSQLite(path, key, cfg)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx, goose.DialectSQLite3, "sqlite"); err != nil {
		return nil, errors.Join(db.explain(err), db.Close())
	}
	return db, nil
}

func connectSQLite(path, key string, cfg Config) (*DB, error) {
	tableNames()
	synchronous := "synchronous(full)"
	if cfg.Invented {
		synchronous = "synchronous(normal)"
	}
	dsn := func(extra ...string) string {
		q := url.Values{}
		q["_pragma"] = append([]string{"busy_timeout(20000)", "journal_mode(wal)", synchronous, "foreign_keys(on)",
			"temp_store(memory)", "cache_size(-16000)"}, extra...)
		return sqliteAddress(path, key) + "&" + q.Encode()
	}
	write, err := sql.Open("sqlite3", dsn()+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite3", dsn("query_only(on)"))
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	return &DB{
		write: bun.NewDB(write, sqlitedialect.New()), read: bun.NewDB(read, sqlitedialect.New()),
		dialect: sqlite, areas: cfg.Areas, clock: cfg.Clock, path: path, key: key,
	}, nil
}

// sqliteAddress names an encrypted database file with its key.
func sqliteAddress(path, key string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + url.Values{"vfs": {"adiantum"}, "hexkey": {key}}.Encode()
}

// OpenPostgres opens, and brings up to date, an operation in one schema of a PostgreSQL database. The address names the
// schema as its search_path; it is made if it is not there.
func OpenPostgres(ctx context.Context, address string, cfg Config) (*DB, error) {
	tableNames()
	pcfg, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "store.address").WithHint("store.address.hint").Because(err)
	}
	name := pcfg.RuntimeParams["search_path"]
	if name == "" || strings.ContainsAny(name, `,"' `) {
		return nil, homeward.Errorf(homeward.Invalid, "store.schema").WithHint("store.address.hint")
	}
	// btree_gist lives in public, once for all operations of the database.
	pcfg.RuntimeParams["search_path"] = name + ",public"
	pcfg.RuntimeParams["timezone"] = "UTC"
	conn := stdlib.OpenDB(*pcfg)
	conn.SetMaxOpenConns(16)
	b := bun.NewDB(conn, pgdialect.New())
	db := &DB{write: b, read: b, dialect: postgres, areas: cfg.Areas, clock: cfg.Clock}
	if err := db.prepareSchema(ctx, name); err != nil {
		return nil, errors.Join(homeward.Errorf(homeward.Unavailable, "store.unreachable").WithHint("store.unreachable.hint").Because(err), db.Close())
	}
	if err := db.migrate(ctx, goose.DialectPostgres, "postgres"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// prepareSchema makes the schema and the extension that its exclusion constraints need. Several processes may try at
// once, so it waits its turn.
func (db *DB) prepareSchema(ctx context.Context, name string) error {
	return db.write.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		const turn = 7_014_001 // any number, the same in every process
		for _, q := range []string{
			fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", turn),
			`CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS ?", bun.Ident(name))
		return err
	})
}

func (db *DB) migrate(ctx context.Context, d goose.Dialect, dir string) error {
	files, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(d, db.write.DB, files, goose.WithVerbose(false))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return db.countWaiting(ctx)
}
