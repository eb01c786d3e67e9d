package httpapi

import (
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// changed is one document that a draft changes.
type changed struct {
	definition.Key
	Change draft.Change `json:"change"`
}

func changes(view *draft.View) []changed {
	list := []changed{}
	for _, i := range view.Changes() {
		list = append(list, changed{i.Key, i.Change})
	}
	return list
}

func (a api) getDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, caller.UserID)
	if err != nil {
		return err
	}
	moved := view.Moved
	if moved == nil {
		moved = []definition.Key{}
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "documents": changes(view), "moved": moved})
}

func (a api) discardDraft(c *fiber.Ctx, caller Caller) error {
	if err := a.Drafts.Discard(c.UserContext(), caller.Workspace, caller.UserID, nil); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (a api) checkDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, caller.UserID)
	if err != nil {
		return err
	}
	if err := a.Publisher.Check(c.UserContext(), caller.Workspace, view.Documents()); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "documents": changes(view)})
}

func (a api) planDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, caller.UserID)
	if err != nil {
		return err
	}
	planned, err := a.Publisher.Plan(c.UserContext(), caller.Workspace, view.Documents())
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"revision": planned.Revision, "documents": changes(view), "steps": said(planned.Steps, caller.Language),
	})
}

// maxComment is the longest comment of a revision, in characters.
const maxComment = 2000

// maxConsent is how many things one publish may lose.
const maxConsent = 5000

func (a api) publishDraft(c *fiber.Ctx, caller Caller) error {
	var in struct {
		Comment string   `json:"comment"`
		Consent []string `json:"consent"` // to what is lost: codes as the plan gives them
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	if utf8.RuneCountInString(in.Comment) > maxComment {
		return problem.InvalidAt("/comment", "max_length", map[string]any{"max": maxComment})
	}
	if strings.ContainsRune(in.Comment, 0) {
		return problem.InvalidAt("/comment", "invalid_text", nil)
	}
	if len(in.Consent) > maxConsent {
		return problem.InvalidAt("/consent", "too_many", map[string]any{"max": maxConsent})
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, caller.UserID)
	if err != nil {
		return err
	}
	if err := current(view); err != nil {
		return err
	}
	author, err := a.Reader(c)
	if err != nil {
		return err
	}
	changes := release.Of(view, caller.UserID, in.Comment, in.Consent)
	result, err := a.Releases.Publish(c.UserContext(), author, changes)
	if err != nil && c.Query("request") == "approval" {
		id, err := a.Releases.Request(c.UserContext(), author, changes, err)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"request": fiber.Map{"id": id, "state": "pending"}})
	}
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{
		"revision": result.Revision, "unchanged": result.Unchanged,
		"steps": said(result.Steps, caller.Language), "conditions": result.Conditions,
	})
}

// showRequest shows what a request for approval would publish, to who asked
// and to those who may decide.
func (a api) showRequest(c *fiber.Ctx) error {
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	shown, err := a.Releases.Show(c.UserContext(), reader, strings.Clone(c.Params("id")))
	if err != nil {
		return err
	}
	return c.JSON(shown)
}
