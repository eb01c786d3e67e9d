package record

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Whose value of a field a merge keeps.
const (
	keepThis  = "this"
	keepOther = "other"
)

// shownRecord is a record as the caller sees it.
type shownRecord struct {
	values   map[string]any
	redacted []string
}

// whole gives a value that he sees whole.
func (r shownRecord) whole(name string) (any, bool) {
	v, ok := r.values[name]
	return v, ok && !slices.Contains(r.redacted, name)
}

func (m *merging) shown(ctx context.Context, id string) (shownRecord, error) {
	row, _, err := m.service.get(ctx, m.caller, m.entity.Name(), id, nil, nil)
	if err != nil {
		return shownRecord{}, err
	}
	r := shownRecord{}
	d := json.NewDecoder(bytes.NewReader(row))
	d.UseNumber()
	if err := d.Decode(&r.values); err != nil {
		return r, problem.Wrap(problem.Internal, "internal", err)
	}
	meta, _ := r.values["_meta"].(map[string]any)
	list, _ := meta["redacted"].([]any)
	for _, v := range list {
		if name, ok := v.(string); ok {
			r.redacted = append(r.redacted, name)
		}
	}
	return r, nil
}

// payload is what the survivor gets: the values asked for, and where nothing is
// asked for, what only the other has.
func (m *merging) payload(ctx context.Context, w mergeable, q MergeRequest) (map[string]any, error) {
	this, err := m.shown(ctx, m.Survivor)
	if err != nil {
		return nil, err
	}
	other, err := m.shown(ctx, m.Merged)
	if err != nil {
		return nil, err
	}
	payload, wrong := map[string]any{}, problem.List{}
	for name, v := range q.Values {
		payload[m.entity.Current(name)] = v
	}
	for name, keep := range q.Fields {
		f, ok := m.entity.Field(name)
		switch {
		case !ok || !w.knows(f.Name):
			wrong.Add("/fields/"+name, "unknown_field", "name", name)
		case keep == keepThis:
		case keep != keepOther:
			wrong.Add("/fields/"+name, "not_an_option", "options", "this, other")
		case !mergesBy(f):
			wrong.Add("/fields/"+name, "field_not_writable")
		default:
			v, whole := other.whole(f.Name)
			if !whole {
				wrong.Add("/fields/"+name, "merge_unreadable")
				continue
			}
			payload[f.Name] = v
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	writes, err := m.service.changer(ctx, m.caller, m.entity.Name(), "update", nil)
	if problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) {
		return payload, nil // he may write nothing; what he asked for is refused as that
	}
	if err != nil {
		return nil, err
	}
	for _, f := range m.entity.Definition.Fields {
		_, chosen := q.Fields[f.Name]
		_, given := payload[f.Name]
		if !chosen && !given && mergesBy(f) && len(writes.givers(f.Name)) > 0 {
			m.fill(payload, f, this, other)
		}
	}
	return payload, nil
}

// fill takes over what only the other has of a field.
func (m *merging) fill(payload map[string]any, f *definition.Field, this, other shownRecord) {
	d := m.entity.Definition
	mine, seen := this.whole(f.Name)
	theirs, whole := other.whole(f.Name)
	if !seen || !whole || theirs == nil || f.Name == d.Owner || f.Name == d.Team || f.Name == d.Parent || f.Name == d.Tree {
		return
	}
	itself := func(v any) bool { return v == m.Survivor || v == m.Merged }
	list, isList := theirs.([]any)
	have, _ := mine.([]any)
	switch {
	case isList:
		both := slices.Clone(have)
		for _, v := range list {
			if !itself(v) && !slices.ContainsFunc(both, func(o any) bool { return reflect.DeepEqual(o, v) }) {
				both = append(both, v)
			}
		}
		if len(both) > len(have) {
			payload[f.Name] = both
		}
	case mine == nil && !itself(theirs):
		payload[f.Name] = theirs
	}
}

// mergesBy tells whether a field holds what a user gives it.
func mergesBy(f *definition.Field) bool {
	return !f.System && !f.ReadOnly && !f.Table() && f.Type != "secret" && f.Type != "autonumber" && (f.Stored() || f.Links())
}

// files are those that the survivor is to name and the other has.
func (m *merging) files(payload map[string]any) []string {
	var ids []string
	for name, v := range payload {
		if f, ok := m.entity.Field(name); ok && fieldtype.HoldsFiles(f) {
			ids = append(ids, fileIDs(v)...)
		}
	}
	return ids
}
