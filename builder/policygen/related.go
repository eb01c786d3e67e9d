package policygen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Readable is the member of a record that tells whether the caller may read it.
const Readable = "_readable"

// walk is how far a path of relations has been followed.
type walk struct {
	ref    ast.Ref
	entity *definition.Entity
	lines  []string // that name what ref begins with
	many   bool     // a step led to several records
}

// related is true of records whose path leads to records that the caller may
// read.
func (g *generator) related(at string, path []string, every bool) (body, bool) {
	w, ok := g.follow(at, path)
	if !ok {
		return nil, false
	}
	readable := g.mayRead(at, w)
	if !every || !w.many {
		return append(w.lines, readable), true
	}
	name := g.addHelper("unreadable", strings.Join(path, "_"), "", slices.Concat(w.lines, []string{w.to("id"), "not " + readable}))
	return append(w.lines, w.to("id"), "not "+name), true
}

// mayRead asks whether the caller may read the record that was walked to.
func (g *generator) mayRead(at string, w walk) string {
	if g.asking == nil || slices.Contains(g.asking, "read") {
		g.readings = append(g.readings, Reading{at, w.entity.Name})
	}
	return w.to(Readable)
}

// follow walks a path: a step is a relation field, to one record or to many, or
// "entity.field" for the records whose field leads here.
func (g *generator) follow(at string, path []string) (walk, bool) {
	w := walk{ref: recordRef(), entity: g.entity}
	if len(path) == 0 {
		g.problems.Add(at, "scope_without_path")
		return w, false
	}
	for i, step := range path {
		if code := g.step(&w, step, "far"+strconv.Itoa(i+1)); code != "" {
			g.problems.Add(at, code, "name", step, "field", step, "entity", w.entity.Name)
			return w, false
		}
	}
	return w, true
}

// step follows one step of a path, and gives the code of what is wrong.
func (g *generator) step(w *walk, step, name string) string {
	far, field, reverse := strings.Cut(step, ".")
	if !reverse {
		f := fieldOf(w.entity, step)
		if f == nil {
			return "unknown_field"
		}
		next := g.entities[f.Entity]
		if next == nil || f.Table() || f.Links() && name == "" {
			return "not_a_relation"
		}
		if f.Links() {
			w.through(step, name, next)
			return ""
		}
		w.ref, w.entity = append(slices.Clone(w.ref), ast.StringTerm(step)), next
		return ""
	}
	next := g.reverse(w.entity, far, field)
	if next == nil {
		return "unknown_relation"
	}
	w.through(step, name, next)
	return ""
}

// through goes on from any of several records, which gets a name.
func (w *walk) through(step, name string, next *definition.Entity) {
	w.lines = append(w.lines, "some "+name+" in "+w.to(step))
	w.ref, w.entity, w.many = ast.Ref{ast.VarTerm(name)}, next, true
}

// reverse finds the entity whose field leads to another.
func (g *generator) reverse(to *definition.Entity, entity, field string) *definition.Entity {
	e := g.entities[entity]
	if e == nil {
		return nil
	}
	if f := fieldOf(e, field); f == nil || f.Entity != to.Name || f.Table() {
		return nil
	}
	return e
}

// recordRef is the ref of the record itself.
func recordRef() ast.Ref { return ast.Ref{ast.InputRootDocument, ast.StringTerm("record")} }

// to writes the ref with one more name.
func (w walk) to(name string) string {
	return append(slices.Clone(w.ref), ast.StringTerm(name)).String()
}
