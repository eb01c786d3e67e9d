package access

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/policies"
)

// Limits of what an entity's policies may be.
const (
	maxModule  = 128 << 10 // bytes of one file
	maxModules = 1 << 20   // bytes of all files
	maxNesting = 100       // brackets within brackets
)

// sets are the rules of a policy that mean something, and the kinds of
// packages that may have them.
var sets = map[string][]string{
	"grant":       {"generated", "app"},
	"result":      {"generated", "app"},
	"restriction": {"generated", "app", "custom"},
	"mask":        {"generated", "app", "custom"},
	"obligation":  {"generated", "app", "custom"},
}

// composition parses the embedded policies once.
var composition = sync.OnceValues(func() (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	err := fs.WalkDir(policies.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		src, err := fs.ReadFile(policies.Files, name)
		if err != nil {
			return err
		}
		modules[name], err = ast.ParseModuleWithOpts(name, string(src), parserOptions())
		return err
	})
	return modules, err
})

func parserOptions() ast.ParserOptions {
	return ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities(), ProcessAnnotation: true}
}

// parse reads the modules of a source and gives all that is wrong with them.
func parse(s Source) (map[string]*ast.Module, error) {
	modules, total := map[string]*ast.Module{}, 0
	var faults problem.List
	for name, src := range s.Modules {
		total += len(src)
		if len(src) > maxModule || total > maxModules || nesting(src) > maxNesting {
			faults.Add(pointer(name), "policy_too_large", "file", name)
			continue
		}
		m, err := ast.ParseModuleWithOpts(name, src, parserOptions())
		if err != nil {
			addFaults(&faults, name, err)
			continue
		}
		if m == nil {
			faults.Add(pointer(name), "policy_empty", "file", name)
			continue
		}
		checkModule(&faults, name, s, m)
		modules[name] = m
	}
	return modules, invalid(faults)
}

// checkModule asks what every policy must keep: its package, rego.v2, and the
// sets that its package may have.
func checkModule(faults *problem.List, name string, s Source, m *ast.Module) {
	kind, ok := packageKind(m, s.Entity)
	if !ok {
		faults.Add(pointer(name), "policy_package", "file", name, "line", m.Package.Location.Row, "package", m.Package.Path.String())
		return
	}
	v2 := slices.ContainsFunc(m.Imports, func(i *ast.Import) bool { return i.Path.String() == "rego.v2" })
	if !v2 {
		faults.Add(pointer(name), "policy_import", "file", name, "line", m.Package.Location.Row, "import", "rego.v2")
	}
	for _, rule := range m.Rules {
		kinds, special := sets[string(rule.Head.Name)]
		if !special {
			continue
		}
		may := slices.Contains(kinds, kind) || kind == "custom" && s.CustomGrants[name]
		if !may || rule.Head.Key == nil || rule.Head.Value != nil || rule.Default {
			faults.Add(pointer(name), "policy_set", "file", name, "line", rule.Location.Row, "rule", string(rule.Head.Name))
		}
	}
}

// packageKind tells which of the three places a module belongs to.
func packageKind(m *ast.Module, entity string) (string, bool) {
	var parts []string
	for _, t := range m.Package.Path[1:] {
		s, ok := t.Value.(ast.String)
		if !ok {
			return "", false
		}
		parts = append(parts, string(s))
	}
	switch {
	case len(parts) == 2 && parts[0] == "generated" && parts[1] == entity,
		len(parts) == 3 && parts[0] == "app" && parts[2] == entity,
		len(parts) == 2 && parts[0] == "custom":
		return parts[0], true
	}
	return "", false
}

// nesting is how deep brackets stand within each other outside texts and
// comments.
func nesting(src string) int {
	depth, deepest := 0, 0
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '"', '`':
			i = skipText(src, i)
		case '#':
			if end := strings.IndexByte(src[i:], '\n'); end >= 0 {
				i += end
			} else {
				return deepest
			}
		case '(', '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ')', ']', '}':
			depth--
		}
	}
	return deepest
}

// skipText gives the position of the quote that ends the text begun at i.
func skipText(src string, i int) int {
	quote := src[i]
	for i++; i < len(src) && src[i] != quote; i++ {
		if quote == '"' && src[i] == '\\' {
			i++
		}
		if quote == '"' && i < len(src) && src[i] == '\n' {
			return i
		}
	}
	return i
}

func pointer(file string) string {
	return "/modules/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(file)
}

// addFaults turns errors of OPA into details with file and line.
func addFaults(faults *problem.List, file string, err error) {
	var list ast.Errors
	if !errors.As(err, &list) {
		faults.Add(pointer(file), "policy_invalid", "file", file, "text", err.Error())
		return
	}
	for _, e := range list {
		name, line := file, 0
		if e.Location != nil {
			line = e.Location.Row
			if e.Location.File != "" {
				name = e.Location.File
			}
		}
		text := e.Message
		if e.Details != nil {
			text += ": " + strings.Join(e.Details.Lines(), " ")
		}
		faults.Add(pointer(name), "policy_invalid", "file", name, "line", line, "text", text)
	}
}

func invalid(faults problem.List) error {
	if len(faults) == 0 {
		return nil
	}
	p := problem.As(faults.Err())
	p.Code = "policy_invalid"
	for i, d := range p.Details {
		p.Details[i].Message = fmt.Sprintf("%v:%v: %v", d.Params["file"], d.Params["line"], first(d.Params["text"], d.Code))
	}
	return p
}

func first(text any, code string) any {
	if text != nil {
		return text
	}
	return code
}
