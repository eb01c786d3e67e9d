package record

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// movedOn undoes a write because definitions or access changed before all of
// its rows were written.
type movedOn struct{ epoch int64 }

// Error gives the text for logs.
func (movedOn) Error() string { return "the epoch moved on between the rows of a table" }

// finished is a row that was written.
type finished struct {
	*writer
	done store.Written
}

// writeTables writes the rows of a record that has been written, and those of
// their own tables, in its transaction. What follows them comes after all: it
// may raise the epoch.
func (s *Service) writeTables(ctx context.Context, tx store.Querier, w *writer) ([]finished, error) {
	var all []finished
	for _, t := range w.tables {
		now, err := s.rowsNow(ctx, tx, w, t)
		if err != nil {
			return nil, err
		}
		gone, err := s.archiveRows(ctx, tx, w, t, now)
		if err != nil {
			return nil, err
		}
		all = append(all, gone...)
		for i, r := range t.rows {
			list, err := s.writeRow(ctx, tx, r, now)
			if err != nil {
				return nil, t.at(i, err)
			}
			all = append(all, list...)
		}
	}
	return all, nil
}

func (s *Service) writeRow(ctx context.Context, tx store.Querier, r row, now map[string]map[string]json.RawMessage) ([]finished, error) {
	before, there := now[r.id]
	if r.id != "" && !there {
		return nil, unknownEntity()
	}
	w, err := s.ready(ctx, tx, r)
	if err != nil || w == nil || r.id != "" && w.changesNothing(before) {
		return nil, err
	}
	if w, err = s.beforeRow(ctx, tx, w, r); err != nil {
		return nil, err
	}
	return s.runIn(ctx, tx, w)
}

// ready gives the write of a row whose record is written. What comes along with
// it is made only now: of the record as it has become, and of a row that nobody
// changes meanwhile.
func (s *Service) ready(ctx context.Context, tx store.Querier, r row) (*writer, error) {
	if r.writer == nil || len(r.writer.late) == 0 {
		return r.writer, nil
	}
	if r.id != "" {
		if err := r.writer.write.LockRecord(ctx, tx, r.writer.caller.Workspace.Name); err != nil {
			return nil, err
		}
	}
	return r.again(store.In(ctx, tx), r.payload)
}

// beforeRow calls the hooks that go before the write of a row.
func (s *Service) beforeRow(ctx context.Context, tx store.Querier, w *writer, r row) (*writer, error) {
	if s.Hooks == nil {
		return w, nil
	}
	within := store.In(ctx, tx)
	return s.before(within, w, r.payload, func(payload map[string]any) (*writer, error) { return r.again(within, payload) })
}

// changesNothing tells whether a change gives a record the values that the
// caller sees it has: then it is left alone, so that the same list can be sent
// twice.
func (w *writer) changesNothing(before map[string]json.RawMessage) bool {
	if len(w.tables) > 0 || w.write.Version > 0 && !w.pinned {
		return false
	}
	for i := range w.write.Set {
		a := &w.write.Set[i]
		value, err := json.Marshal(fieldtype.JSONValue(a.Value.V))
		if now, shown := before[a.Field.Name]; !shown || err != nil || !bytes.Equal(value, now) {
			return false
		}
	}
	return true
}

// archiveRows archives the rows that the list no longer has. Those that the
// caller cannot see stay.
func (s *Service) archiveRows(ctx context.Context, tx store.Querier, of *writer, t *table, now map[string]map[string]json.RawMessage) ([]finished, error) {
	var all []finished
	for id := range now {
		if slices.ContainsFunc(t.rows, func(r row) bool { return r.id == id }) {
			continue
		}
		w, err := s.prepareChange(ctx, of.caller, t.child.Name(), "archive", UpdateRequest{ID: id})
		if err == nil {
			w, err = s.beforeRow(ctx, tx, w, row{})
		}
		if err == nil {
			var list []finished
			list, err = s.runIn(ctx, tx, w)
			all = append(all, list...)
		}
		if err != nil {
			s.observe(ctx, Operation{Caller: of.caller, Name: t.child.Name(), Action: "archive", Record: id, Err: err})
			return nil, t.gone(err)
		}
	}
	return all, nil
}

// gone tells that a row could not be archived.
func (t *table) gone(err error) error {
	if problem.Is(err, problem.Internal) || problem.Is(err, problem.Unavailable) {
		return err
	}
	p := *problem.As(err)
	p.Details = problem.List{{Pointer: "/" + t.field.Name, Code: p.Code, Params: p.Params}}
	return &p
}

// rowsNow gives the rows that a record has and the caller sees, by id. A new
// record has none.
func (s *Service) rowsNow(ctx context.Context, tx store.Querier, w *writer, t *table) (map[string]map[string]json.RawMessage, error) {
	if w.write.Action == "create" {
		return nil, nil
	}
	page, err := s.rowsOf(ctx, tx, w.caller, t.child, w.write.ID)
	if problem.Is(err, problem.NotFound) {
		return nil, nil // he sees none
	}
	if err != nil {
		return nil, err
	}
	if page.More {
		return nil, problem.InvalidAt("/"+t.field.Name, "too_many", map[string]any{"max": fieldtype.MaxRows})
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(slices.Concat([]byte("["), page.JSON, []byte("]")), &list); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	rows := make(map[string]map[string]json.RawMessage, len(list))
	for _, one := range list {
		var id string
		if err := json.Unmarshal(one["id"], &id); err != nil {
			return nil, problem.Wrap(problem.Internal, "internal", err)
		}
		rows[id] = one
	}
	return rows, nil
}

// runIn executes a write in a transaction that others are part of, and says why
// when it did nothing.
func (s *Service) runIn(ctx context.Context, tx store.Querier, w *writer) ([]finished, error) {
	w.onlyID = true
	q, err := w.query(ctx, s)
	if err != nil {
		return nil, err
	}
	if w.lock(); w.before != nil {
		if err := w.before(ctx, tx); err != nil {
			return nil, err
		}
	}
	done, err := store.ExecuteIn(ctx, tx, q, w.bind())
	if err != nil {
		return nil, w.explain(err)
	}
	if done.Epoch != w.caller.State.Epoch {
		return nil, movedOn{done.Epoch}
	}
	if !done.Done {
		_, _, err := s.diagnose(ctx, tx, w)
		s.observe(ctx, Operation{Caller: w.caller, Name: w.entity.Name(), Action: w.write.Action, Record: w.recordBefore(), Err: err})
		return nil, err
	}
	if err := s.distinctRow(ctx, tx, w); err != nil {
		return nil, err
	}
	below, err := s.writeTables(ctx, tx, w)
	return append([]finished{{w, done}}, below...), err
}

// recordBefore is the id of a record that was there before the write.
func (w *writer) recordBefore() string {
	if w.write.Action == "create" {
		return ""
	}
	return w.write.ID
}

// observeRows tells of the rows that a write has written.
func (s *Service) observeRows(ctx context.Context, rows []finished) {
	for _, r := range rows {
		s.observe(ctx, Operation{Caller: r.caller, Name: r.entity.Name(), Action: r.write.Action, Record: r.recordBefore()})
	}
}

// rowsOf reads the rows of a record under the caller's access to them, at most
// MaxRows, in their order. q is nil for no transaction.
func (s *Service) rowsOf(ctx context.Context, q store.Querier, c *Caller, child reading, parent string) (store.Page, error) {
	r, err := s.read(ctx, c, child.Name())
	if err != nil {
		return store.Page{}, err
	}
	v, err := r.entity.Derived(rowsKey{r}, func() (any, error) { return s.compileRows(ctx, c, r) })
	if err != nil {
		return store.Page{}, err
	}
	page, err := s.db.RowsIn(ctx, q, v.(*store.Query), c.bind(map[string]any{requestID: parent}))
	return page, slow(err)
}

// reading is an entity by its name.
type reading interface{ Name() string }

type rowsKey struct{ reader *reader }

func (s *Service) compileRows(ctx context.Context, c *Caller, r *reader) (*store.Query, error) {
	d := r.entity.Definition
	parent, ok := r.entity.Operand(d.Parent)
	if !ok {
		return nil, unknownEntity()
	}
	members, err := s.members(ctx, c, r, nil)
	if err != nil {
		return nil, err
	}
	of := query.Compare{Op: query.Eq, X: parent, Y: query.Param{Type: parent.Type, Name: requestID}}
	filter, err := s.guard(ctx, c, of)
	if err != nil {
		return nil, err
	}
	sel := &store.Select{Schema: c.State.Snapshot, Entity: d.Name, Members: members, Row: r.plan.Row,
		Filter: query.And{notArchived(d.Name, 0), filter}, Limit: fieldtype.MaxRows}
	if cell, ok := r.findable(d.Order); ok && d.Order != "" {
		sel.Sort = append(sel.Sort, store.SortKey{Cell: cell})
	}
	sel.Sort = append(sel.Sort, store.SortKey{Cell: r.cells["id"], NeverEmpty: true})
	return sel.Compile(c.Workspace.Name)
}
