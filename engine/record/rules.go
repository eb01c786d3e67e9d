package record

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

// demand adds to the write's conditions what the entity says of its values, as
// far as the write concerns it: all of it in a create, else what is about a
// field that is written. So a rule that is younger than a record does not stand
// in the way of what has nothing to do with it.
func (w *writer) demand() error {
	w.ruled, w.rules = len(w.write.Checks), nil
	if w.write.Action != "create" && len(w.write.Set) == 0 {
		return nil
	}
	set, err := w.entity.Values()
	if err != nil {
		return err
	}
	if w.key != nil {
		w.rule(&validation.Check{Code: "outside_key", Holds: w.key.where, Reads: w.key.reads()}, store.Way{Old: query.Const(true), New: w.key.where})
	}
	written := w.assigned()
	for i := range set.Checks {
		k := &set.Checks[i]
		if w.write.Action == "create" || slices.ContainsFunc(k.Reads, func(name string) bool { return slices.Contains(written, name) }) {
			w.rule(k, store.Way{Old: query.Const(true), New: k.Holds})
		}
	}
	for _, lock := range set.Locks {
		if w.write.Action != "create" && slices.Contains(w.fields, lock.Field) {
			w.rule(&validation.Check{At: lock.Field, Code: validation.CodeLocked},
				store.Way{Old: query.Simplify(query.Or{query.Not{P: lock.Where}, w.kept(lock.Field)}), New: query.Const(true)})
		}
	}
	return nil
}

func (w *writer) rule(k *validation.Check, way store.Way) {
	w.rules = append(w.rules, k)
	w.write.Checks = append(w.write.Checks, store.Check{Name: k.At, Code: k.Code, Ways: []store.Way{way}})
}

// kept is true where a field is given the value that it has.
func (w *writer) kept(name string) query.Predicate {
	f, ok := w.entity.Operand(name)
	if !ok || f.Type.Array {
		return query.Const(false)
	}
	given := query.Param{Type: f.Type, Name: store.SetParam(f.Column)}
	return query.Or{query.Compare{Op: query.Eq, X: f, Y: given},
		query.And{query.Not{P: query.Present{X: f}}, query.Not{P: query.Present{X: given}}}}
}

// broken gives the problems of the rules about values that failed, each once.
// One at a field that the caller may not know of stands at the whole record.
// Beside records that are missing, nothing is told that looks at other records:
// it would tell those that the caller cannot read from those that are not there.
func (w *writer) broken(d store.Diagnosis, missing problem.List) problem.List {
	var l problem.List
	for i, k := range w.rules {
		if n := w.ruled + i; n >= len(d.Failed) || !d.Failed[n] || len(missing) > 0 && query.Relates(k.Holds) {
			continue
		}
		p := problem.Detail{Code: k.Code, Message: k.Message.In(w.caller.Language)}
		if k.At != "" && w.knows(k.At) {
			p.Pointer = "/" + k.At
		}
		if !slices.ContainsFunc(l, func(o problem.Detail) bool { return same(o, p) }) {
			l = append(l, p)
		}
	}
	return l
}

func same(a, b problem.Detail) bool {
	return a.Pointer == b.Pointer && a.Code == b.Code && a.Message == b.Message
}

// allWrong adds to what is wrong with a payload by itself what else the rules
// about values find wrong with the record that the rest of it would make, so
// that nobody mends his input twice. Values are those that are right.
func (s *Service) allWrong(ctx context.Context, w *writer, values map[string]any, wrong problem.List) error {
	set, err := w.entity.Values()
	if err != nil || set.None() && len(uniqueRules(w.entity)) == 0 {
		return cmp.Or(err, wrong.Err())
	}
	if err := w.set(ctx, s, values); err != nil {
		return err
	}
	w.fields = w.ofCaller(values)
	if err := w.complete(ctx, s); err != nil {
		return err
	}
	d, err := s.diagnosis(ctx, w)
	if err != nil {
		return err
	}
	if !d.Found || !w.row.unborn && slices.Contains(d.Failed[:w.ruled], true) {
		return wrong.Err() // nothing is told of a record that he may not write so
	}
	return append(wrong, w.wrongToo(d, wrong)...).Err()
}

// wrongToo gives what is wrong with the values of a write beside what is known to
// be. Of a row whose record is not written yet, nothing is told that looks at it.
func (w *writer) wrongToo(d store.Diagnosis, known problem.List) problem.List {
	for i, k := range w.rules {
		unknown := func(p problem.Detail) bool { return slices.ContainsFunc(k.Reads, pointsAt(p)) }
		late := func(name string) bool {
			return slices.Contains(w.late, name) || w.row.early && name == w.entity.Definition.Parent && query.Relates(k.Holds)
		}
		if slices.ContainsFunc(known, unknown) || slices.ContainsFunc(k.Reads, late) {
			d.Failed[w.ruled+i] = false // what it reads is not known
		}
	}
	missing := w.missing(d)
	broken := w.broken(d, missing)
	if w.row.unborn {
		missing = slices.DeleteFunc(missing, func(p problem.Detail) bool { return pointsAt(p)(w.entity.Definition.Parent) })
	}
	return slices.Concat(broken, missing, w.taken(d))
}

// pointsAt tells which field a problem is about.
func pointsAt(p problem.Detail) func(name string) bool {
	return func(name string) bool { return p.Pointer == "/"+name || strings.HasPrefix(p.Pointer, "/"+name+"/") }
}
