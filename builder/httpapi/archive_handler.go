package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxPurged is how many columns and tables one request may drop.
const maxPurged = 200

// archived is something archived with the name by which it is purged.
type archived struct {
	Name string `json:"name"`
	store.Archived
}

func named(list []store.Archived) []archived {
	out := make([]archived, len(list))
	for i, a := range list {
		out[i] = archived{a.Name(), a}
	}
	return out
}

// listArchived lists what is kept and not used by anything published.
func (a api) listArchived(c *fiber.Ctx, caller Caller) error {
	list, revision, err := a.Publisher.Archived(c.UserContext(), caller.Workspace)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"revision": revision, "data": named(list)})
}

// purge drops what is archived, named one by one: nobody but an owner loses an
// organisation its data.
func (a api) purge(c *fiber.Ctx, caller Caller) error {
	if !caller.Owner {
		return problem.New(problem.Forbidden, "forbidden").With("permission", "owner")
	}
	var in struct {
		Names []string `json:"names"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if len(in.Names) == 0 || len(in.Names) > maxPurged {
		return problem.InvalidAt("/names", "too_many", map[string]any{"max": maxPurged})
	}
	list, err := a.Publisher.Purge(c.UserContext(), caller.Workspace, caller.UserID, in.Names)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": named(list)})
}
