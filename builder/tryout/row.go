package tryout

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// row is a record as the evaluator sees it.
type row struct {
	world  *world
	entity *definition.Entity
	id     string // "" for one that is not stored
	values map[string]any
}

// canonical brings a value to the form of the field in the draft. One that is
// none any more stays where only its presence counts.
func canonical(f *definition.Field, v any) any {
	got, wrong := fieldtype.Coerce(f, v)
	if wrong == nil {
		return got
	}
	t, ok := fieldtype.Get(f.Type)
	if !ok {
		return nil
	}
	_, text := v.(string)
	if k := t.Kind(); k.Kind == query.JSON || k.Kind == query.Sealed || k.Kind == query.Text && !k.Array && text {
		return v
	}
	return nil
}

// overlay puts values of the request in the place of those of the record.
func (r *row) overlay(values map[string]json.RawMessage) error {
	var wrong problem.List
	for _, name := range slices.Sorted(maps.Keys(values)) {
		f := r.entity.Field(name)
		if f == nil {
			wrong.Add(problem.Pointer("values")+problem.Pointer(name), "unknown_field", "name", name)
			continue
		}
		if f.IsComputed() || f.Table() || name == "id" {
			continue
		}
		var v any
		d := json.NewDecoder(bytes.NewReader(values[name]))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			return problem.Wrap(problem.Malformed, "malformed_json", err)
		}
		got, detail := fieldtype.Coerce(f, v)
		if detail != nil {
			p := *detail
			p.Pointer = "/values" + problem.Pointer(name) + p.Pointer
			wrong = append(wrong, p)
			continue
		}
		r.values[name] = got
	}
	return wrong.Err()
}

// Value implements query.Record.
func (r *row) Value(f query.Field) any { return r.values[f.Name] }

// Related implements query.Record.
func (r *row) Related(rel query.Relation) []query.Record {
	if rel.Reverse {
		return r.leading(rel)
	}
	var list []query.Record
	switch v := r.values[rel.Field.Name].(type) {
	case string:
		if one := r.world.one(rel.Entity, v); one != nil {
			list = append(list, one)
		}
	case []any:
		var ids []string
		for _, id := range v {
			if text, ok := id.(string); ok {
				ids = append(ids, text)
			}
		}
		for _, one := range r.world.many(rel.Entity, ids) {
			list = append(list, one)
		}
	}
	return list
}

// leading gives the records whose field leads here.
func (r *row) leading(rel query.Relation) []query.Record {
	far := r.world.set.Entity(rel.Entity)
	was, ok := r.world.published(far)
	if !ok || r.id == "" {
		return nil
	}
	f := far.Field(rel.Field.Name)
	if f == nil {
		return nil
	}
	name, ok := column(was, f)
	if !ok {
		return nil
	}
	how := "eq"
	if f.Links() {
		how = "contains"
	}
	var list []query.Record
	for _, one := range r.world.where(far, map[string]any{name: map[string]any{how: r.id}}) {
		list = append(list, one)
	}
	return list
}

var _ query.Record = (*row)(nil)
