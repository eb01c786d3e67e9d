package check

import (
	"strings"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
)

// rules lets access rules be translated, for what is wrong with their scopes
// and conditions. Where an entity is missing because of its own problems,
// nothing can be said about what leads there.
func (c *checker) rules() {
	for key, l := range c.problems {
		if key.Kind == definition.KindEntity && len(l) > 0 {
			return
		}
	}
	rules := policygen.NewRules(c.set)
	readings := map[string][]policygen.Reading{}
	for _, e := range c.set.Entities {
		wrong, reads := rules.Check(e.Name)
		for _, p := range wrong {
			d, pointer := c.place(p.Pointer)
			p.Pointer = pointer
			c.problems[d.key] = append(c.problems[d.key], p)
		}
		readings[e.Name] = reads
	}
	for _, e := range c.set.Entities {
		for _, r := range readings[e.Name] {
			if path := back(readings, r.Entity, e.Name, map[string]bool{}); path != nil {
				d, pointer := c.place(r.Pointer)
				d.add(pointer, "access_cycle", "path", e.Name+" → "+strings.Join(path, " → "))
			}
		}
	}
}

// place splits the pointer of a rule's problem into the document and the place
// within it.
func (c *checker) place(pointer string) (document, string) {
	parts := strings.SplitN(pointer, "/", 4)
	if len(parts) < 3 {
		return c.about("", ""), pointer
	}
	rest := ""
	if len(parts) == 4 {
		rest = "/" + parts[3]
	}
	return c.about(definition.Kind(parts[1]), parts[2]), rest
}

// back finds how to know who reads one entity leads to another; nil when it
// does not.
func back(readings map[string][]policygen.Reading, from, to string, seen map[string]bool) []string {
	if from == to {
		return []string{to}
	}
	if seen[from] {
		return nil
	}
	seen[from] = true
	for _, r := range readings[from] {
		if path := back(readings, r.Entity, to, seen); path != nil {
			return append([]string{from}, path...)
		}
	}
	return nil
}
