package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// listed is one document in a list: its body, or with ?brief=true what lists
// show of it.
type listed struct {
	definition.Key
	Body json.RawMessage `json:"body,omitempty"`
	draft.Brief
	Hash   string       `json:"hash"`
	Change draft.Change `json:"change"`
}

// listDefinitions lists the documents of the caller's draft: with ?kind= those
// of one kind, with ?entity= those that belong to an entity, with all roles and
// the lists of choices that it uses.
func (a api) listDefinitions(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	items, kind, brief := view.Items, definition.Kind(c.Query("kind")), c.Query("brief") == "true"
	if entity := c.Query("entity"); entity != "" {
		var ok bool
		if items, ok = view.Of(entity); !ok {
			return problem.New(problem.NotFound, "not_found")
		}
	}
	data := []listed{}
	for _, i := range items {
		if i.Change == draft.Removed || kind != "" && i.Kind != kind {
			continue
		}
		one := listed{Key: i.Key, Hash: i.Hash, Change: i.Change}
		if brief {
			one.Brief = i.Brief(caller.Language)
		} else {
			one.Body = i.Body
		}
		data = append(data, one)
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
