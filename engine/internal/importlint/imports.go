package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"
)

// imports finds imports that the tables of rules.go do not allow. Tests may
// import what they like, except that nothing in engine knows the builder.
func (s source) imports() ([]string, error) {
	if path.Ext(s.path) != ".go" || strings.HasPrefix(s.path, ".") || strings.Contains(s.path, "testdata/") {
		return nil, nil
	}
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, s.path, s.text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if why := s.objection(imported); why != "" {
			line := files.Position(spec.Pos()).Line
			problems = append(problems, fmt.Sprintf("%s:%d: %s", s.path, line, why))
		}
	}
	return problems, nil
}

// objection says why the file may not import a package, or nothing.
func (s source) objection(imported string) string {
	folder := path.Dir(s.path)
	if s.test() || inside(folder, modules) {
		return ""
	}
	ours, own := strings.CutPrefix(imported, module)
	if own {
		return direction(folder, ours)
	}
	for _, l := range libraries {
		if inside(imported, l.name) && !insideAny(folder, l.only) {
			return fmt.Sprintf("%s is for %s, and only %s may use it", imported, l.what, strings.Join(l.only, ", "))
		}
	}
	return ""
}

// direction applies the two tables of the project's own packages.
func direction(folder, imported string) string {
	for _, c := range closed {
		if inside(imported, c.name) && !insideAny(folder, c.may) {
			return fmt.Sprintf("%s imports %s, which only %s may", folder, imported, strings.Join(c.may, ", "))
		}
	}
	for _, l := range layers {
		if !inside(folder, l.name) {
			continue
		}
		if inside(imported, l.name) || insideAny(imported, l.may) {
			return ""
		}
		return fmt.Sprintf("%s may import %s, not %s", l.name, list(l.may), imported)
	}
	return fmt.Sprintf("%s has no place in the table of layers", folder)
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing of the project"
	}
	return "only " + strings.Join(names, ", ")
}
