package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// source is one file of the project.
type source struct {
	path string // from the project's folder, with slashes
	text string
}

// kinds are the names of files that people write.
var kinds = []string{".go", ".rego", ".ts", ".tsx", ".mjs", ".css", ".sql", ".sh", ".json"}

// Folders that nobody writes in: anywhere, and at their place below the root.
var (
	notOurs = []string{".git", "node_modules", "dist"}
	outputs = []string{"bin", "data"}
)

// sources reads all of them. Folders with a leading dot are looked into, except
// Git's own.
func sources(root string) ([]source, error) {
	var files []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(notOurs, entry.Name()) || slices.Contains(outputs, relative) {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains(kinds, filepath.Ext(name)) {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files = append(files, source{filepath.ToSlash(relative), string(text)})
		return nil
	})
	return files, err
}

// test tells whether the file only serves tests.
func (s source) test() bool {
	name := path.Base(s.path)
	return strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_test.rego") ||
		strings.Contains(name, ".test.") || strings.Contains(name, ".spec.") || strings.Contains(name, ".stories.")
}

// inside tells whether a path lies in a folder, or is it.
func inside(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// insideAny tells whether a path lies in one of the folders.
func insideAny(name string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { return inside(name, folder) })
}

var generated = regexp.MustCompile(`(?m)^(//|/\*+) (Code generated|This file was auto-generated)|^ \* This file was auto-generated`)

// length finds a file that has grown too long. Lists of words may.
func (s source) length() []string {
	lines := strings.Count(s.text, "\n")
	if lines <= longest || s.test() || path.Ext(s.path) == ".json" || generated.MatchString(s.text) {
		return nil
	}
	return []string{fmt.Sprintf("%s: %d lines; more than %d hold a second idea", s.path, lines, longest)}
}

var undone = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`)

// leftUndone finds notes of work that was put off.
func (s source) leftUndone() []string {
	return s.each(undone, "is a promise, not code: do it, or open an issue")
}

var tradePattern = regexp.MustCompile(`(?i)(` + strings.Join(trade, "|") + `)`)

// tradeWords finds words of one trade in the platform.
func (s source) tradeWords() []string {
	if s.test() || !insideAny(s.path, platform) || inside(s.path, "engine/internal/importlint") || s.example() {
		return nil
	}
	return s.each(tradePattern, "belongs to an app package; the platform knows no trade")
}

// example tells whether the file lies in a folder for examples.
func (s source) example() bool {
	folders := strings.Split(path.Dir(s.path), "/")
	return slices.ContainsFunc(examples, func(name string) bool {
		return inside(s.path, name) || slices.Contains(folders, name)
	})
}

// each reports every line that matches.
func (s source) each(pattern *regexp.Regexp, why string) []string {
	var problems []string
	for i, line := range strings.Split(s.text, "\n") {
		if word := pattern.FindString(strings.ReplaceAll(line, idiom, "")); word != "" {
			problems = append(problems, fmt.Sprintf("%s:%d: %q %s", s.path, i+1, word, why))
		}
	}
	return problems
}
