package policygen

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/definition"
)

// rule is one member of a set, with the lines of its body.
type rule struct {
	set, id, title string
	lines          []string
	source         Source
}

// add writes a rule for some actions; without actions there is none.
func (g *generator) add(set, id, title string, actions []string, parts ...[]string) {
	if len(actions) == 0 {
		return
	}
	action := "input.action in " + quoteSet(actions)
	if len(actions) == 1 {
		action = "input.action == " + quote(actions[0])
	}
	g.rules = append(g.rules, rule{set, id, title, append([]string{action}, slices.Concat(parts...)...), g.source})
}

// addAlways writes a rule for every action.
func (g *generator) addAlways(set, id, title string, parts ...[]string) {
	lines := slices.Concat(parts...)
	if len(lines) == 0 {
		lines = []string{"true"}
	}
	g.rules = append(g.rules, rule{set, id, title, lines, g.source})
}

// helper is a rule that others ask: a condition with its lines and, for a
// function, its arguments. Several of one name hold where one of them does.
type helper struct {
	name, args, title string
	lines             []string
	sources           []Source // all that ask it; none for what the product asks
}

// addHelper writes a condition that cannot stand within another, and gives the
// text that asks it.
func (g *generator) addHelper(kind, about, args string, lines []string) string {
	base := "_" + kind + "_" + strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, about)
	for i, h := range g.helpers {
		// The same condition need not be written twice.
		if strings.HasPrefix(h.name, base) && h.args == args && slices.Equal(h.lines, lines) {
			if !slices.ContainsFunc(h.sources, g.source.is) {
				g.helpers[i].sources = append(h.sources, g.source)
			}
			return h.call()
		}
	}
	name := base
	for i := 2; g.helperNames[name]; i++ {
		name = base + "_" + strconv.Itoa(i)
	}
	g.helperNames[name] = true
	h := helper{name: name, args: args, lines: lines, sources: []Source{g.source}}
	g.helpers = append(g.helpers, h)
	return h.call()
}

func (h helper) call() string {
	if h.args == "" {
		return h.name
	}
	return h.name + "(" + h.args + ")"
}

// module is the whole text, before it is formatted.
func (g *generator) module() string {
	var b strings.Builder
	b.WriteString("# METADATA\n# title: " + quote("Access to "+g.entity.Name) +
		"\n# description: Made from grants, restrictions and masks. Edits would be lost.\n")
	b.WriteString("package " + ast.Ref{ast.VarTerm("generated"), ast.StringTerm(g.entity.Name)}.String() + "\n\nimport rego.v2\n")
	for _, r := range g.rules {
		writeRule(&b, r.title, r.set+" contains "+quote(r.id), r.lines)
	}
	for _, h := range g.helpers {
		writeRule(&b, h.title, h.call(), h.lines)
	}
	return b.String()
}

func writeRule(b *strings.Builder, title, head string, lines []string) {
	b.WriteString("\n")
	if title != "" {
		b.WriteString("# METADATA\n# title: " + quote(title) + "\n")
	}
	b.WriteString(head + " if {\n")
	for _, line := range lines {
		b.WriteString("\t" + line + "\n")
	}
	b.WriteString("}\n")
}

// recordPath reads a field of the record.
func recordPath(path ...string) string { return inputPath("record", path...) }

func inputPath(root string, path ...string) string {
	ref := ast.Ref{ast.InputRootDocument, ast.StringTerm(root)}
	for _, name := range path {
		ref = append(ref, ast.StringTerm(name))
	}
	return ref.String()
}

// quote writes a text constant; JSON's form is also Rego's and YAML's.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // for people to read
	if err := e.Encode(s); err != nil {
		// A Go string always has a JSON form.
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func quoteSet(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = quote(s)
	}
	slices.Sort(quoted)
	return "{" + strings.Join(slices.Compact(quoted), ", ") + "}"
}

// titleOf takes the English title, or any, or the name.
func titleOf(t definition.Text, name string) string {
	for _, language := range []string{"en", ""} {
		if t[language] != "" {
			return t[language]
		}
	}
	languages := make([]string, 0, len(t))
	for language := range t {
		languages = append(languages, language)
	}
	slices.Sort(languages)
	if len(languages) > 0 {
		return t[languages[0]]
	}
	return name
}
