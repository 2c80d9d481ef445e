package homeward_test

import (
	"context"
	"database/sql"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"homeward/internal/hometest"

	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"
)

// SQLite names the columns of a broken unique index, not the index: two over the same columns of one table could not be
// told apart, and a reader would get the wrong reason.
func TestUniqueIndexesCanBeToldApart(t *testing.T) {
	first := map[string]string{}
	for name, columns := range sqliteUnique(t, migratedSQLite(t)) {
		if other, taken := first[columns]; taken {
			t.Errorf("%s: %s and %s cover the same columns", columns, other, name)
		}
		first[columns] = name
	}
	if len(first) < 10 {
		t.Fatalf("only %d unique indexes found: is the test blind?", len(first))
	}
}

// The two databases hold the same register: a column or an "only one" added to one of them alone is found here.
func TestTheDatabasesHoldTheSameTables(t *testing.T) {
	pg := migratedPostgres(t)
	lite := migratedSQLite(t)
	inSQLite := lines(t, lite, `
		SELECT tab.name || '.' || col.name || CASE WHEN col."notnull" OR col.pk > 0 THEN '' ELSE ' or nothing' END
		FROM sqlite_schema tab, pragma_table_info(tab.name) col
		WHERE tab.type IN ('table', 'view') AND tab.name NOT LIKE 'sqlite_%' AND tab.name <> 'goose_db_version'`)
	inPostgres := lines(t, pg, `
		SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN '' ELSE ' or nothing' END
		FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name <> 'goose_db_version'`)
	compare(t, "column", inSQLite, inPostgres)

	uniqueSQLite := lines(t, lite, `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'`)
	uniquePostgres := lines(t, pg, `
		SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = current_schema()::regnamespace`)
	compare(t, "unique index", uniqueSQLite, uniquePostgres)
}

// Whatever the database refuses as a second one has words for the reader, under the name each database gives it.
func TestEveryOnlyOneHasItsWords(t *testing.T) {
	words := onlyOnes(t)
	if len(words) < 10 {
		t.Fatalf("only %d entries read from internal/store/errors.go: is the test blind?", len(words))
	}
	lite := migratedSQLite(t)
	unique := sqliteUnique(t, lite)
	raised := lines(t, lite, `SELECT sql FROM sqlite_schema WHERE type = 'trigger'`)
	for constraint, columns := range words {
		switch {
		case columns != "" && unique[constraint] != columns:
			t.Errorf("SQLite reports a second %s as %q; errors.go expects %q", constraint, unique[constraint], columns)
		case columns == "" && !slices.ContainsFunc(raised, func(sql string) bool { return strings.Contains(sql, "'"+constraint+"'") }):
			t.Errorf("no trigger on SQLite raises %s", constraint)
		}
	}
	for name := range unique {
		if _, told := words[name]; !told && !strings.HasSuffix(name, "_pkey") {
			t.Errorf("%s is enforced, but internal/store/errors.go has no words for it", name)
		}
	}

	pg := migratedPostgres(t)
	known := lines(t, pg, `
		SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
		UNION SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()
		UNION SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace`)
	for constraint := range words {
		if !slices.Contains(known, constraint) {
			t.Errorf("PostgreSQL has nothing named %s", constraint)
		}
	}
}

// sqliteUnique maps the name of every unique index, and table_pkey for every primary key, to the columns that SQLite
// reports when it is broken: "table.column, table.column".
func sqliteUnique(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	// Primary keys are read from the table: the one of a row number has no index.
	rows, err := db.Query(`
		SELECT idx.name, tab.name || '.' || col.name
		FROM sqlite_schema tab, pragma_index_list(tab.name) idx, pragma_index_info(idx.name) col
		WHERE tab.type = 'table' AND idx."unique" AND idx.origin <> 'pk' AND col.name IS NOT NULL
		UNION ALL
		SELECT tab.name || '_pkey', tab.name || '.' || col.name FROM sqlite_schema tab, pragma_table_info(tab.name) col
		WHERE tab.type = 'table' AND col.pk > 0 AND tab.name <> 'goose_db_version'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	unique := map[string]string{}
	for rows.Next() {
		var name, column string
		if err := rows.Scan(&name, &column); err != nil {
			t.Fatal(err)
		}
		if unique[name] != "" {
			unique[name] += ", "
		}
		unique[name] += column
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return unique
}

// onlyOnes reads the table of internal/store/errors.go: constraint to columns.
func onlyOnes(t *testing.T) map[string]string {
	t.Helper()
	words := map[string]string{}
	for _, s := range sources(t) {
		if s.path == "internal/store/errors.go" {
			for _, row := range onlyOneRows(s) {
				words[row[0]] = row[1]
			}
		}
	}
	return words
}

// onlyOneRows are the rows of three strings in a file: constraint, columns, key.
func onlyOneRows(s source) (rows [][3]string) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || len(row.Elts) != 3 {
			return true
		}
		var text [3]string
		for i, e := range row.Elts {
			lit, ok := e.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text[i], _ = strconv.Unquote(lit.Value)
		}
		rows = append(rows, text)
		return true
	})
	return rows
}

func compare(t *testing.T, what string, inSQLite, inPostgres []string) {
	t.Helper()
	for _, s := range inSQLite {
		if !slices.Contains(inPostgres, s) {
			t.Errorf("%s %s is in SQLite only", what, s)
		}
	}
	for _, s := range inPostgres {
		if !slices.Contains(inSQLite, s) {
			t.Errorf("%s %s is in PostgreSQL only", what, s)
		}
	}
}

func lines(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// migratedSQLite is an empty SQLite database as the migrations leave it.
func migratedSQLite(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(filepath.Join(t.TempDir(), "empty.db")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("internal/store/migrations/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// migratedPostgres is an empty schema as opening an operation leaves it.
func migratedPostgres(t *testing.T) *sql.DB {
	t.Helper()
	address := hometest.Postgres(t)
	hometest.OpenAt(t, address, time.Now)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.PingContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}
