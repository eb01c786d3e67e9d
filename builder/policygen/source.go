package policygen

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Source is the document that a rule is made from. Of kind entity it is what
// the entity itself says of access to it.
type Source struct {
	Kind  definition.Kind
	Name  string
	Title definition.Text
	Role  string // of a grant
}

func (s Source) is(other Source) bool { return s.Kind == other.Kind && s.Name == other.Name }

// Part is the lines of a module that are made from one document: from the
// first to the last, counted from 1, with the title above them.
type Part struct {
	Source
	From, To int
}

// Module gives the generated module of one entity as Generate does, and which
// lines are made from which documents, from above. Lines that several documents
// ask stand once for each.
func (r *Rules) Module(entity string) (string, []Part, error) {
	g, rules, err := r.formatted(entity)
	if err != nil {
		return "", nil, err
	}
	if len(rules) != len(g.rules)+len(g.helpers) {
		return "", nil, fmt.Errorf("the module of %s has %d rules of %d", entity, len(rules), len(g.rules)+len(g.helpers))
	}
	src := g.policy.Modules[FileName]
	lines := strings.Split(src, "\n")
	parts := []Part{}
	for i, rule := range rules {
		from, to := place(rule, lines)
		for _, s := range g.sources(i) {
			parts = append(parts, Part{s, from, to})
		}
	}
	return src, parts, nil
}

// sources are the documents that a rule is made from, by its place in the
// module.
func (g *generator) sources(i int) []Source {
	if i < len(g.rules) {
		return []Source{g.rules[i].source}
	}
	return g.helpers[i-len(g.rules)].sources
}

// place gives the lines of a rule, with the comments right above it.
func place(rule *ast.Rule, lines []string) (from, to int) {
	from = rule.Location.Row
	to = from + strings.Count(strings.TrimRight(string(rule.Location.Text), "\n"), "\n")
	for from > 1 && strings.HasPrefix(lines[from-2], "#") {
		from--
	}
	return from, to
}
