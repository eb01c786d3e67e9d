package record

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// undoing is what takes a change of a record back.
type undoing struct {
	action  string // update, archive, restore
	version int64  // that the change made
	fields  map[string]any
	tables  []*pastTable
}

// opposites are the actions that take others back, where that is not a change
// of fields.
var opposites = map[string]string{"create": "archive", "restore": "archive", "archive": "restore"}

// Undo takes one change of a record back, by its seq in the history: fields get
// the values that they had, an archived record is restored, a created one archived.
// It is a change like any other, of what the caller sees in the history; when
// somebody has changed the same since, it is refused like a stale update.
func (s *Service) Undo(ctx context.Context, c *Caller, entity, id string, seq int64) (row []byte, err error) {
	var u undoing
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		u, epoch, err = s.undoing(ctx, c, entity, id, seq)
		return epoch, err
	})
	if err != nil {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "history", Record: id, Err: err})
		return nil, err
	}
	switch u.action {
	case "archive":
		if err := s.Archive(ctx, c, entity, id, u.version); err != nil {
			return nil, err
		}
		return s.Get(ctx, c, entity, id, nil, nil)
	case "restore":
		return s.Restore(ctx, c, entity, id)
	}
	return s.putBack(ctx, c, entity, UpdateRequest{ID: id, Version: u.version, Fields: u.fields}, u.tables)
}

// historyOf reads a record and demands that the caller may see its history.
func (s *Service) historyOf(ctx context.Context, c *Caller, entity, id string) (now seen, epoch int64, err error) {
	row, epoch, err := s.get(ctx, c, entity, id, nil, nil)
	if err != nil {
		return now, epoch, err
	}
	held, epoch, err := s.held(ctx, c, entity, id, "history")
	if err == nil && !held[0] {
		err = forbidden("history")
	}
	if err != nil {
		return now, epoch, err
	}
	now, err = readSeen(row)
	return now, epoch, err
}

func (s *Service) undoing(ctx context.Context, c *Caller, entity, id string, seq int64) (u undoing, epoch int64, err error) {
	now, epoch, err := s.historyOf(ctx, c, entity, id)
	if err != nil {
		return u, epoch, err
	}
	ch, found, err := s.db.ChangeOf(ctx, c.Workspace.Name, id, seq)
	if err != nil {
		return u, epoch, slow(err)
	}
	if !found {
		return u, epoch, problem.InvalidAt("/seq", "no_such_change", nil)
	}
	u = undoing{action: "update", version: ch.Version}
	if opposite, ok := opposites[ch.Action]; ok {
		u.action = opposite
		return u, epoch, nil
	}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return u, epoch, err
	}
	if u.fields, err = s.fieldsBefore(ctx, c, r, ch, now); err != nil {
		return u, epoch, err
	}
	if err := s.tablesBefore(ctx, c, r, now, ch, &u); err != nil {
		return u, epoch, err
	}
	if len(u.fields) == 0 {
		return u, epoch, problem.New(problem.Conflict, "cannot_undo").With("action", ch.Action)
	}
	return u, epoch, nil
}

// fieldsBefore gives the values that a change replaced, of the fields that can be
// given them again.
func (s *Service) fieldsBefore(ctx context.Context, c *Caller, r *reader, ch store.Change, now seen) (map[string]any, error) {
	fields := map[string]any{}
	if ch.Before == nil {
		return fields, nil
	}
	along, err := r.along()
	if err != nil {
		return nil, err
	}
	may, err := s.MayI(ctx, c, r.entity.Name(), []string{textOf(now, "id")})
	if err != nil {
		return nil, err
	}
	for _, name := range r.names {
		f := r.cells[name].Field
		before, changed := ch.Before[f.Column]
		if !changed || sealed(f) || !now.whole(name) || sameImage(f.Type, before, ch.After[f.Column]) {
			continue
		}
		_, writable := may[textOf(now, "id")].Fields[name]
		if !writable && slices.Contains(along, name) {
			continue // it comes along with the others again
		}
		if fields[name], err = image(f.Type, before); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// tablesBefore adds the tables of which the transaction of a change changed rows.
// Rows that somebody has changed since are not overwritten.
func (s *Service) tablesBefore(ctx context.Context, c *Caller, r *reader, now seen, ch store.Change, u *undoing) error {
	id := textOf(now, "id")
	for _, cell := range r.tables {
		f, _ := r.entity.Field(cell.Name)
		child, ok := c.State.Snapshot.Entity(f.Entity)
		if !ok || string(orNull(now.members[cell.Name])) == "null" {
			continue
		}
		changes, err := s.rowChanges(ctx, c, child, id, ch.At)
		if err != nil {
			return err
		}
		for row, list := range changes {
			switch mine := func(one store.Change) bool { return one.XID == ch.XID }; {
			case !slices.ContainsFunc(list, mine):
				delete(changes, row)
			case slices.ContainsFunc(list, func(one store.Change) bool { return !mine(one) }):
				e := problem.New(problem.Stale, "changed_by_other")
				e.Extra = map[string]any{"conflicts": []Conflict{{Field: cell.Name}}}
				e.Details = problem.List{{Pointer: "/" + cell.Name, Code: "changed_by_other"}}
				return e
			}
		}
		if len(changes) == 0 {
			continue
		}
		t, err := s.tableBefore(ctx, c, f, id, changes)
		if problem.Is(err, problem.NotFound) {
			continue // he reads none of the rows
		}
		if err != nil {
			return err
		}
		u.tables, u.fields[cell.Name] = append(u.tables, t), t.given()
	}
	return nil
}

// along names the fields that may come along with others.
func (r *reader) along() ([]string, error) {
	set, err := r.entity.Values()
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range set.Autofills {
		names = append(names, set.Autofills[i].Field)
	}
	return names, nil
}

// textOf is a member of a record that is a text.
func textOf(now seen, name string) (text string) {
	if json.Unmarshal(now.members[name], &text) != nil {
		return ""
	}
	return text
}
