package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// references lists what refers to a thing, in the caller's draft:
// ?kind=entity&name=order&field=buyer.
func (a api) references(c *fiber.Ctx, caller Caller) error {
	t := reference.Thing{
		Kind: definition.Kind(strings.Clone(c.Query("kind"))), Name: strings.Clone(c.Query("name")),
		Field: strings.Clone(c.Query("field")), Option: strings.Clone(c.Query("option")),
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	index := reference.New(view.Documents())
	if !index.Has(t) {
		return problem.New(problem.NotFound, "not_found")
	}
	return c.JSON(fiber.Map{"data": index.To(t)})
}

// renameInDraft gives a thing of the caller's draft another name, everywhere.
func (a api) renameInDraft(c *fiber.Ctx, caller Caller) error {
	var in struct {
		reference.Thing
		To string `json:"to"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	items, mend, err := a.Drafts.Rename(c.UserContext(), caller.Workspace, draftOf(c, caller), caller.UserID, in.Thing, in.To)
	if err != nil {
		return err
	}
	list := []changed{}
	for _, i := range items {
		list = append(list, changedOf(i))
	}
	if mend == nil {
		mend = []reference.Reference{}
	}
	return c.JSON(fiber.Map{"documents": list, "mend": mend})
}
