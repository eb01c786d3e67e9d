package record

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Validation is the answer of a dry run.
type Validation struct {
	// Values are those that would come along with what is given, as JSON has them;
	// only of fields that the caller reads whole.
	Values   map[string]any
	Problems problem.List
	// Duplicates are the records that it would be a duplicate of, where all else
	// is right.
	Duplicates []Duplicate
}

// Validate says what is wrong with a write, a create when u.ID is "", and writes
// nothing. Whoever may not write so is refused as he would be then; whether
// obligations are met is not asked.
func (s *Service) Validate(ctx context.Context, c *Caller, entity string, u UpdateRequest) (Validation, error) {
	action := "update"
	if u.ID == "" {
		action = "create"
	}
	v := Validation{Values: map[string]any{}, Duplicates: []Duplicate{}}
	err := s.current(ctx, c, func(c *Caller) (int64, error) {
		w, err := s.prepareDry(ctx, c, entity, action, u)
		if w != nil {
			v.Values = w.comingAlong()
		}
		if err != nil {
			return 0, err
		}
		epoch, err := s.dry(ctx, w)
		v.Duplicates = append([]Duplicate{}, w.found...)
		if w.moved == 0 || w.pinned || !problem.Is(err, problem.Stale) {
			return epoch, err
		}
		again := u
		if again.Version, err = s.rebase(ctx, w, u.Version); err != nil {
			return epoch, err
		}
		if w, err = s.prepareDry(ctx, c, entity, action, again); err != nil {
			return 0, err
		}
		epoch, err = s.dry(ctx, w)
		v.Duplicates = append([]Duplicate{}, w.found...)
		return epoch, err
	})
	switch {
	case problem.Is(err, problem.Invalid):
		v.Problems = problem.As(err).Details
		return v, nil
	case err != nil: // what was neither done nor refused did not happen
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: action, Record: u.ID, Err: err})
	}
	return v, err
}

// comingAlong gives the values that are filled in, as far as the caller reads
// them whole wherever they are.
func (w *writer) comingAlong() map[string]any {
	values := map[string]any{}
	for name, v := range w.filled {
		if w.reader == nil {
			break
		}
		if cell, ok := w.reader.cells[name]; ok && whole(cell) == nil {
			values[name] = fieldtype.JSONValue(v)
		}
	}
	return values
}

// dry asks all that a write has to meet.
func (s *Service) dry(ctx context.Context, w *writer) (int64, error) {
	w.write.Unmet = nil
	if err := w.complete(ctx, s); err != nil {
		return 0, err
	}
	d, err := s.diagnosis(ctx, w)
	if err != nil || d.Found && d.Epoch != w.caller.State.Epoch {
		return d.Epoch, err
	}
	refusal := w.refusal(d)
	if refusal == nil || problem.Is(refusal, problem.Invalid) {
		wrong, err := s.dryRows(ctx, w)
		if err != nil {
			return 0, err
		}
		wrong = append(wrong, w.taken(d)...)
		if refusal != nil {
			wrong = append(wrong, problem.As(refusal).Details...)
		}
		if len(wrong) == 0 {
			if wrong, err = s.possible(ctx, w); err != nil {
				return 0, err
			}
		}
		refusal = wrong.Err()
	}
	return w.caller.State.Epoch, refusal
}

func (s *Service) prepareDry(ctx context.Context, c *Caller, entity, action string, u UpdateRequest) (*writer, error) {
	if action != "create" && canonicalID(u.ID) == nil {
		return nil, unknownEntity()
	}
	if action == "create" {
		return s.prepareCreate(ctx, c, entity, uuid.Nil.String(), u.Fields)
	}
	w, err := s.prepareChange(ctx, c, entity, action, u)
	if err != nil {
		err = s.hide(ctx, c, entity, u.ID, err)
	}
	return w, err
}

// diagnosis asks for each condition of a write by itself, and for the unique
// rules that it concerns.
func (s *Service) diagnosis(ctx context.Context, w *writer) (store.Diagnosis, error) {
	for _, u := range w.uniqueRules() {
		key := store.Key{Where: u.where}
		for _, name := range u.Fields {
			if f, ok := w.entity.Operand(name); ok {
				key.Fields = append(key.Fields, f)
			}
		}
		w.write.Keys = append(w.write.Keys, key)
	}
	d, err := s.db.Diagnose(ctx, nil, &w.write, w.caller.Workspace.Name, w.caller.bind(nil))
	return d, slow(err)
}

// uniqueRules are those of the entity that the write concerns.
func (w *writer) uniqueRules() []uniqueRule {
	written := w.assigned()
	return slices.DeleteFunc(uniqueRules(w.entity), func(u uniqueRule) bool {
		return !slices.ContainsFunc(u.reads(), func(name string) bool { return slices.Contains(written, name) })
	})
}

// taken gives the problems of the unique rules that another record stands in
// the way of.
func (w *writer) taken(d store.Diagnosis) problem.List {
	var l problem.List
	for i, u := range w.uniqueRules() {
		if i < len(d.Taken) && d.Taken[i] {
			l = append(l, w.notUnique(u)...)
		}
	}
	return l
}

// dryRows asks all that the rows of a write's tables have to meet, as far as it is
// known before the record is written.
func (s *Service) dryRows(ctx context.Context, w *writer) (problem.List, error) {
	var wrong problem.List
	for _, t := range w.tables {
		now, err := s.rowsNow(ctx, nil, w, t)
		if err != nil {
			return nil, err
		}
		for i, r := range t.rows {
			err := unknownEntity()
			if _, there := now[r.id]; r.id == "" || there {
				err = s.dryRow(ctx, w, r)
			}
			if err = t.at(i, err); err != nil && !problem.Is(err, problem.Invalid) {
				return nil, err
			}
			if err != nil {
				wrong = append(wrong, problem.As(err).Details...)
			}
		}
	}
	return wrong, nil
}

func (s *Service) dryRow(ctx context.Context, of *writer, r row) (err error) {
	w := r.writer
	if w == nil {
		return nil
	}
	if of.write.Action != "create" && len(of.write.Set) == 0 { // its record stays as it is
		if w, err = r.again(ctx, r.payload); err != nil {
			return err
		}
	}
	w.write.Unmet = nil
	if err := w.complete(ctx, s); err != nil {
		return err
	}
	d, err := s.diagnosis(ctx, w)
	if err != nil {
		return err
	}
	if refusal := w.refusal(d); !w.row.unborn && refusal != nil && !problem.Is(refusal, problem.Invalid) {
		return refusal
	}
	below, err := s.dryRows(ctx, w)
	if err != nil {
		return err
	}
	return append(w.wrongToo(d, nil), below...).Err()
}
