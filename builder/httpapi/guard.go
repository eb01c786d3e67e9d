package httpapi

import (
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/problem"
)

// current refuses a draft that others have overtaken.
func current(view *draft.View) error {
	if len(view.Moved) == 0 {
		return nil
	}
	var moved problem.List
	for _, k := range view.Moved {
		moved.Add("/"+string(k.Kind)+"/"+k.Name, "definition_moved")
	}
	return &problem.Error{Kind: problem.Conflict, Code: "draft_overtaken", Details: moved}
}
