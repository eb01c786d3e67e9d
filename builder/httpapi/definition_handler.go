package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// listed is one document in a list.
type listed struct {
	definition.Document
	Hash   string       `json:"hash"`
	Change draft.Change `json:"change"`
}

func (a api) listDefinitions(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	kind := definition.Kind(strings.Clone(c.Query("kind")))
	data := []listed{}
	for _, i := range view.Items {
		if i.Change != draft.Removed && (kind == "" || i.Kind == kind) {
			data = append(data, listed{i.Document, i.Hash, i.Change})
		}
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "data": data})
}

func (a api) getDefinition(c *fiber.Ctx, caller Caller) error {
	k, err := key(c)
	if err != nil {
		return err
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	item, ok := view.Find(k)
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	return send(c, item.Body, item.Hash)
}

func (a api) putDefinition(c *fiber.Ctx, caller Caller) error {
	k, err := key(c)
	if err != nil {
		return err
	}
	raw, err := body(c)
	if err != nil {
		return err
	}
	how := draft.Save{By: caller.UserID, Seen: seen(c), Solved: c.Query("solved") == "true"}
	item, err := a.Drafts.Put(c.UserContext(), caller.Workspace, draftOf(c, caller), definition.Document{Key: k, Body: raw}, how)
	if err != nil {
		return err
	}
	if item.Change == draft.Added {
		c.Status(fiber.StatusCreated)
	}
	return send(c, item.Body, item.Hash)
}

func (a api) deleteDefinition(c *fiber.Ctx, caller Caller) error {
	k, err := key(c)
	if err != nil {
		return err
	}
	if err := a.Drafts.Delete(c.UserContext(), caller.Workspace, draftOf(c, caller), k, draft.Save{By: caller.UserID, Seen: seen(c)}); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
