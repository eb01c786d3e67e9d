package httpapi

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/difference"
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

// number reads which revision a path is about.
func number(c *fiber.Ctx) (int64, error) {
	n, err := strconv.ParseInt(c.Params("number"), 10, 64)
	if err != nil || n < 0 {
		return 0, problem.New(problem.NotFound, "not_found")
	}
	return n, nil
}

// documentsOf gives the documents of a revision; number 0 is the empty set
// that everything began with.
func (a api) documentsOf(c *fiber.Ctx, caller Caller, number int64) ([]definition.Document, error) {
	if number == 0 {
		return nil, nil
	}
	return a.DB.RevisionDocuments(c.UserContext(), caller.Workspace, number)
}

// revisionDiff tells in words how a revision differs from the one before it, or
// how revision ?to= differs from it.
func (a api) revisionDiff(c *fiber.Ctx, caller Caller) error {
	to, err := number(c)
	if err != nil {
		return err
	}
	from := max(0, to-1)
	if other := c.Query("to"); other != "" {
		from = to
		if to, err = strconv.ParseInt(other, 10, 64); err != nil || to < 0 {
			return problem.InvalidAt("?to", "wrong_type", map[string]any{"want": "integer"})
		}
	}
	before, err := a.documentsOf(c, caller, from)
	if err != nil {
		return err
	}
	after, err := a.documentsOf(c, caller, to)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"from": from, "to": to, "data": difference.Between(before, after, caller.Language)})
}

// draftDiff tells in words how a draft differs from what is published.
func (a api) draftDiff(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	_, revision, published, err := a.DB.Documents(c.UserContext(), caller.Workspace)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"from": revision, "data": difference.Between(published, view.Documents(), caller.Language)})
}

// revert makes a draft of an old revision. {"replace": true} gives up what the
// draft changes.
func (a api) revert(c *fiber.Ctx, caller Caller) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	var in struct {
		Replace bool `json:"replace"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	view, err := a.Drafts.Revert(c.UserContext(), caller.Workspace, draftOf(c, caller), caller.UserID, n, in.Replace)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "documents": changes(view)})
}

func (a api) getRevision(c *fiber.Ctx, caller Caller) error {
	number, err := number(c)
	if err != nil {
		return err
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
