package problem_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
)

func TestMessage(t *testing.T) {
	t.Parallel()
	params := map[string]any{"max": 32}
	require.Equal(t, "At most 32 characters.", problem.Message("en", "too_long", params))
	require.Equal(t, "最多 32 个字符。", problem.Message("zh-CN", "too_long", params))
	require.Equal(t, "最多 32 个字符。", problem.Message("zh", "too_long", params))
	require.Equal(t, "At most … characters.", problem.Message("fr", "too_long", nil))
	require.Equal(t, "The expression cannot be read. (line 1, column 5)",
		problem.Message("en", "expression_syntax", map[string]any{"line": 1, "column": 5}))
	require.Equal(t, "no_such_code", problem.Message("en", "no_such_code", nil))
	require.Equal(t, "The kind of value is wrong; expected: string, object.",
		problem.Message("en", "wrong_type", map[string]any{"want": []any{"string", "object"}}))
}

func TestBothLanguagesHaveTheSameMessages(t *testing.T) {
	t.Parallel()
	en, zh := texts(t, "en"), texts(t, "zh-CN")
	hole := regexp.MustCompile(`\{\w+\}`)
	for code, text := range en {
		require.Contains(t, zh, code)
		a, b := hole.FindAllString(text, -1), hole.FindAllString(zh[code], -1)
		slices.Sort(a)
		slices.Sort(b)
		require.Equal(t, a, b, code)
	}
	require.Len(t, zh, len(en))
}

func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("messages/" + language + ".json")
	require.NoError(t, err)
	var m map[string]string
	require.NoError(t, json.Unmarshal(raw, &m))
	return m
}

// codeArgument is which argument of a call, by the function's name, is a code.
var codeArgument = map[string]int{
	"Add": 1, "New": 1, "Wrap": 1, "InvalidAt": 1, "wrong": 0, "wrongAt": 1, "fail": 0, "failNode": 1, "failIn": 1, "fault": 1, "add": 1,
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func TestEveryCodeHasAMessage(t *testing.T) {
	t.Parallel()
	en := texts(t, "en")
	var missing []string
	for code, where := range codesInUse(t) {
		if _, ok := en[code]; !ok {
			missing = append(missing, code+" at "+where)
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing)
}

// codesInUse finds every code that production code gives, with a place.
func codesInUse(t *testing.T) map[string]string {
	t.Helper()
	codes := map[string]string{}
	for _, root := range []string{"../../engine", "../../builder"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			if aboutProblems(file) {
				ast.Inspect(file, func(n ast.Node) bool {
					if code := codeOf(n); codeForm.MatchString(code) {
						codes[code] = files.Position(n.Pos()).String()
					}
					return true
				})
			}
			return nil
		})
		require.NoError(t, err)
	}
	return codes
}

// aboutProblems tells whether a file can make problems at all: it imports this
// package, or is in a package that wraps it.
func aboutProblems(file *ast.File) bool {
	for _, i := range file.Imports {
		if strings.HasSuffix(i.Path.Value, `/engine/problem"`) {
			return true
		}
	}
	return slices.Contains([]string{"fieldtype", "expression", "filter", "definition", "check", "policygen"}, file.Name.Name)
}

func codeOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CallExpr:
		at, ok := codeArgument[calleeName(n)]
		if ok && at < len(n.Args) {
			return literal(n.Args[at])
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
			return literal(n.Value)
		}
	}
	return ""
}

func calleeName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) string {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(b.Value)
	if err != nil {
		return ""
	}
	return s
}
