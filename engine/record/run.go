package record

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// run executes the write, and says why when it did nothing.
func (s *Service) run(ctx context.Context, w *writer) (store.Written, int64, error) {
	if w.caller.Preview != nil {
		return store.Written{}, 0, problem.New(problem.Conflict, "preview_reads_only")
	}
	q, err := w.query(ctx, s)
	if err != nil {
		return store.Written{}, 0, err
	}
	done, err := s.execute(ctx, w, q)
	var moved movedOn
	if errors.As(err, &moved) {
		return store.Written{}, moved.epoch, nil // decided anew on the new State
	}
	var d *duplicated
	if errors.As(err, &d) && d.writer == w {
		return done, 0, s.refuseDuplicate(ctx, d)
	}
	if err != nil {
		return done, 0, w.explain(err)
	}
	if done.Done {
		done.JSON = s.shown(ctx, w, s.answer(ctx, w, done.JSON))
	}
	if done.Epoch != w.caller.State.Epoch || done.Done {
		return done, done.Epoch, nil
	}
	return s.diagnose(ctx, nil, w)
}

// answer counts the record that a write is answered with like one that is
// read: changes are no way around a quota. Beyond it the write is done, and its
// answer does not show the record.
func (s *Service) answer(ctx context.Context, w *writer, row []byte) []byte {
	if row == nil || w.onlyID || w.write.Action == "create" {
		return row
	}
	if err := s.takeRead(ctx, w.caller, w.entity, nil, 1); err != nil {
		return nil
	}
	return row
}

func (s *Service) diagnose(ctx context.Context, tx store.Querier, w *writer) (store.Written, int64, error) {
	if err := w.complete(ctx, s); err != nil {
		return store.Written{}, 0, err
	}
	d, err := s.db.Diagnose(ctx, tx, &w.write, w.caller.Workspace.Name, w.caller.bind(nil))
	if err != nil {
		return store.Written{}, 0, slow(err)
	}
	if d.Found && d.Epoch != w.caller.State.Epoch {
		return store.Written{}, d.Epoch, nil // decided anew on the new State
	}
	if err := w.refusal(d); err != nil {
		return store.Written{}, w.caller.State.Epoch, err
	}
	// All holds now: somebody changed the record between two statements.
	return store.Written{}, w.caller.State.Epoch, problem.New(problem.Conflict, "changed_meanwhile")
}

// unmet gives the obligations that the record asks for and that the caller has
// not met.
func (w *writer) unmet(d store.Diagnosis) []Obligation {
	var list []Obligation
	for i, covers := range d.Unmet {
		if covers {
			list = append(list, w.duties.unmetKnown[i])
		}
	}
	return list
}

// notWritable refuses the field of a check.
func notWritable(k *store.Check) error {
	code := k.Code
	if code == "" {
		code = "field_not_writable"
	}
	e := problem.New(problem.Forbidden, code)
	e.Details = problem.List{{Pointer: "/" + k.Name, Code: code}}
	return e
}

// refusal is the answer to a write whose conditions did not hold; nil when all
// do.
func (w *writer) refusal(d store.Diagnosis) error {
	if !d.Found {
		return unknownEntity()
	}
	if w.write.Action != "create" && d.Archived != w.write.OfArchived() {
		code := "archived"
		if d.Archived == false {
			code = "not_archived"
		}
		return problem.New(problem.Conflict, code)
	}
	if w.write.Version > 0 && d.Version != w.write.Version {
		w.moved = d.Version
	}
	if w.moved > 0 && w.pinned { // what it was made of is not what there is
		return stale(w.moved)
	}
	missing := w.missing(d)
	if w.write.Action == "create" && len(missing) > 0 {
		// What hangs on a record that cannot be read is refused for that reason
		// rather than for the lack of a grant.
		return append(w.broken(d, missing), missing...).Err()
	}
	for i, failed := range d.Failed[:w.ruled] {
		if failed && w.write.Checks[i].Name == "" {
			return forbidden(w.write.Action)
		}
		if failed {
			return notWritable(&w.write.Checks[i])
		}
	}
	if w.moved > 0 {
		return stale(w.moved)
	}
	if wrong := append(w.broken(d, missing), missing...); len(wrong) > 0 {
		return wrong.Err()
	}
	if unmet := w.unmet(d); len(unmet) > 0 {
		return obliged(unmet)
	}
	return nil
}

// missing names the relation fields whose records the caller cannot read, and
// of lists the places.
func (w *writer) missing(d store.Diagnosis) problem.List {
	var missing problem.List
	for i, ids := range d.Missing {
		t := &w.write.Targets[i]
		if t.Links.Links == "" && len(ids) > 0 {
			missing.Add("/"+t.Name, "missing_record")
			continue
		}
		list, _ := w.values[t.Name].([]any)
		for place, id := range list {
			if text, _ := id.(string); slices.Contains(ids, text) {
				missing.Add("/"+t.Name+"/"+strconv.Itoa(place), "missing_record")
			}
		}
	}
	return missing
}
