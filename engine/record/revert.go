package record

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
)

// RevertRequest asks for the values that a record had at a version.
type RevertRequest struct {
	ID      string
	Version int64
	Dry     bool // tell what would change, and change nothing
}

// Reversion is what makes a record as it was: from the values it has now to those
// of then. Skipped are fields that stay, with the reason.
type Reversion struct {
	Version int64           `json:"version"`
	Changes []HistoryChange `json:"changes"`
	Skipped problem.List    `json:"skipped"`
	// Record is the record afterwards; nil of a dry run.
	Record []byte `json:"-"`

	reached int64
	fields  map[string]any
	tables  []*pastTable
}

// Revert gives a record the values that it had at a version: of the fields that
// the caller sees in its history and may write. It is a change like any other.
// Whether the record is archived stays as it is.
func (s *Service) Revert(ctx context.Context, c *Caller, entity string, q RevertRequest) (v *Reversion, err error) {
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		v, epoch, err = s.reversion(ctx, c, entity, q)
		return epoch, err
	})
	if err != nil {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "history", Record: q.ID, Err: err})
		return nil, err
	}
	if q.Dry {
		return v, nil
	}
	v.Record, err = s.putBack(ctx, c, entity, UpdateRequest{ID: q.ID, Version: v.reached, Fields: v.fields}, v.tables)
	return v, err
}

func (s *Service) reversion(ctx context.Context, c *Caller, entity string, q RevertRequest) (*Reversion, int64, error) {
	now, epoch, err := s.historyOf(ctx, c, entity, q.ID)
	if err != nil {
		return nil, epoch, err
	}
	p, reached, err := s.pastSince(ctx, c, q)
	if err != nil {
		return nil, epoch, err
	}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, epoch, err
	}
	may, err := s.MayI(ctx, c, entity, []string{q.ID})
	if err != nil {
		return nil, epoch, err
	}
	v := &Reversion{Version: q.Version, Changes: []HistoryChange{}, Skipped: problem.List{}, reached: reached, fields: map[string]any{}}
	if err := v.collect(r, p, now, may[q.ID]); err != nil {
		return nil, epoch, err
	}
	all := make([]*HistoryChange, len(v.Changes))
	for i := range v.Changes {
		all[i] = &v.Changes[i]
	}
	if err := s.labelled(ctx, c, r, all); err != nil {
		return nil, epoch, err
	}
	if err := s.nameFiles(ctx, c, r, []HistoryEntry{{Fields: v.Changes}}); err != nil {
		return nil, epoch, err
	}
	return v, epoch, s.collectTables(ctx, c, r, v, q.ID, p.began(), now)
}

// collectTables adds the tables that have other rows now.
func (s *Service) collectTables(ctx context.Context, c *Caller, r *reader, v *Reversion, id string, since time.Time, now seen) error {
	for _, cell := range r.tables {
		f, _ := r.entity.Field(cell.Name)
		child, ok := c.State.Snapshot.Entity(f.Entity)
		if !ok || string(orNull(now.members[cell.Name])) == "null" {
			continue
		}
		changes, err := s.rowChanges(ctx, c, child, id, since)
		if err != nil {
			return err
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
		shown, err := t.change()
		if err != nil {
			return err
		}
		if t.skipped {
			v.Skipped.Add("/"+cell.Name, "field_not_writable")
		}
		v.Changes, v.tables, v.fields[cell.Name] = append(v.Changes, shown), append(v.tables, t), t.given()
	}
	return nil
}

// pastSince reads what became of a record since a version, and the version that it
// has now.
func (s *Service) pastSince(ctx context.Context, c *Caller, q RevertRequest) (p past, reached int64, err error) {
	if q.Version < 1 {
		return p, 0, problem.InvalidAt("/version", "out_of_range", map[string]any{"min": 1, "max": int64(math.MaxInt64)})
	}
	changes, err := s.db.ChangesAfter(ctx, c.Workspace.Name, q.ID, q.Version, maxPast)
	if err != nil {
		return p, 0, slow(err)
	}
	if len(changes) == 0 {
		return p, 0, problem.InvalidAt("/version", "nothing_to_change", nil)
	}
	reached = changes[len(changes)-1].Version
	p, ok := newPast(changes, q.Version, reached)
	if !ok || len(changes) == maxPast {
		return p, 0, problem.New(problem.Conflict, "history_incomplete").With("max", maxPast)
	}
	return p, reached, nil
}

// collect sorts the fields that have another value now into those that are given
// the old one and those that stay. Of what the caller does not read whole nothing
// is told.
func (v *Reversion) collect(r *reader, p past, now seen, may May) error {
	along, err := r.along()
	if err != nil {
		return err
	}
	for _, name := range r.names {
		f := r.cells[name].Field
		if !p.changed(f) || !now.whole(name) {
			continue
		}
		_, writable := may.Fields[name]
		switch {
		case sealed(f):
			v.Skipped.Add("/"+name, "secret_not_kept")
			continue
		case !writable && slices.Contains(along, name):
			continue
		case !writable:
			v.Skipped.Add("/"+name, "field_not_writable")
			continue
		}
		then, err := rawImage(f.Type, p.first[f.Column])
		if err != nil {
			return err
		}
		v.Changes = append(v.Changes, HistoryChange{Name: name, Before: now.members[name], After: then})
		if v.fields[name], err = image(f.Type, p.first[f.Column]); err != nil {
			return err
		}
	}
	return nil
}
