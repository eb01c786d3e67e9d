package difftest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// cells are the fields that random grants and masks are about.
var cells = []string{"id", "t1", "t2", "n1", "owner", "tags"}

// RandomSource writes random policies about items: raw Rego, with helper rules,
// functions, sets and all forms of conditions that a plan can hold. Restrictions
// and masks stand sometimes in a policy of their own, grants in one of an app
// package.
func RandomSource(r *rand.Rand, far *Far) access.Source {
	src := access.Source{Entity: Entity, Schema: World{}, Modules: map[string]string{}, Related: far.Related(r)}
	generated := newWriter(r, "generated."+Entity)
	granting, taking := generated, generated
	if r.IntN(4) == 0 {
		granting = newWriter(r, "app.random."+Entity)
	}
	if r.IntN(4) == 0 {
		taking = newWriter(r, "custom.random")
	}
	for i := range 2 + r.IntN(3) {
		id := fmt.Sprintf("g%d", i)
		pick(r, []*writer{generated, granting}).set("grant", id)
		g := access.Grant{ID: id, Role: "sales", Read: map[string]bool{"id": true}, Write: map[string]bool{}}
		for _, f := range cells {
			g.Read[f] = g.Read[f] || r.IntN(2) == 0
			g.Write[f] = r.IntN(2) == 0
		}
		src.Grants = append(src.Grants, restrain(r, g))
	}
	for i := range r.IntN(3) {
		taking.set("restriction", fmt.Sprintf("r%d", i))
	}
	for i := range r.IntN(3) {
		id := fmt.Sprintf("m%d", i)
		taking.set("mask", id)
		src.Masks = append(src.Masks, access.Mask{ID: id, Fields: []string{pick(r, cells), "t1"}, Show: pick(r, []string{"all", "tail", "round"})})
	}
	for i := range r.IntN(3) {
		taking.set("obligation", fmt.Sprintf("o%d", i))
	}
	for _, w := range []*writer{generated, granting, taking} {
		src.Modules[w.pkg+".rego"] = w.text.String()
	}
	return src
}

// restrain takes from a grant what one may find by and write more than once.
func restrain(r *rand.Rand, g access.Grant) access.Grant {
	if r.IntN(2) == 0 {
		g.Find = map[string]bool{"id": true, pick(r, cells): true, pick(r, cells): true}
	}
	for _, f := range cells {
		if g.Write[f] && r.IntN(4) == 0 {
			g.Once = append(g.Once, f)
		}
	}
	return g
}

func newWriter(r *rand.Rand, pkg string) *writer {
	w := &writer{Rand: r, pkg: pkg, related: true}
	w.printf("package %s\n\nimport rego.v2\n", pkg)
	w.helpers()
	return w
}

// writer writes one module.
type writer struct {
	*rand.Rand
	pkg     string
	text    strings.Builder
	rules   []string // helper rules that hold or not
	funcs   int      // functions f0 … of one text
	names   int      // variables used so far
	related bool     // whether other records are readable may be asked
	late    bool     // the helpers of every module are written
	locals  map[query.Kind][]string
}

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(&w.text, format, args...) }

// set writes a member of a set, sometimes with two bodies.
func (w *writer) set(set, id string) {
	for range 1 + w.IntN(5)/4 {
		w.printf("\n%s contains %q if {\n%s}\n", set, id, w.body())
	}
}

func (w *writer) helpers() {
	w.printf("\ndefault level := 1\n\nlevel := 2 if %s\n", w.atom())
	w.printf("\ntable := {\"a\": 1, \"b\": 2, \"客户\": 1}\n")
	w.printf("\nweighty(x) if x.rank > 1\n\nweighty(x) if x.text\n\nsame(x, y) if x == y\n\ndiffers(x, y) if x != y\n")
	w.printf("\nnamed contains \"a\" if %s\n\nnamed contains %s\n", w.atom(), w.path(query.Text))
	w.late = true
	w.printf("\nfirst(x) := x if x != \"a\"\n")
	for i := range 1 + w.IntN(3) {
		w.locals = map[query.Kind][]string{query.Text: {"x", "x", "x"}}
		w.printf("\nf%d(x) if {\n\tx != \"zz\"\n%s}\n", i, w.statements())
		if w.IntN(2) == 0 {
			w.printf("\nf%d(x) if x == %s\n", i, w.constant(query.Text))
		}
		w.locals = nil
		w.funcs++
	}
	for i := range 1 + w.IntN(3) {
		name := fmt.Sprintf("h%d", i)
		for range 1 + w.IntN(2) {
			w.printf("\n%s if {\n%s}\n", name, w.body())
		}
		w.rules = append(w.rules, name)
	}
}

// body writes the lines of a rule.
func (w *writer) body() string {
	w.locals = map[query.Kind][]string{}
	defer func() { w.locals = nil }()
	return w.statements()
}

func (w *writer) statements() string {
	var b strings.Builder
	for range 1 + w.IntN(3) {
		b.WriteString("\t" + strings.ReplaceAll(w.statement(), "\n", "\n\t") + "\n")
	}
	return b.String()
}

func (w *writer) name() string {
	w.names++
	return fmt.Sprintf("v%d", w.names)
}

// statement is a condition, or what only stands in a line of its own.
func (w *writer) statement() string {
	v := w.name()
	switch w.IntN(22) {
	case 15, 16, 17:
		return w.relation()
	case 18, 19:
		return w.sometimesNot(w.idList())
	case 20:
		return w.overlap()
	case 7:
		return fmt.Sprintf("some %s in named\n%s", v, w.sometimesNot(w.comparison(query.Text, v)))
	case 8:
		return fmt.Sprintf("every %s in named {\n\t%s\n}", v, w.sometimesNot(w.comparison(query.Text, v)))
	case 9:
		return fmt.Sprintf("some %s in [%s, %s]\n%s", v, w.path(query.Text), w.side(query.Text), w.sometimesNot(w.comparison(query.Text, v)))
	case 0:
		kind := pick(w.Rand, kinds)
		line := v + " := " + w.path(kind)
		w.local(kind, v)
		return line + "\n" + w.sometimesNot(w.comparison(kind, v))
	case 1:
		return fmt.Sprintf("%s := input.record.%s\n%s", v, pick(w.Rand, []string{"owner", "dep"}), w.sometimesNot(v+".id == input.user.id"))
	case 2:
		return fmt.Sprintf("some %s in input.record.tags\n%s == %s", v, v, w.side(query.Text))
	case 3:
		return fmt.Sprintf("some %s in input.record.tags\n%s in {%s, %s}", v, v, w.constant(query.Text), w.constant(query.Text))
	case 4:
		return fmt.Sprintf("every %s in {%s, %s} {\n\t%s\n}", v, w.constant(query.Text), w.constant(query.Text),
			w.sometimesNot(w.comparison(query.Text, v)))
	case 5:
		return fmt.Sprintf("some %s in [%s, %s]\n%s == %s", v, w.constant(query.Integer), w.constant(query.Integer), w.path(query.Integer), v)
	case 6:
		return fmt.Sprintf("%s := object.get(input.record, \"t2\", %s)\n%s", v, w.constant(query.Text), w.sometimesNot(w.comparison(query.Text, v)))
	}
	return w.expr(2)
}

// named is the set of names; its own rules cannot use it.
func (w *writer) named() string {
	if w.late {
		return "named"
	}
	return "input.record.tags"
}

func (w *writer) local(k query.Kind, v string) {
	if w.locals != nil {
		w.locals[k] = append(w.locals[k], v)
	}
}

func (w *writer) sometimesNot(cond string) string {
	if w.IntN(2) == 0 {
		return "not " + cond
	}
	return cond
}

// expr is a condition of conditions.
func (w *writer) expr(depth int) string {
	if depth == 0 {
		return w.atom()
	}
	switch w.IntN(7) {
	case 0, 1:
		return "not " + w.grouped(depth-1)
	case 2:
		return w.grouped(depth-1) + " and " + w.grouped(depth-1)
	case 3:
		return w.grouped(depth-1) + " or " + w.grouped(depth-1)
	}
	return w.atom()
}

func (w *writer) grouped(depth int) string {
	e := w.expr(depth)
	if strings.HasPrefix(e, "not ") || strings.Contains(e, " and ") || strings.Contains(e, " or ") {
		return "(" + e + ")"
	}
	return e
}

var kinds = []query.Kind{
	query.Text, query.Text, query.Text, query.Integer, query.Number, query.Boolean,
	query.Date, query.Time, query.Instant, query.UUID,
}

func (w *writer) atom() string {
	kind := pick(w.Rand, kinds)
	choice := w.IntN(16)
	if !w.late {
		choice = min(choice, 5)
	}
	switch choice {
	case 0:
		return pick(w.Rand, []string{
			"input.record.owner", "input.record.dep", "input.record.dep.parent", "input.record.owner.manager",
			`"sales" in input.roles`, `"admin" in input.roles`, `input.action == "read"`, `input.channel != "web"`,
		})
	case 1:
		return w.path(kind)
	case 2:
		return fmt.Sprintf("%s in {%s, %s}", w.path(kind), w.constant(kind), w.constant(kind))
	case 3:
		return fmt.Sprintf("%s in [%s, %s]", w.path(kind), w.constant(kind), w.path(kind))
	case 4:
		return fmt.Sprintf("%s in %s", w.side(query.Text), pick(w.Rand, []string{"input.record.tags", "input.user.skills", "input.record.owner.skills", w.named()}))
	case 5:
		return fmt.Sprintf("%s(%s, %s)", pick(w.Rand, []string{"same", "differs"}), w.path(kind), w.alike(kind))
	case 6:
		return fmt.Sprintf("table[%s] == %d", w.path(query.Text), 1+w.IntN(2))
	case 7:
		return fmt.Sprintf("level %s %d", w.operator(), 1+w.IntN(2))
	case 8:
		return fmt.Sprintf("first(%s) == %s", w.path(query.Text), w.side(query.Text))
	case 9:
		if w.funcs > 0 {
			return fmt.Sprintf("f%d(%s)", w.IntN(w.funcs), w.path(query.Text))
		}
	case 10, 11:
		if len(w.rules) > 0 {
			return pick(w.Rand, w.rules)
		}
	}
	return w.comparison(kind, w.path(kind))
}

// alike is a side of another kind that can still be told to be different.
func (w *writer) alike(k query.Kind) string {
	switch k {
	case query.Integer, query.Number, query.Boolean:
		return w.constant(pick(w.Rand, []query.Kind{query.Integer, query.Text, query.Boolean}))
	case query.Text:
		return w.constant(pick(w.Rand, []query.Kind{query.Integer, query.Text, query.Boolean, query.Text}))
	}
	return w.constant(k)
}
