package record

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// pastTable is a table as it was: what a write gives it, and the rows that have to
// be restored before, as they are archived now.
type pastTable struct {
	field   *definition.Field
	rows    []pastRow
	now     []json.RawMessage
	skipped bool // some values of then may not be written
}

// pastRow is one row of then.
type pastRow struct {
	id       string
	archived bool
	place    json.Number
	fields   map[string]any             // that have another value now
	shown    map[string]json.RawMessage // the row as it was, as far as the caller reads it
}

// rowChanges gives what happened to the rows of a table of a record since a time,
// by row.
func (s *Service) rowChanges(ctx context.Context, c *Caller, child *catalog.Entity, id string, since time.Time) (map[string][]store.Change, error) {
	parent, ok := child.Operand(child.Definition.Parent)
	if !ok {
		return nil, unknownEntity()
	}
	of := store.RowsOf{Table: child.Table, Parent: parent.Column, Record: id}
	list, err := s.db.RowChanges(ctx, c.Workspace.Name, of, since, maxPast)
	if err != nil {
		return nil, slow(err)
	}
	if len(list) == maxPast {
		return nil, problem.New(problem.Conflict, "history_incomplete").With("max", maxPast)
	}
	rows := map[string][]store.Change{}
	for _, ch := range list {
		rows[ch.Record] = append(rows[ch.Record], ch.Change)
	}
	return rows, nil
}

// tableBefore gives a table as it was before some changes of its rows.
func (s *Service) tableBefore(ctx context.Context, c *Caller, f *definition.Field, id string, changes map[string][]store.Change) (*pastTable, error) {
	child, ok := c.State.Snapshot.Entity(f.Entity)
	if !ok {
		return nil, unknownEntity()
	}
	r, err := s.read(ctx, c, f.Entity)
	if err != nil {
		return nil, err
	}
	page, err := s.rowsOf(ctx, nil, c, child, id)
	if err != nil {
		return nil, err
	}
	t := &pastTable{field: f}
	if err := json.Unmarshal(slices.Concat([]byte("["), page.JSON, []byte("]")), &t.now); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	present := map[string]seen{}
	for _, raw := range t.now {
		row, err := readSeen(raw)
		if err != nil {
			return nil, err
		}
		present[textOf(row, "id")] = row
	}
	for _, one := range slices.Sorted(maps.Keys(present)) {
		if err := s.rowBefore(ctx, c, r, t, one, present[one], changes[one]); err != nil {
			return nil, err
		}
	}
	for _, one := range slices.Sorted(maps.Keys(changes)) {
		if _, there := present[one]; there {
			continue
		}
		raw, _, err := s.get(ctx, c, f.Entity, one, nil, nil)
		if problem.Is(err, problem.NotFound) {
			continue // he sees nothing of it
		}
		if err != nil {
			return nil, err
		}
		row, err := readSeen(raw)
		if err == nil {
			err = s.rowBefore(ctx, c, r, t, one, row, changes[one])
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(t.rows, func(a, b pastRow) int { return cmp.Compare(placeOf(a), placeOf(b)) })
	return t, nil
}

func placeOf(row pastRow) float64 {
	n, err := row.place.Float64()
	if err != nil {
		return 0
	}
	return n
}

// rowBefore adds a row as it was before its changes, if it was there.
func (s *Service) rowBefore(ctx context.Context, c *Caller, r *reader, t *pastTable, id string, now seen, changes []store.Change) error {
	row := pastRow{id: id, archived: !bytes.Equal(orNull(now.members["archived_at"]), []byte("null")), fields: map[string]any{}, shown: map[string]json.RawMessage{}}
	p := past{first: map[string]json.RawMessage{}, last: map[string]store.Change{}}
	if len(changes) > 0 {
		if first := changes[0].Action; first == "create" || first == "restore" {
			return nil // it was not there
		}
		var ok bool
		if p, ok = newPast(changes, changes[0].Version-1, changes[len(changes)-1].Version); !ok {
			return problem.New(problem.Conflict, "history_incomplete").With("max", maxPast)
		}
	}
	may, err := s.MayI(ctx, c, r.entity.Name(), []string{id})
	if err != nil {
		return err
	}
	d := r.entity.Definition
	for _, name := range r.names {
		f := r.cells[name].Field
		def, _ := r.entity.Field(name)
		if def == nil || def.System || !now.whole(name) || name == d.Parent {
			continue
		}
		row.shown[name] = now.members[name]
		if !p.changed(f) || sealed(f) {
			continue
		}
		if row.shown[name], err = rawImage(f.Type, p.first[f.Column]); err != nil {
			return err
		}
		if name == d.Order {
			continue
		}
		if _, writable := may[id].Fields[name]; !writable && !row.archived {
			t.skipped = true
			row.shown[name] = now.members[name]
			continue
		}
		if row.fields[name], err = image(f.Type, p.first[f.Column]); err != nil {
			return err
		}
	}
	row.place = json.Number(row.shown[d.Order])
	t.rows = append(t.rows, row)
	return nil
}

// given is what a write gives the table.
func (t *pastTable) given() []any {
	list := []any{}
	for _, row := range t.rows {
		members := maps.Clone(row.fields)
		members["id"] = row.id
		list = append(list, members)
	}
	return list
}

// change is the table now and then, as it is shown.
func (t *pastTable) change() (HistoryChange, error) {
	then := []map[string]json.RawMessage{}
	for _, row := range t.rows {
		members := maps.Clone(row.shown)
		members["id"] = json.RawMessage(`"` + row.id + `"`)
		then = append(then, members)
	}
	after, err := json.Marshal(then)
	if err != nil {
		return HistoryChange{}, problem.Wrap(problem.Internal, "internal", err)
	}
	before, err := json.Marshal(append([]json.RawMessage{}, t.now...))
	if err != nil {
		return HistoryChange{}, problem.Wrap(problem.Internal, "internal", err)
	}
	return HistoryChange{Name: t.field.Name, Before: before, After: after}, nil
}

// putBack updates a record after the rows of its tables that were archived have
// been restored, all of it or nothing.
func (s *Service) putBack(ctx context.Context, c *Caller, entity string, u UpdateRequest, tables []*pastTable) (row []byte, err error) {
	archived := func(row pastRow) bool { return row.archived }
	if !slices.ContainsFunc(tables, func(t *pastTable) bool { return slices.ContainsFunc(t.rows, archived) }) {
		return s.Update(ctx, c, entity, u)
	}
	for range maxBatches {
		err = s.db.Transact(ctx, func(tx store.Querier) error {
			within, as := store.In(ctx, tx), inside(c)
			for _, t := range tables {
				for _, one := range t.rows {
					if !one.archived {
						continue
					}
					if _, err := s.Restore(within, as, t.field.Entity, one.id); err != nil {
						return (&table{field: t.field}).gone(err)
					}
				}
			}
			row, err = s.Update(within, as, entity, u)
			return err
		})
		if !isCode(err, "definitions_changing") {
			return row, slow(err)
		}
		if c, err = c.Renewed(ctx); err != nil {
			return nil, err
		}
	}
	return nil, err
}
