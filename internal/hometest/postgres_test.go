package hometest

import (
	"database/sql"
	"testing"
)

// Two tests must not see each other's tables, and both must see the extension.
func TestPostgresSchemasAreApart(t *testing.T) {
	for range 2 {
		t.Run("schema", func(t *testing.T) {
			t.Parallel()
			db, err := sql.Open("pgx", Postgres(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(`CREATE TABLE stay (place text, during daterange,
				EXCLUDE USING gist (place public.gist_text_ops WITH =, during WITH &&))`); err != nil {
				t.Fatalf("a fresh schema holds a table already, or lacks btree_gist: %v", err)
			}
		})
	}
}
