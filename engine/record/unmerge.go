package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Unmerged is the answer to the undoing of a merge.
type Unmerged struct {
	Record json.RawMessage `json:"record"` // the survivor; null when the caller cannot see it
	// Kept are the fields of the survivor, as far as the caller reads them, that
	// were changed since and stay as they are.
	Kept []string `json:"kept"`
	// Elsewhere is how many of the records that had moved lead to another record
	// by now, and stay so.
	Elsewhere int64 `json:"elsewhere"`
}

// Unmerge undoes the merge of a record into another within MergeKept: for who
// holds the action merge on both. What was changed since stays as it is.
func (s *Service) Unmerge(ctx context.Context, c *Caller, entity, id, merged string) (u Unmerged, err error) {
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: "merge", Record: id, Err: err}) }()
	if canonicalID(id) == nil || canonicalID(merged) == nil {
		return u, unknownEntity()
	}
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		undone := s.db.Transact(ctx, func(tx store.Querier) error {
			if u, epoch, err = s.unmerge(store.In(ctx, tx), tx, c, entity, id, merged); err == nil && epoch != c.State.Epoch {
				return errAnew
			}
			return err
		})
		if undone == nil || errors.Is(undone, errAnew) {
			return epoch, nil
		}
		return 0, mergeRefusal(undone)
	})
	return u, err
}

func (s *Service) unmerge(ctx context.Context, tx store.Querier, c *Caller, entity, id, merged string) (u Unmerged, epoch int64, err error) {
	if c.Preview != nil {
		return u, 0, problem.New(problem.Conflict, "preview_reads_only")
	}
	w, epoch, err := s.mayMerge(ctx, c, entity, id, merged)
	if err != nil || epoch != c.State.Epoch {
		return u, epoch, err
	}
	m := s.merging(c, w.entity, tx, id, merged)
	if err := m.undoable(ctx); err != nil {
		return u, 0, err
	}
	done, err := m.Undo(ctx, tx)
	if err != nil {
		return u, 0, err
	}
	if u.Elsewhere = done.Moved; u.Elsewhere < 0 {
		u.Elsewhere = 0
	}
	u.Kept = w.named(done.Columns)
	bumps := false
	for _, p := range pointers(c, w.entity) {
		for _, back := range done.Changed {
			if back.EntityID == p.EntityID && back.Column == p.Column && len(back.IDs) > 0 {
				bumps = bumps || identity.BumpsEpoch(p.entity.Definition)
				if err := m.replant(ctx, p, back.IDs); err != nil {
					return u, 0, err
				}
			}
		}
	}
	if u.Record, epoch, err = m.answer(ctx); err != nil || !bumps {
		return u, epoch, err
	}
	return u, epoch, store.BumpEpoch(ctx, tx, store.SchemaName(m.Workspace))
}

// undoable demands that there is a merge which can still be undone.
func (m *merging) undoable(ctx context.Context) error {
	ok, err := m.FindMerge(ctx, m.tx)
	if err != nil {
		return slow(err)
	}
	if !ok {
		return problem.New(problem.Conflict, "not_merged")
	}
	if !m.caller.Now.Before(m.Until) {
		return problem.New(problem.Conflict, "merge_final").With("days", int(MergeKept.Hours()/24))
	}
	later, err := m.LaterMerge(ctx, m.tx)
	if err != nil {
		return slow(err)
	}
	if later {
		return problem.New(problem.Conflict, "merged_further")
	}
	return nil
}

// answer is the survivor as the caller sees it.
func (m *merging) answer(ctx context.Context) (json.RawMessage, int64, error) {
	row, epoch, err := m.service.get(ctx, m.caller, m.entity.Name(), m.Survivor, nil, nil)
	if problem.Is(err, problem.NotFound) {
		return nil, m.caller.State.Epoch, nil
	}
	return row, epoch, err
}

// named gives the fields of columns and link tables, as far as the caller reads
// them.
func (w *writer) named(columns []string) []string {
	names := []string{}
	for _, f := range w.entity.Definition.Fields {
		operand, ok := w.entity.Operand(f.Name)
		if !ok || !w.reader.shows(f.Name) {
			continue
		}
		for _, c := range columns {
			if c == operand.Column || c == operand.Links && c != "" {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// archivedMark stands in a record's JSON when it is archived.
var archivedMark = []byte(`"archived_at":"`)

// standsFor gives the record that an archived one was merged into, when the
// caller can read it; otherwise the one that was asked for.
func (s *Service) standsFor(ctx context.Context, c *Caller, e *catalog.Entity, id string, fields []string, row []byte, from int) ([]byte, string, error) {
	if !bytes.Contains(row[from:], archivedMark) {
		return row, id, nil
	}
	survivor, err := s.db.Survivor(ctx, c.Workspace.Name, id)
	if err != nil || survivor == "" {
		return row, id, slow(err)
	}
	other, _, err := s.get(ctx, c, e.Name(), survivor, fields, row[:from:from])
	if problem.Is(err, problem.NotFound) {
		return row, id, nil
	}
	return other, survivor, err
}

// standsAlone refuses what would make two of records that were merged. Who
// cannot read the record does not learn of it.
func (s *Service) standsAlone(ctx context.Context, c *Caller, entity, id string) error {
	if canonicalID(id) == nil {
		return nil
	}
	survivor, err := s.db.Survivor(ctx, c.Workspace.Name, id)
	if err != nil || survivor == "" {
		return slow(err)
	}
	if _, err := s.look(ctx, c, entity, id, []string{"id"}, nil); err != nil {
		return err
	}
	return problem.New(problem.Conflict, "merged_away")
}
