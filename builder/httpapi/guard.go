package httpapi

import (
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// accessKinds are the documents that say who may do what.
var accessKinds = map[definition.Kind]bool{
	definition.KindRole: true, definition.KindGrant: true, definition.KindRestriction: true, definition.KindMask: true,
}

// publishable refuses a draft that others have overtaken, and one that would
// lead its author to more than he has: only who may give any role changes the
// documents that say what roles may do.
func publishable(caller Caller, view *draft.View) error {
	if len(view.Moved) > 0 {
		var moved problem.List
		for _, k := range view.Moved {
			moved.Add("/"+string(k.Kind)+"/"+k.Name, "definition_moved")
		}
		return &problem.Error{Kind: problem.Conflict, Code: "draft_overtaken", Details: moved}
	}
	if caller.Owner {
		return nil
	}
	for _, i := range view.Changes() {
		if accessKinds[i.Kind] {
			return problem.New(problem.Forbidden, "owner_role_not_held")
		}
	}
	return nil
}
