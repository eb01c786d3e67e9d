package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits on what is read at once.
const (
	maxConditions = 500
	maxCondition  = 10_000 // characters of one, as in documents
)

// conditionsIn are conditions about the records of an entity of the draft.
type conditionsIn struct {
	Entity     string   `json:"entity"`
	Conditions []string `json:"conditions"`
}

// readConditions tells what conditions are, by the caller's draft: the tree
// that a client evaluates, or what is wrong.
func (a api) readConditions(c *fiber.Ctx, caller Caller) error {
	var in conditionsIn
	if err := decode(c, &in); err != nil {
		return err
	}
	if len(in.Conditions) > maxConditions {
		return problem.InvalidAt("/conditions", "too_many", map[string]any{"max": maxConditions})
	}
	for _, src := range in.Conditions {
		if len([]rune(src)) > maxCondition {
			return problem.InvalidAt("/conditions", "too_long", map[string]any{"max": maxCondition})
		}
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	read := check.Conditions(view.Documents(), check.Asked{
		Entity: in.Entity, Conditions: in.Conditions, UserID: caller.UserID, Now: reader.Now, Zone: reader.Zone,
	})
	for i := range read {
		read[i].Problems = worded(read[i].Problems, caller.Language)
	}
	return c.JSON(fiber.Map{"data": read})
}
