package homeward_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The order of the house, outermost first. A package may import what stands in a later line, and nothing beside it or
// before it: a rule cannot reach for a page, a page cannot reach for a table.
var floors = [][]string{
	{"cmd/homeward"},
	{"internal/cli"},
	{"internal/web", "internal/field", "internal/api", "internal/jobs", "internal/sample"},
	{"internal/casework"},
	{"internal/store", "internal/policy", "internal/matching", "internal/allotment", "internal/figures",
		"internal/disclosure", "internal/document", "internal/atlas", "draw"},
	{"internal/access"},
	{"internal/i18n"},
	{"policies"},      // programme policies as data, embedded
	{"draw/verifier"}, // the verifier in JavaScript, embedded
	{"."},
}

// beside are the imports allowed within one floor.
var beside = map[string][]string{
	"internal/allotment": {"draw"}, // it fills the certificate that draw checks
}

// pure packages compute: the root of the house, what they are given, and nothing else of ours.
var pure = []string{"internal/policy", "internal/matching", "internal/allotment", "internal/figures", "internal/disclosure", "draw", "."}

// standardOnly is what an outsider must be able to read without learning a library.
var standardOnly = []string{".", "draw", "draw/verifier"}

// drivers are the modules that speak to a database. Only their keepers name them.
var drivers = []string{"github.com/ncruces/go-sqlite3", "github.com/jackc/pgx", "github.com/uptrace/bun",
	"github.com/pressly/goose", "github.com/riverqueue/river/riverdriver"}

var driverKeepers = []string{"internal/store", "internal/jobs", "internal/hometest"}

// outside may import what they like: they are no part of the binary. Nothing may import them, but for tests.
var outside = regexp.MustCompile(`^(bench|scripts)(/|$)|^internal/hometest$`)

const module = "homeward"

// source is one Go file of the house.
type source struct {
	path string // from the root, with slashes
	dir  string
	file *ast.File
	fset *token.FileSet
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// imports lists what the file imports; packages of this house as their folder ("." for the root).
func (s source) imports() (ours, others []string) {
	for _, spec := range s.file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		switch {
		case p == module:
			ours = append(ours, ".")
		case strings.HasPrefix(p, module+"/"):
			ours = append(ours, strings.TrimPrefix(p, module+"/"))
		default:
			others = append(others, p)
		}
	}
	return ours, others
}

// sources parses every Go file of the repository.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		p = filepath.ToSlash(p)
		all = append(all, source{p, path.Dir(p), f, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func floorOf(dir string) int {
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, dir) })
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		if outside.MatchString(s.dir) || s.test() {
			continue
		}
		from := floorOf(s.dir)
		if from < 0 {
			t.Errorf("%s: package %s has no floor in the house (see floors)", s.path, s.dir)
			continue
		}
		ours, _ := s.imports()
		for _, dir := range ours {
			to := floorOf(dir)
			switch {
			case outside.MatchString(dir):
				t.Errorf("%s imports %s, which is for tests and measurements", s.path, dir)
			case to < from:
				t.Errorf("%s imports %s, which stands above it", s.path, dir)
			case to == from && !slices.Contains(beside[s.dir], dir):
				t.Errorf("%s imports %s, which stands beside it", s.path, dir)
			}
		}
	}
}

func TestPurePackagesStandAlone(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || !slices.Contains(pure, s.dir) {
			continue
		}
		ours, others := s.imports()
		for _, dir := range ours {
			if dir != "." && !slices.Contains(beside[s.dir], dir) {
				t.Errorf("%s imports %s: a pure package knows the root of the house only", s.path, dir)
			}
		}
		for _, p := range others {
			if p == "database/sql" || p == "net/http" || p == "os/exec" {
				t.Errorf("%s imports %s: a pure package is handed what it needs", s.path, p)
			}
			first, _, _ := strings.Cut(p, "/")
			if strings.Contains(first, ".") && slices.Contains(standardOnly, s.dir) {
				t.Errorf("%s imports %s: only the standard library here", s.path, p)
			}
		}
	}
}

func TestOnlyTheStoreNamesADriver(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || slices.Contains(driverKeepers, s.dir) || outside.MatchString(s.dir) {
			continue
		}
		_, others := s.imports()
		for _, p := range others {
			if slices.ContainsFunc(drivers, func(d string) bool { return p == d || strings.HasPrefix(p, d+"/") }) {
				t.Errorf("%s imports %s", s.path, p)
			}
		}
	}
}

// sentence is how a statement of SQL begins. Upper case, as the house writes it, so that English is not taken for it.
var sentence = regexp.MustCompile(`(?s)^\s*(SELECT\s.*\sFROM\s|SELECT\s+1\b|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|SCHEMA)\s|ALTER\s+TABLE\s|DROP\s+(TABLE|INDEX|SCHEMA)\s|WITH\s+\w+\s+AS\s*\()`)

func TestSQLLiesInTheStore(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || s.dir == "internal/store" || outside.MatchString(s.dir) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if v, err := strconv.Unquote(lit.Value); err == nil && sentence.MatchString(v) {
				t.Errorf("%s holds SQL: %.60q", s.fset.Position(lit.Pos()), v)
			}
			return true
		})
	}
}

func TestNoUtilNoInit(t *testing.T) {
	unspeaking := []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "shared", "types", "lib"}
	for _, s := range sources(t) {
		if slices.Contains(unspeaking, s.file.Name.Name) {
			t.Errorf("%s: a package named %s says nothing about what is in it", s.path, s.file.Name.Name)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init works behind the reader's back; do it where it is asked for", s.fset.Position(f.Pos()))
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	told := map[string]bool{}
	for _, s := range sources(t) {
		if s.test() || outside.MatchString(s.dir) {
			continue
		}
		told[s.dir] = told[s.dir] || s.file.Doc.Text() != ""
	}
	for _, dir := range slices.Sorted(maps.Keys(told)) {
		if !told[dir] {
			t.Errorf("package %s has no comment that says what it is", dir)
		}
	}
}

// exists says whether a folder of the house holds Go code already.
func exists(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	return slices.ContainsFunc(files, func(f string) bool {
		return !strings.HasSuffix(f, "_test.go") && filepath.Base(f) != "doc.go"
	})
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
