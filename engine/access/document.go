package access

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/query"
)

// maxDocument bounds the records of one input document, those that lead to the
// record in question and those beyond them.
const maxDocument = 20_000

// Document makes the input document of a full evaluation: the members that the
// policies name, without what is empty. params gives "now" and
// "user.<attribute>" as for a Predicate; rec must lead on to related records.
//
// A relation is an object with the id. The records that lead here are an array
// of objects, empty when there is none, without archived ones. Whether the
// caller may read another record (_readable) is true or absent.
func (u *Unit) Document(ctx context.Context, r Request, params func(name string) any, rec query.Record) (map[string]any, error) {
	roles := make([]any, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = role
	}
	user := map[string]any{}
	for name, t := range u.shape.attributes {
		put(user, name, t, params("user."+name))
	}
	w := documentWriter{ctx: ctx, unit: u, request: r, params: params, rows: map[string]query.Predicate{}}
	record, err := w.record(u.shape.record, rec)
	if err != nil {
		return nil, failed(err)
	}
	doc := map[string]any{
		"action": r.Action, "entity": u.entity, "channel": r.Channel, "roles": roles,
		"user": user, "record": record,
	}
	put(doc, "now", query.Type{Kind: query.Instant}, params("now"))
	return doc, nil
}

// documentWriter writes the records of one document.
type documentWriter struct {
	ctx     context.Context
	unit    *Unit
	request Request
	params  func(name string) any
	rows    map[string]query.Predicate // what the caller may read, by entity
	records int
}

func (w *documentWriter) record(s *recordShape, rec query.Record) (map[string]any, error) {
	doc := map[string]any{}
	if rec == nil {
		return doc, nil
	}
	if w.records++; w.records > maxDocument {
		return nil, fmt.Errorf("more than %d records would have to be read for one decision about %s", maxDocument, w.unit.entity)
	}
	for name, f := range s.fields {
		put(doc, name, f.Type, query.Evaluate(f, rec, w.params))
	}
	for name, rel := range s.relations {
		id := rec.Value(rel.field)
		if id == nil {
			continue
		}
		far := map[string]any{}
		for _, other := range rec.Related(query.Relation{Entity: rel.record.entity, Field: rel.field}) {
			var err error
			if far, err = w.far(rel.record, other); err != nil {
				return nil, err
			}
		}
		far["id"] = id
		doc[name] = far
	}
	for name, list := range s.arrays {
		members, err := w.array(list, rec)
		if err != nil {
			return nil, err
		}
		doc[name] = members
	}
	return doc, nil
}

func (w *documentWriter) array(list arrayShape, rec query.Record) ([]any, error) {
	members := []any{}
	for _, other := range rec.Related(list.relation) {
		if list.archived.Name != "" && other.Value(list.archived) != nil {
			continue
		}
		far, err := w.far(list.record, other)
		if err != nil {
			return nil, err
		}
		members = append(members, far)
	}
	return members, nil
}

// far is a record other than the one in question.
func (w *documentWriter) far(s *recordShape, rec query.Record) (map[string]any, error) {
	doc, err := w.record(s, rec)
	if err != nil || !s.readable {
		return doc, err
	}
	row, err := w.row(s.entity)
	if err == nil && query.Eval(row, rec, w.params) {
		doc[residual.Readable] = true
	}
	return doc, err
}

// row is the condition under which the caller may read records of an entity.
// The shape knows only that some record is asked whether it is readable. Where
// that has no answer and yet the policies could be planned, no policy asks it of
// this entity.
func (w *documentWriter) row(entity string) (query.Predicate, error) {
	if row, ok := w.rows[entity]; ok {
		return row, nil
	}
	row, err := w.unit.readableRow(w.ctx, entity, w.request)
	if err != nil {
		if _, refusal := w.unit.nestedPlan(w.ctx, w.request); refusal != nil {
			return nil, fmt.Errorf("%s of %s: %w", residual.Readable, entity, err)
		}
		row = query.Const(false)
	}
	w.rows[entity] = row
	return row, nil
}
