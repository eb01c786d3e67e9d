package httpapi

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// maxRevisions is how many revisions a page lists.
const maxRevisions = 100

func (a api) listRevisions(c *fiber.Ctx, caller Caller) error {
	before, err := strconv.ParseInt(c.Query("before", "0"), 10, 64)
	if err != nil || before < 0 {
		return problem.InvalidAt("?before", "wrong_type", map[string]any{"want": "integer"})
	}
	list, err := a.DB.Revisions(c.UserContext(), caller.Workspace, before, maxRevisions)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

func (a api) getRevision(c *fiber.Ctx, caller Caller) error {
	number, err := strconv.ParseInt(c.Params("number"), 10, 64)
	if err != nil {
		return problem.New(problem.NotFound, "not_found")
	}
	docs, err := a.DB.RevisionDocuments(c.UserContext(), caller.Workspace, number)
	if err != nil {
		return err
	}
	data := []definition.Document{}
	for _, d := range docs {
		if d.Kind != definition.KindPolicy {
			data = append(data, d)
		}
	}
	return c.JSON(fiber.Map{"revision": number, "data": data})
}
