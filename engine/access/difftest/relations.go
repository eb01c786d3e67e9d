package difftest

import (
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// noteArrays are the paths to arrays of notes from an item.
var noteArrays = []string{`input.record["note.item"]`, `input.record["note.item"]`, `input.record["note.item"]`, `input.record.owner["note.author"]`}

// relation is a condition about the records that lead to an item.
func (w *writer) relation() string {
	v := w.name()
	switch w.IntN(8) {
	case 6:
		return w.linked(v)
	case 0:
		return fmt.Sprintf("every %s in %s {\n\t%s\n}", v, pick(w.Rand, noteArrays), w.sometimesNot(w.ofNote(v)))
	case 1:
		s := w.name()
		inner := w.ofStep(s, v)
		if w.IntN(2) == 0 {
			inner = fmt.Sprintf("some %s in %s[\"step.note\"]\n%s", s, v, inner)
		} else {
			inner = fmt.Sprintf("every %s in %s[\"step.note\"] {\n\t%s\n}", s, v, inner)
		}
		return fmt.Sprintf("some %s in %s\n%s\n%s", v, pick(w.Rand, noteArrays), w.sometimesNot(w.ofNote(v)), inner)
	case 2:
		return w.shared("input.record.shares")
	case 3:
		return fmt.Sprintf("some %s in input.record[\"note.item\"]\n%s", v, w.shared(v+".shares"))
	}
	lines := []string{fmt.Sprintf("some %s in %s", v, pick(w.Rand, noteArrays))}
	for range 1 + w.IntN(2) {
		lines = append(lines, w.sometimesNot(w.ofNote(v)))
	}
	return strings.Join(lines, "\n")
}

// linked is a condition about the members of an item, or of the items that a
// user is a member of.
func (w *writer) linked(v string) string {
	ofUser := w.sometimesNot(pick(w.Rand, []string{
		v + ".id == input.user.id", v + ".id in input.user.teammates", v + ".manager.id == input.user.id", v + ".level > input.record.n1",
		v + ".id == input.record.owner.id", v + ".department.open", fmt.Sprintf("%s in %s.skills", w.side(query.Text), v),
	}))
	switch w.IntN(4) {
	case 0:
		return fmt.Sprintf("every %s in input.record.members {\n\t%s\n}", v, ofUser)
	case 1:
		s := w.name()
		return fmt.Sprintf("some %s in input.record.owner[\"item.members\"]\nsome %s in %s.members\n%s.id == input.user.id", s, v, s, v)
	}
	return fmt.Sprintf("some %s in input.record.members\n%s", v, ofUser)
}

// ofNote is a condition about a note that a variable holds.
func (w *writer) ofNote(v string) string {
	switch w.IntN(10) {
	case 0:
		return v + ".author.id == input.user.id"
	case 1:
		return v + ".author.id in input.user." + pick(w.Rand, []string{"subordinates", "teammates"})
	case 2:
		return v + ".author"
	case 3:
		return fmt.Sprintf("%s.author.name == %s", v, w.side(query.Text))
	case 4:
		return fmt.Sprintf("%s in %s.labels", w.side(query.Text), v)
	case 5:
		return fmt.Sprintf("%s.rank %s %s", v, w.operator(), w.side(query.Integer))
	case 6:
		if w.related {
			return v + pick(w.Rand, []string{"._readable", ".author._readable", "._readable == true"})
		}
	case 7:
		return fmt.Sprintf("weighty(%s)", v)
	}
	return w.comparison(query.Text, v+".text")
}

// ofStep is a condition about a step of a note.
func (w *writer) ofStep(s, note string) string {
	return pick(w.Rand, []string{
		s + ".done", "not " + s + ".done", fmt.Sprintf("%s.rank > %s.rank", s, note), fmt.Sprintf("%s.rank %s %s", s, w.operator(), w.side(query.Integer)),
		s + ".rank == input.record.n1",
	})
}

// shared is a condition about the shares of a record.
func (w *writer) shared(list string) string {
	v := w.name()
	lines := []string{
		fmt.Sprintf("some %s in %s", v, list), v + ".principal in input.user.principals",
		fmt.Sprintf("%s.level >= %d", v, 1+w.IntN(3)), v + ".until > input.now",
	}
	if w.IntN(4) == 0 {
		lines = append(lines, fmt.Sprintf("not %s.cause == %s", v, w.side(query.Text)))
	}
	return strings.Join(lines, "\n")
}

// idList is a condition about the lists of ids that a user has.
func (w *writer) idList() string {
	switch w.IntN(6) {
	case 0:
		return "input.record.owner.department.id in input.user.department_below"
	case 1:
		return "input.record.dep.id in input.user.department_below"
	case 2:
		return "input.record.owner.manager.id in input.user.subordinates"
	case 3:
		return "input.user.manager in input.user.teammates"
	case 4:
		if w.related {
			return pick(w.Rand, []string{"input.record.owner._readable", "input.record.dep._readable", "input.record.owner.department._readable"})
		}
	}
	return "input.record.owner.id in input.user." + pick(w.Rand, []string{"subordinates", "teammates", "principals"})
}

// overlap is a condition that two lists share an element.
func (w *writer) overlap() string {
	v, o := w.name(), w.name()
	switch w.IntN(3) {
	case 0:
		return fmt.Sprintf("some %s in input.record.tags\nsome %s in input.user.skills\n%s == %s", v, o, v, o)
	case 1:
		return fmt.Sprintf("some %s in input.user.teams\n%s in input.user.department_below", v, v)
	}
	return fmt.Sprintf("some %s in input.record.tags\n%s in %s", v, v, pick(w.Rand, []string{"input.user.skills", "input.record.owner.skills"}))
}
