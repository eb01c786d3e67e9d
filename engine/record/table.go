package record

import (
	"context"
	"maps"
	"strconv"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// table is the list of rows that a write gives to a field of type table. Each
// is a record of its own, written through its own access and validation in the
// transaction of the whole.
type table struct {
	field *definition.Field
	child *catalog.Entity
	rows  []row
}

// row is one row of the list; its writer is nil where it stays as it is.
type row struct {
	id     string // of one that is there; "" for a new one
	writer *writer
	// payload is what the row was given, and again prepares it anew once its record
	// is written, with that or with what a hook has made of it.
	payload map[string]any
	again   func(ctx context.Context, payload map[string]any) (*writer, error)
}

// maxTables is how deep tables may stand within each other.
const maxTables = 3

// tables takes the values of fields of type table out of values and prepares
// their rows. What is wrong with them is told at /lines/0/quantity.
func (w *writer) takeTables(ctx context.Context, s *Service, values map[string]any) (problem.List, error) {
	var wrong problem.List
	for _, f := range w.entity.Definition.Fields {
		value, given := values[f.Name]
		if !f.Table() || !given {
			continue
		}
		delete(values, f.Name)
		if w.row.depth == maxTables {
			wrong.Add("/"+f.Name, "too_deep", "max", maxTables)
			continue
		}
		child, ok := w.caller.State.Snapshot.Entity(f.Entity)
		if !ok {
			return nil, unknownEntity()
		}
		t := &table{field: f, child: child}
		list, _ := value.([]any)
		for i, v := range list {
			payload, _ := v.(map[string]any)
			one, err := s.prepareRow(ctx, w, t, i, payload)
			if err = t.at(i, err); problem.Is(err, problem.Invalid) {
				wrong = append(wrong, problem.As(err).Details...)
				continue
			}
			if err != nil {
				return nil, err
			}
			t.rows = append(t.rows, one)
		}
		w.tables = append(w.tables, t)
	}
	return wrong, nil
}

// tableNames are the fields of type table that the write gives rows to.
func (w *writer) tableNames() []string {
	names := make([]string, len(w.tables))
	for i, t := range w.tables {
		names[i] = t.field.Name
	}
	return names
}

// prepareRow makes the write of one row: a change of the one whose id it has,
// which may name its version, or else a new one.
func (s *Service) prepareRow(ctx context.Context, of *writer, t *table, i int, given map[string]any) (row, error) {
	payload := maps.Clone(given)
	id, named := payload["id"]
	delete(payload, "id")
	d := t.child.Definition
	if v, ok := payload[d.Parent]; ok && v != of.write.ID {
		return row{}, problem.InvalidAt("/"+d.Parent, "row_of_another", nil)
	}
	at := rowOf{place: map[string]any{}, depth: of.row.depth + 1, early: true, unborn: of.write.Action == "create"}
	if d.Order != "" {
		delete(payload, d.Order)
		at.place[d.Order] = int64(i + 1)
	}
	if !named {
		payload[d.Parent] = of.write.ID
		return s.prepareNewRow(ctx, of, creating{entity: d.Name, fields: payload, row: at, entered: of.write.Entered})
	}
	text, _ := id.(string)
	if canonicalID(text) == nil || of.write.Action == "create" {
		return row{}, problem.InvalidAt("/id", "missing_record", nil)
	}
	delete(payload, d.Parent)
	u := UpdateRequest{ID: text, Version: versionOf(payload["version"]), Fields: payload, row: at}
	delete(payload, "version")
	if len(payload)+len(at.place) == 0 {
		return row{id: text}, nil
	}
	w, err := s.prepareChange(ctx, of.caller, d.Name, "update", u)
	return row{id: text, writer: w, payload: payload, again: func(ctx context.Context, payload map[string]any) (*writer, error) {
		u.Fields, u.row.early = payload, false
		return s.prepareChange(ctx, of.caller, d.Name, "update", u)
	}}, err
}

// prepareNewRow makes the write of a row that is not there yet.
func (s *Service) prepareNewRow(ctx context.Context, of *writer, n creating) (row, error) {
	w, err := s.prepareCreating(ctx, of.caller, n)
	if err != nil {
		return row{}, err
	}
	n.id = w.write.ID
	return row{writer: w, payload: n.fields, again: func(ctx context.Context, payload map[string]any) (*writer, error) {
		n.fields, n.row.early, n.row.unborn = payload, false, false
		return s.prepareCreating(ctx, of.caller, n)
	}}, nil
}

// versionOf reads the version that a row was seen at, 0 for none.
func versionOf(v any) int64 {
	number, ok := v.(interface{ Int64() (int64, error) })
	if !ok {
		return 0
	}
	n, err := number.Int64()
	if err != nil {
		return 0
	}
	return n
}

// at tells where in the table an error is about. A row that the caller may know
// nothing of is one that is not there.
func (t *table) at(i int, err error) error {
	if err == nil || problem.Is(err, problem.Internal) || problem.Is(err, problem.Unavailable) {
		return err
	}
	at := "/" + t.field.Name + "/" + strconv.Itoa(i)
	if problem.Is(err, problem.NotFound) {
		return problem.InvalidAt(at+"/id", "missing_record", nil)
	}
	p := *problem.As(err)
	details := make(problem.List, 0, len(p.Details)+1)
	for _, d := range p.Details {
		d.Pointer = at + d.Pointer
		details = append(details, d)
	}
	if len(details) == 0 {
		details = append(details, problem.Detail{Pointer: at, Code: p.Code, Params: p.Params})
	}
	p.Details = details
	return &p
}
