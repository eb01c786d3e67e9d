package record

import (
	"context"
	"reflect"
	"slices"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

// filling gives fields the values that come along (x-default, x-autofill). What
// they are made of is read as the caller reads it; what is filled in may be
// beyond what he may write. A value that he gives himself is left alone.
type filling struct {
	ctx     context.Context
	service *Service
	w       *writer
	given   map[string]any // by the caller
	values  map[string]any // of the write; filled in here
	old     query.Values   // as far as the caller may read it; nil in a create
	wrong   problem.List
}

// leaveOut takes empty cells of an import out of a payload where a value comes
// along: nobody has emptied them on purpose.
func (w *writer) leaveOut(payload map[string]any) error {
	if w.caller.Channel != "import" {
		return nil
	}
	set, err := w.entity.Values()
	if err != nil {
		return err
	}
	for _, fills := range [][]validation.Fill{set.Defaults, set.Autofills} {
		for i := range fills {
			if v, given := payload[fills[i].Field]; given && v == nil {
				delete(payload, fills[i].Field)
			}
		}
	}
	return nil
}

// fillNew fills in a new record. wrong is what is known to be wrong of it: from
// that nothing is made.
func (s *Service) fillNew(ctx context.Context, w *writer, given, values map[string]any, wrong problem.List) (problem.List, error) {
	set, err := w.entity.Values()
	if err != nil || len(set.Defaults)+len(set.Autofills) == 0 {
		return wrong, err
	}
	w.filled = map[string]any{}
	f := &filling{ctx: ctx, service: s, w: w, given: given, values: values, wrong: wrong}
	for i := range set.Defaults {
		if err := f.fill(&set.Defaults[i], false); err != nil {
			return nil, err
		}
	}
	for i := range set.Autofills {
		if err := f.fill(&set.Autofills[i], false); err != nil {
			return nil, err
		}
	}
	for _, name := range w.entity.Validator.Filled() {
		if _, given := f.given[name]; !given && f.values[name] == nil && !f.known(name) && !slices.Contains(w.late, name) {
			f.wrong.Add("/"+name, "required")
		}
	}
	return f.wrong, nil
}

// fillChanged fills in what a change brings along: the fields made of one that
// it gives another value.
func (s *Service) fillChanged(ctx context.Context, w *writer, given, values map[string]any, wrong problem.List) (problem.List, error) {
	set, err := w.entity.Values()
	if err != nil || !slices.ContainsFunc(set.Autofills, func(fill validation.Fill) bool { return touches(&fill, values) }) {
		return wrong, err
	}
	w.filled = map[string]any{}
	f := &filling{ctx: ctx, service: s, w: w, given: given, values: values, wrong: wrong}
	if !w.row.early {
		if err := f.readOld(set.Autofills); err != nil {
			return nil, err
		}
	}
	for i := range set.Autofills {
		if touches(&set.Autofills[i], f.changed()) || set.Autofills[i].Of(w.late) {
			if err := f.fill(&set.Autofills[i], true); err != nil {
				return nil, err
			}
		}
	}
	return f.wrong, nil
}

// touches tells whether a value is made of a field among those of a map.
func touches(fill *validation.Fill, values map[string]any) bool {
	return slices.ContainsFunc(fill.Reads, func(name string) bool { _, ok := values[name]; return ok })
}

// changed are the values that the record does not have yet.
func (f *filling) changed() map[string]any {
	out := map[string]any{}
	for name, v := range f.values {
		if _, read := f.old[name]; !read || !reflect.DeepEqual(v, f.old[name]) {
			out[name] = v
		}
	}
	return out
}

// known tells whether something is known to be wrong with a field.
func (f *filling) known(name string) bool {
	return slices.ContainsFunc(f.wrong, func(p problem.Detail) bool { return pointsAt(p)(name) })
}

// fill gives one field its value; an empty one only with clear.
func (f *filling) fill(fill *validation.Fill, clear bool) error {
	if _, given := f.given[fill.Field]; given || slices.ContainsFunc(fill.Reads, f.known) {
		return nil
	}
	if f.w.waits(fill, clear) {
		f.w.late = append(f.w.late, fill.Field)
		return nil
	}
	v, err := f.value(fill)
	if err != nil || v == nil && !clear {
		return err
	}
	def, _ := f.w.entity.Field(fill.Field)
	canonical, wrong := fieldtype.Coerce(def, fieldtype.JSONValue(v))
	if wrong == nil && canonical == nil && def.Required {
		wrong = &problem.Detail{Code: "required"}
	}
	if wrong != nil {
		p := *wrong
		if f.w.knows(fill.Field) {
			p.Pointer = "/" + fill.Field + p.Pointer
		}
		f.wrong = append(f.wrong, p)
		return nil
	}
	f.values[fill.Field] = canonical
	f.w.filled[fill.Field] = canonical
	return nil
}

// waits tells whether a value can be made only once the record is written that
// this is a row of: it is made of that, or of what the row is then.
func (w *writer) waits(fill *validation.Fill, changes bool) bool {
	parent := w.entity.Definition.Parent
	return w.row.early && (changes || fill.Reaches() && slices.Contains(fill.Reads, parent) ||
		fill.Of(w.late))
}

// value computes a value of the record as it will be. What it takes from other
// records is asked of the database, under the caller's access to them.
func (f *filling) value(fill *validation.Fill) (any, error) {
	record := query.Values{}
	for _, name := range fill.Reads {
		v, set := f.values[name]
		if !set {
			v = f.old[name]
		}
		if v != nil {
			record[name] = v
		}
	}
	if !fill.Reaches() {
		return query.Evaluate(fill.X, record, f.w.caller.bind(nil)), nil
	}
	g := &guard{ctx: f.ctx, service: f.service, caller: f.w.caller, reading: true}
	x := g.operand(fill.X)
	if g.err != nil {
		return nil, g.err
	}
	image := &store.Write{Schema: f.w.write.Schema, Entity: f.w.write.Entity, Action: "create", ID: f.w.write.ID}
	for name, v := range record {
		operand, _ := f.w.entity.Operand(name)
		image.Set = append(image.Set, store.Assignment{Field: operand, Value: query.Value{Type: operand.Type, V: v}})
	}
	v, err := f.service.db.Ask(f.ctx, image, x, f.w.caller.Workspace.Name, f.w.caller.bind(nil))
	return v, slow(err)
}

// readOld reads what the values are made of as it is, as far as the caller may
// read it, and holds the write to the version that was read.
func (f *filling) readOld(fills []validation.Fill) error {
	f.old = query.Values{}
	r := f.w.reader
	if r == nil {
		return nil
	}
	outline := query.NewOutline(f.w.entity.Name())
	outline.Add(r.plan.Row)
	version, _ := f.w.entity.Operand("version")
	outline.Read(version)
	var names []string
	for i := range fills {
		names = append(names, fills[i].Reads...)
	}
	for _, name := range names {
		if cell, ok := r.cells[name]; ok {
			outline.Read(cell.Field)
			if p := whole(cell); p != nil {
				outline.Add(p)
			}
		}
	}
	rec, _, err := f.service.db.Load(f.ctx, store.Load{Schema: f.w.write.Schema, Outline: outline, ID: f.w.write.ID}, f.w.caller.Workspace.Name)
	params := f.w.caller.bind(nil)
	if err != nil || rec == nil || !query.Eval(r.plan.Row, rec, params) {
		return slow(err)
	}
	for _, name := range names {
		if cell, ok := r.cells[name]; ok && (whole(cell) == nil || query.Eval(whole(cell), rec, params)) {
			f.old[name] = query.Evaluate(cell.Field, rec, params)
		}
	}
	if v, ok := rec.Value(version).(int64); ok && f.w.write.Version == 0 {
		f.w.write.Version, f.w.pinned = v, true
	}
	return nil
}
