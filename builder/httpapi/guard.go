package httpapi

import (
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// conflict is one place where others published something else than a draft
// says.
type conflict struct {
	definition.Key
	merge.Conflict
}

func conflicts(view *draft.View) []conflict {
	list := []conflict{}
	for _, i := range view.Conflicts() {
		for _, c := range i.Conflicts {
			list = append(list, conflict{i.Key, c})
		}
	}
	return list
}

// current refuses a draft that others have overtaken, until its conflicts are
// solved.
func current(view *draft.View) error {
	var places problem.List
	list := conflicts(view)
	for _, c := range list {
		places.Add("/"+string(c.Kind)+"/"+c.Name+c.Pointer, "definition_moved")
	}
	if len(places) == 0 {
		return nil
	}
	return &problem.Error{Kind: problem.Conflict, Code: "draft_overtaken", Details: places, Extra: map[string]any{"conflicts": list}}
}
