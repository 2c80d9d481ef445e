package homeward_test

import (
	"bytes"
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"homeward"
)

// Every action that is built has a step of that name: "round.draw" is done by House.DrawRound and by nothing else.
func TestActionsAreSteps(t *testing.T) {
	if !exists("internal/casework") {
		t.Skip("no casework yet")
	}
	steps := map[string]*ast.FuncDecl{}
	for _, s := range sources(t) {
		if s.dir != "internal/casework" || s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.IsExported() && receiver(f) == "House" {
				steps[f.Name.Name] = f
			}
		}
	}
	known := map[string]homeward.Action{}
	for _, info := range homeward.Actions {
		name := info.Action.Function()
		known[name] = info.Action
		if _, ok := steps[name]; !ok && !info.Later {
			t.Errorf("%s has no step: casework lacks House.%s", info.Action, name)
		}
	}
	for name, f := range steps {
		for _, used := range written(f) {
			if known[name] != used {
				t.Errorf("House.%s writes as %s, which is the word of House.%s", name, used, used.Function())
			}
		}
	}
}

func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, _ := typ.(*ast.Ident)
	if id == nil {
		return ""
	}
	return id.Name
}

// written lists the actions that a function hands to a call of Write.
func written(f *ast.FuncDecl) (used []homeward.Action) {
	constants := map[string]homeward.Action{}
	for _, info := range homeward.Actions {
		noun, verb, _ := strings.Cut(string(info.Action), ".")
		constants[strings.ToUpper(noun[:1])+noun[1:]+strings.ToUpper(verb[:1])+verb[1:]] = info.Action
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Write" {
			return true
		}
		for _, arg := range call.Args {
			if sel, ok := arg.(*ast.SelectorExpr); ok {
				if a, ok := constants[sel.Sel.Name]; ok {
					used = append(used, a)
				}
			}
		}
		return true
	})
	return used
}

var (
	code = regexp.MustCompile("`([^`\n]+)`")
	link = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
	// A path of the house begins with one of its rooms; a word without a slash is one when it is a Go file or a document.
	housePath = regexp.MustCompile(`^((cmd|internal|draw|docs|policies|bench|scripts|\.ci)/[\w./*-]*|[\w.-]+\.(go|md))$`)
)

// paths lists what a document says lies in this repository.
func paths(doc string) (list []string) {
	for _, m := range code.FindAllStringSubmatch(doc, -1) {
		if housePath.MatchString(m[1]) {
			list = append(list, m[1])
		}
	}
	for _, m := range link.FindAllStringSubmatch(doc, -1) {
		if !strings.Contains(m[1], "://") {
			list = append(list, m[1])
		}
	}
	return list
}

// The map shows the house as it stands: nothing on it is gone, no room and no step is missing from it.
func TestTheMapIsTrue(t *testing.T) {
	documents, _ := filepath.Glob("docs/*.md")
	for _, doc := range append(documents, "ARCHITECTURE.md", "README.md") {
		for _, p := range paths(read(t, doc)) {
			beside, _ := filepath.Glob(filepath.Join(filepath.Dir(doc), p))
			atRoot, _ := filepath.Glob(p)
			if len(beside)+len(atRoot) == 0 {
				t.Errorf("%s names %s, which does not exist", doc, p)
			}
		}
	}

	architecture := read(t, "ARCHITECTURE.md")
	named := map[string]bool{}
	for _, m := range code.FindAllStringSubmatch(architecture, -1) {
		named[strings.TrimSuffix(m[1], "/")] = true
	}
	for _, s := range sources(t) {
		if s.test() || outside.MatchString(s.dir) && s.dir != "internal/hometest" {
			continue
		}
		if s.dir != "." && !named[s.dir] {
			t.Errorf("ARCHITECTURE.md does not name the package %s", s.dir)
			named[s.dir] = true // once is enough
		}
		if s.dir == "internal/casework" && !named[s.path] {
			t.Errorf("ARCHITECTURE.md does not name the step %s", s.path)
		}
	}
}

// README promises two commands, and the Makefile keeps them.
func TestReadmeHasTwoCommands(t *testing.T) {
	fence := regexp.MustCompile("(?ms)^```(?:sh|console)?\n(.*?)^```")
	var commands []string
	for _, m := range fence.FindAllStringSubmatch(read(t, "README.md"), -1) {
		for line := range strings.Lines(m[1]) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				commands = append(commands, line)
			}
		}
	}
	if want := []string{"make demo", "make test"}; !slices.Equal(commands, want) {
		t.Errorf("README.md tells a newcomer to run %q, want %q", commands, want)
	}
	makefile := read(t, "Makefile")
	for _, target := range []string{"demo", "test"} {
		if !regexp.MustCompile(`(?m)^` + target + `:`).MatchString(makefile) {
			t.Errorf("Makefile has no target %s", target)
		}
	}
}

// What machines wrote is what they would write again.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the generators")
	}
	t.Run("GLOSSARY.md", func(t *testing.T) {
		if got := run(t, ".", "go", "run", "./scripts/glossary"); got != read(t, "GLOSSARY.md") {
			t.Error("GLOSSARY.md is not what the doc comments say: run make generate")
		}
	})
	t.Run("pages", func(t *testing.T) {
		// The path of the tool, once: go tool itself looks at the whole module first, at every page.
		templ := strings.TrimSpace(run(t, ".", "go", "tool", "-n", "templ"))
		pages, _ := filepath.Glob("internal/*/*.templ")
		for _, page := range pages {
			written := strings.TrimSuffix(page, ".templ") + "_templ.go"
			dir, file := filepath.Split(page)
			if got := run(t, dir, templ, "generate", "-log-level", "error", "-stdout", "-f", file); got != read(t, written) {
				t.Errorf("%s is not what %s says: run make generate", written, page)
			}
		}
		orphans, _ := filepath.Glob("internal/*/*_templ.go")
		for _, file := range orphans {
			if _, err := os.Stat(strings.TrimSuffix(file, "_templ.go") + ".templ"); err != nil {
				t.Errorf("%s was written from a page that is gone", file)
			}
		}
	})
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out)
}

// The lock holds what packages are, not where somebody's machine fetched them.
func TestTheLockNamesNoRegistry(t *testing.T) {
	if lock := read(t, "package-lock.json"); strings.Contains(lock, `"resolved"`) || strings.Contains(lock, "://") {
		t.Error("package-lock.json names a registry: install with this folder's .npmrc")
	}
}
