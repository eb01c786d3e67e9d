package httpapi

import (
	"encoding/json"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// accessKinds are the documents that say who may do what.
var accessKinds = map[definition.Kind]bool{
	definition.KindRole: true, definition.KindGrant: true, definition.KindRestriction: true, definition.KindMask: true,
}

// publishable refuses a draft that others have overtaken, and one that would
// lead its author to more than he may give: access rules need the permission
// for roles, and a role gets no permission that the caller lacks.
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
		if !accessKinds[i.Kind] {
			continue
		}
		if !caller.Permissions["roles"] {
			return problem.New(problem.Forbidden, "forbidden").With("permission", "roles")
		}
		if i.Kind == definition.KindRole && i.Change != draft.Removed {
			if err := givable(caller, i.Body); err != nil {
				return err
			}
		}
	}
	return nil
}

func givable(caller Caller, role []byte) error {
	var r definition.Role
	if err := json.Unmarshal(role, &r); err != nil {
		return nil // check says what is wrong with it
	}
	if r.Owner {
		return problem.New(problem.Forbidden, "forbidden").With("permission", "owner")
	}
	for _, p := range r.Permissions {
		if !caller.Permissions[p] {
			return problem.New(problem.Forbidden, "forbidden").With("permission", p)
		}
	}
	return nil
}
