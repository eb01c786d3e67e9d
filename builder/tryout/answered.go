package tryout

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// rows reads records as they are answered.
func (w *world) rows(e *definition.Entity, fields map[string]*definition.Field, raw []byte) []*row {
	var list []map[string]any
	d := json.NewDecoder(strings.NewReader("[" + string(raw) + "]"))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		w.failed(problem.Wrap(problem.Internal, "internal", err))
		return nil
	}
	rows := make([]*row, len(list))
	for i, members := range list {
		one := &row{world: w, entity: e, id: fmt.Sprint(members["id"]), values: map[string]any{}}
		hidden := redacted(members)
		for name, f := range fields {
			if v := members[name]; v != nil && !slices.Contains(hidden, any(name)) {
				one.values[f.Name] = canonical(f, v)
			}
		}
		one.values["id"] = one.id
		rows[i], w.known[e.Name+"/"+one.id] = one, one
	}
	return rows
}

// redacted names the cells of a record that are hidden, or shown in part.
func redacted(members map[string]any) []any {
	meta, _ := members["_meta"].(map[string]any)
	list, _ := meta["redacted"].([]any)
	return list
}
