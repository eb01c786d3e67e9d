package record

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// sort reads "-created_at,name" and completes it by id. Fields the caller may
// not read answer as unknown ones.
func (r *reader) sort(src string) ([]store.SortKey, error) {
	if src == "" {
		src = r.newest()
	}
	names := strings.Split(src, ",")
	if len(names) > maxSortKeys {
		return nil, problem.InvalidAt("?sort", "too_many", map[string]any{"max": maxSortKeys})
	}
	var keys []store.SortKey
	var unknown problem.List
	for _, name := range names {
		name, desc := strings.CutPrefix(strings.TrimSpace(name), "-")
		cell, ok := r.findable(name)
		if !ok || cell.Field.Type.Array {
			unknown.Add("?sort", "unknown_field", "name", name)
			continue
		}
		f, _ := r.entity.Field(name)
		if t, known := fieldtype.Of(f); known && !t.Sortable() {
			unknown.Add("?sort", "field_not_sortable", "name", name)
			continue
		}
		keys = append(keys, store.SortKey{Cell: cell, Desc: desc, NeverEmpty: f.System && neverEmpty[name]})
		if name == "id" {
			return keys, unknown.Err()
		}
	}
	if err := unknown.Err(); err != nil {
		return nil, err
	}
	last := store.SortKey{Cell: r.cells["id"], Desc: keys[len(keys)-1].Desc, NeverEmpty: true}
	return append(keys, last), nil
}

// newest is the order that shows what came last first: ids tell it, too.
func (r *reader) newest() string {
	if cell, ok := r.findable("created_at"); !ok || cell.Findable != nil {
		return "-id"
	}
	return "-created_at"
}

// neverEmpty are the system fields that each record has.
var neverEmpty = map[string]bool{"id": true, "created_at": true, "updated_at": true, "version": true}
