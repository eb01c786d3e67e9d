package record

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Keys asks for records by the values of some fields.
type Keys struct {
	Entity string
	Fields []string // by which the caller may find records
	Values [][]any  // canonical, one of each field for each key; none is nil
	// Unique finds as the unique rule of these fields does, if there is one: only
	// records that it holds for.
	Unique bool
}

// keysAtOnce is how many keys of several fields one statement asks for.
const keysAtOnce = 50

// Keyed finds, for each key, the records that have it, among those that the
// caller may read and that are not archived: their ids, two at most.
func (s *Service) Keyed(ctx context.Context, c *Caller, k Keys) (found [][]string, err error) {
	read := 0
	defer func() { s.observe(ctx, Operation{Caller: c, Name: k.Entity, Action: "read", Records: read, Err: err}) }()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		r, err := s.read(ctx, c, k.Entity)
		if err != nil {
			return 0, err
		}
		f := &finder{s: s, c: c, r: r, k: k, ids: map[string][]string{}}
		if err := f.prepare(ctx); err != nil {
			return 0, err
		}
		if err := f.all(ctx); err != nil {
			return 0, err
		}
		found = make([][]string, len(k.Values))
		for i, v := range k.Values {
			found[i] = f.ids[keyText(v)]
		}
		if read = f.read; f.epoch == 0 {
			f.epoch, _, err = s.db.State(ctx, c.Workspace.Name)
			return f.epoch, err
		}
		return f.epoch, s.takeRead(ctx, c, r.entity, k.Fields, int64(f.read))
	})
	return found, err
}

// finder looks for records by their keys.
type finder struct {
	s       *Service
	c       *Caller
	r       *reader
	k       Keys
	cells   []store.Cell
	fields  []*definition.Field
	members []store.Member
	ids     map[string][]string
	read    int
	epoch   int64
}

func (f *finder) prepare(ctx context.Context) (err error) {
	var unknown problem.List
	for _, name := range f.k.Fields {
		cell, ok := f.r.findable(name)
		def, known := f.r.entity.Field(cell.Name)
		if !ok || !known && cell.Name != "id" || cell.Field.Type.Array || cell.Field.Type.Kind > query.UUID {
			unknown.Add("", "unknown_field", "name", name)
			continue
		}
		f.cells, f.fields = append(f.cells, cell), append(f.fields, def)
	}
	if len(unknown) > 0 {
		return unknown.Err()
	}
	f.members, err = f.s.members(ctx, f.c, f.r, f.k.Fields)
	return err
}

// all asks for all keys: those of one field at once.
func (f *finder) all(ctx context.Context) error {
	size := keysAtOnce
	if len(f.cells) == 1 {
		size = len(f.k.Values)
	}
	for at := 0; at < len(f.k.Values); at += size {
		some := f.k.Values[at:min(at+size, len(f.k.Values))]
		more, err := f.some(ctx, some, 2*len(some)+2)
		if err != nil {
			return err
		}
		if !more {
			continue
		}
		for _, one := range some { // many records have one of them: each by itself
			delete(f.ids, keyText(one))
			if _, err := f.some(ctx, [][]any{one}, 2); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *finder) condition(keys [][]any) query.Predicate {
	if len(f.cells) == 1 {
		list := make([]any, len(keys))
		for i := range keys {
			list[i] = keys[i][0]
		}
		t := f.cells[0].Field.Type
		return query.In{X: f.cells[0].Field, List: query.Value{Type: query.Type{Kind: t.Kind, Array: true}, V: list}}
	}
	var any query.Or
	for _, key := range keys {
		var all query.And
		for i, v := range key {
			field := f.cells[i].Field
			all = append(all, query.Compare{Op: query.Eq, X: field, Y: query.Value{Type: field.Type, V: v}})
		}
		any = append(any, all)
	}
	return any
}

func (f *finder) some(ctx context.Context, keys [][]any, limit int) (more bool, err error) {
	guarded, err := f.s.guard(ctx, f.c, f.condition(keys))
	if err != nil {
		return false, err
	}
	if rule, ok := ruleOf(f.r.entity, f.k.Fields); ok && f.k.Unique {
		if guarded, err = f.s.ruled(ctx, f.c, guarded, rule); err != nil {
			return false, err
		}
	}
	name := f.r.entity.Name()
	sel := &store.Select{Schema: f.c.State.Snapshot, Entity: name, Members: f.members, Row: f.r.plan.Row,
		Filter: query.And{notArchived(name, 0), guarded}, Sort: []store.SortKey{{Cell: f.r.cells["id"], NeverEmpty: true}}, Limit: limit}
	q, err := sel.Compile(f.c.Workspace.Name)
	if err != nil {
		return false, err
	}
	page, err := f.s.db.Rows(ctx, q, nil, f.c.bind(nil), nil)
	if err != nil {
		return false, slow(err)
	}
	if page.Epoch != 0 {
		f.epoch = page.Epoch
	}
	f.read += page.Rows
	return page.More, f.note(page.JSON)
}

// note keeps which record has which key.
func (f *finder) note(rows []byte) error {
	d := json.NewDecoder(bytes.NewReader(slices.Concat([]byte("["), rows, []byte("]"))))
	d.UseNumber()
	var list []map[string]any
	if err := d.Decode(&list); err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	for _, row := range list {
		key := make([]any, len(f.cells))
		for i, cell := range f.cells {
			v := row[cell.Name]
			if def := f.fields[i]; def != nil {
				if canonical, wrong := fieldtype.Coerce(def, v); wrong == nil {
					v = canonical
				}
			}
			key[i] = v
		}
		id, _ := row["id"].(string)
		text := keyText(key)
		if have := f.ids[text]; len(have) < 2 && !slices.Contains(have, id) {
			f.ids[text] = append(have, id)
		}
	}
	return nil
}

// keyText tells keys apart.
func keyText(key []any) string {
	var b strings.Builder
	for _, v := range key {
		fmt.Fprintf(&b, "%q,", fmt.Sprint(v))
	}
	return b.String()
}

// FoundBy gives the fields by which the caller may find records of an entity,
// and the one that names them.
func (s *Service) FoundBy(ctx context.Context, c *Caller, entity string) (fields []*definition.Field, label string, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		r, err := s.read(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		fields, label = nil, ""
		for _, f := range r.entity.Definition.Fields {
			if cell, ok := r.findable(f.Name); ok && !cell.Field.Type.Array && cell.Field.Type.Kind <= query.UUID {
				fields = append(fields, f)
				if f.Name == r.entity.Definition.Label {
					label = f.Name
				}
			}
		}
		return c.State.Epoch, nil
	})
	return fields, label, err
}
