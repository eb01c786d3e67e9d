package tryout

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// What one trial may read.
const (
	maxQuestions = 60
	maxRecords   = 2_000
)

// world reads records as the caller does, in the words of the draft.
type world struct {
	ctx     context.Context
	service *record.Service
	caller  *record.Caller
	set     *definition.Set
	entity  *definition.Entity
	fields  map[string][]string // that are read, by entity
	known   map[string]*row     // by entity and id

	questions, records int
	large              bool
	err                error
}

func newWorld(ctx context.Context, s *record.Service, c *record.Caller, set *definition.Set, m *compiled) *world {
	w := &world{ctx: ctx, service: s, caller: c, set: set, entity: m.entity, fields: map[string][]string{}, known: map[string]*row{}}
	for _, f := range query.Fields(query.Expand(m.part())) {
		if !slices.Contains(w.fields[f.Entity], f.Name) {
			w.fields[f.Entity] = append(w.fields[f.Entity], f.Name)
		}
	}
	return w
}

// record finds what the expression is tried on: nil for nothing.
func (w *world) record(r Request) (*row, error) {
	on, err := w.stored(r.Record)
	if err != nil {
		return nil, err
	}
	if on == nil && len(r.Values) == 0 {
		return nil, nil
	}
	if on == nil {
		on = &row{world: w, entity: w.entity, values: map[string]any{}}
	}
	return on, on.overlay(r.Values)
}

// stored gives the record with an id, or the newest.
func (w *world) stored(id string) (*row, error) {
	if id != "" {
		if one := w.one(w.entity.Name, id); one != nil {
			return one, nil
		}
		if w.err != nil {
			return nil, w.err
		}
		return nil, problem.InvalidAt("/record", "missing_record", nil)
	}
	list, _ := w.list(w.entity, record.ListRequest{Limit: 1})
	if w.err != nil || len(list) == 0 {
		return nil, w.err
	}
	return list[0], nil
}

// named gives a record's label as the caller may see it.
func (w *world) named(on *row) (*Record, error) {
	e, _ := w.published(w.entity)
	labels, err := w.service.Labels(w.ctx, w.caller, e.Name(), []string{on.id})
	if err != nil {
		return nil, err
	}
	return &Record{ID: on.id, Label: labels[on.id]}, nil
}

// published finds an entity of the draft in what is published.
func (w *world) published(e *definition.Entity) (*catalog.Entity, bool) {
	if e == nil {
		return nil, false
	}
	found := w.caller.State.Snapshot.ByID(e.ID)
	return found, found != nil
}

// column finds a stored field of the draft in what is published: one that is
// not there yet has no values.
func column(e *catalog.Entity, f *definition.Field) (string, bool) {
	for _, d := range e.Definition.Fields {
		if d.System == f.System && (d.System && d.Name == f.Name || !d.System && d.ID == f.ID) && !d.Table() {
			return d.Name, true
		}
	}
	return "", false
}

// asked names the fields to be read of an entity, as they are published, with
// those of the draft that they are.
func (w *world) asked(e *definition.Entity, was *catalog.Entity) (names []string, fields map[string]*definition.Field) {
	fields = map[string]*definition.Field{}
	for _, name := range w.fields[e.Name] {
		f := e.Field(name)
		if f == nil || f.IsComputed() {
			continue
		}
		if published, ok := column(was, f); ok && name != "id" {
			names = append(names, published)
			fields[published] = f
		}
	}
	if len(names) == 0 {
		names = []string{"id"}
	}
	return names, fields
}

// list asks for a page of records, and tells what is next; fields that the
// caller may not know of are left out.
func (w *world) list(e *definition.Entity, q record.ListRequest) (page []*row, next string) {
	was, ok := w.published(e)
	if !ok || !w.may() {
		return nil, ""
	}
	names, fields := w.asked(e, was)
	for {
		q.Fields = names
		a, err := w.service.List(w.ctx, w.caller, was.Name(), q, nil)
		if left, fewer := known(names, err); fewer {
			names = left
			continue
		}
		if w.failed(err) {
			return nil, ""
		}
		rows := w.rows(e, fields, a.Rows)
		w.records += len(rows)
		return rows, a.Next
	}
}

// where gives the records that a filter finds: archived ones never count where
// there may be many.
func (w *world) where(e *definition.Entity, filter map[string]any) []*row {
	raw, err := json.Marshal(filter)
	if err != nil {
		return nil
	}
	var all []*row
	q := record.ListRequest{Filter: string(raw), Limit: record.MaxLimit}
	for more := true; more; more = q.After != "" {
		var page []*row
		page, q.After = w.list(e, q)
		all = append(all, page...)
	}
	return all
}

// many gives the records of a list of ids.
func (w *world) many(entity string, ids []string) []*row {
	var all []*row
	for chunk := range slices.Chunk(ids, record.MaxLimit) {
		all = append(all, w.where(w.set.Entity(entity), map[string]any{"id": map[string]any{"in": chunk}})...)
	}
	return all
}

// one gives a record by its id, nil where the caller finds none.
func (w *world) one(entity, id string) *row {
	if found, ok := w.known[entity+"/"+id]; ok {
		return found
	}
	e := w.set.Entity(entity)
	was, ok := w.published(e)
	if !ok || !w.may() {
		return nil
	}
	names, fields := w.asked(e, was)
	for {
		raw, err := w.service.Get(w.ctx, w.caller, was.Name(), id, names, nil)
		if left, fewer := known(names, err); fewer {
			names = left
			continue
		}
		if w.failed(err) {
			return nil
		}
		rows := w.rows(e, fields, raw)
		if w.records++; len(rows) == 0 {
			return nil
		}
		return rows[0]
	}
}

// may counts a question, and tells whether it may be asked.
func (w *world) may() bool {
	if w.questions++; w.questions > maxQuestions || w.records > maxRecords {
		w.large = true
	}
	return !w.large && w.err == nil
}

// known leaves out the fields that the caller was told not to exist for him.
func known(names []string, err error) ([]string, bool) {
	var p *problem.Error
	if !errors.As(err, &p) || p.Kind != problem.Invalid {
		return nil, false
	}
	left := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(p.Details, func(d problem.Detail) bool {
			return d.Pointer == "?fields" && d.Code == "unknown_field" && d.Params["name"] == name
		})
	})
	if len(left) == 0 {
		left = []string{"id"}
	}
	return left, len(left) < len(names) || len(names) == 1 && left[0] != names[0]
}

// failed keeps an error, unless it says only that there is nothing for him.
func (w *world) failed(err error) bool {
	if err != nil && !problem.Is(err, problem.NotFound) && w.err == nil {
		w.err = err
	}
	return err != nil
}
