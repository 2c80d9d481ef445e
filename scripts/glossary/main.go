// Command glossary prints GLOSSARY.md: the words of package homeward with what their doc comments say, so that code,
// pages and documents use the same word for the same thing. Run it from the root of the repository.
package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if err := write(os.Stdout, "."); err != nil {
		fmt.Fprintln(os.Stderr, "glossary:", err)
		os.Exit(1)
	}
}

const head = `# Glossary

The words of Homeward, as package homeward defines them. They mean the same in code, pages and documents. This file is
written by ` + "`make generate`" + ` from the doc comments; change those.
`

// write prints the glossary of the package in dir.
func write(w io.Writer, dir string) error {
	fset := token.NewFileSet()
	files, err := parse(fset, dir)
	if err != nil {
		return err
	}
	pkg, err := doc.NewFromFiles(fset, files, "homeward")
	if err != nil {
		return err
	}
	types := slices.Clone(pkg.Types)
	slices.SortFunc(types, func(a, b *doc.Type) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	fmt.Fprint(w, head)
	for _, t := range types {
		if t.Doc == "" || len(t.Decl.Specs) > 1 {
			continue // a group, such as the identifiers: its comment is about all of them, and is no word's meaning
		}
		file := filepath.Base(fset.Position(t.Decl.Pos()).Filename)
		fmt.Fprintf(w, "\n## %s\n\n%s\n\nIn [%s](%s).\n", t.Name, strings.TrimSpace(string(pkg.Markdown(t.Doc))), file, file)
		if values := constants(t); len(values) > 0 {
			fmt.Fprintf(w, "\n%s\n", strings.Join(values, "\n"))
		}
	}
	return nil
}

func parse(fset *token.FileSet, dir string) ([]*ast.File, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// constants lists the values of a type, each with its comment: what a status or a role means. A type whose values
// carry no comments (the actions, which have a table of their own) lists none.
func constants(t *doc.Type) []string {
	var lines []string
	for _, group := range t.Consts {
		for _, spec := range group.Decl.Specs {
			v := spec.(*ast.ValueSpec)
			comment := strings.Join(strings.Fields(v.Doc.Text()+" "+v.Comment.Text()), " ")
			if comment == "" {
				continue
			}
			word := v.Names[0].Name
			if len(v.Values) == 1 {
				if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					word = strings.Trim(lit.Value, `"`)
				}
			}
			lines = append(lines, fmt.Sprintf("- `%s`: %s", word, comment))
		}
	}
	return lines
}
