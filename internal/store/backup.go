package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"homeward"
)

// A backup is an operation of its own: a folder with an encrypted database under the same key and its operation.json. It
// is opened, checked and gone on with like any other, so that there is nothing to learn on the day it is needed.

// Backup copies the operation as it is now into a new folder, while others go on working. The copy is read through once
// before it counts as one; a folder whose copying was interrupted holds no operation. It fails if the folder is there and
// not empty, and on PostgreSQL, which has tools of its own.
func (db *DB) Backup(ctx context.Context, folder string) error {
	if db.dialect != sqlite {
		return homeward.Errorf(homeward.Invalid, "store.backup_server").WithHint("store.backup_server.hint")
	}
	if names, err := os.ReadDir(folder); err == nil && len(names) > 0 {
		return homeward.Errorf(homeward.Conflict, "store.backup_there", "Folder", folder).WithHint("store.backup_there.hint")
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(folder, err)
	}
	if err := writable(folder); err != nil {
		return err
	}
	about, err := os.ReadFile(filepath.Join(filepath.Dir(db.path), operationFile))
	if err != nil {
		return homeward.Errorf(homeward.Unavailable, "store.unreadable", "Folder", filepath.Dir(db.path)).WithHint("store.writable.hint").Because(err)
	}
	path := filepath.Join(folder, databaseFile)
	if err := writeThrough(path, nil); err != nil {
		return unwritable(folder, err)
	}
	err = db.copyTo(ctx, path)
	if err == nil {
		// The description comes last: it makes the folder an operation.
		if err = writeThrough(filepath.Join(folder, operationFile), about); err != nil {
			err = unwritable(folder, err)
		}
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// copyTo writes a compact copy of the database, as of one moment, under the same key, and reads it through.
func (db *DB) copyTo(ctx context.Context, path string) error {
	// It only reads, but SQLite wants a connection that may write; one of its own, so that nobody waits for it.
	cfg := Config{Areas: db.areas, Clock: db.clock}
	from, err := connectSQLite(db.path, db.key, cfg)
	if err != nil {
		return err
	}
	_, err = from.write.DB.ExecContext(ctx, "VACUUM INTO ?", sqliteAddress(path, db.key))
	if err = errors.Join(err, from.Close()); err != nil {
		return unwritable(filepath.Dir(path), err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		return unwritable(filepath.Dir(path), err)
	}
	made, err := connectSQLite(path, db.key, cfg)
	if err != nil {
		return err
	}
	err = errors.Join(made.Check(ctx), made.Close())
	for _, suffix := range []string{"-wal", "-shm"} {
		if e := os.Remove(path + suffix); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// BackupName is the name of a folder for a backup made now, so that each has its own and they sort by age.
func (db *DB) BackupName() string {
	return "backup-" + strings.NewReplacer(":", "", "-", "").Replace(db.Now().UTC().Format("2006-01-02T150405Z"))
}
