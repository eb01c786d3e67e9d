package httpapi

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/release"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// changed is one document that a draft changes.
type changed struct {
	definition.Key
	Change  draft.Change `json:"change"`
	Hash    string       `json:"hash,omitempty"`
	SavedAt *time.Time   `json:"saved_at,omitempty"`
	SavedBy string       `json:"saved_by,omitempty"`
}

func changedOf(i draft.Item) changed {
	c := changed{Key: i.Key, Change: i.Change, Hash: i.Hash, SavedBy: i.SavedBy}
	if !i.SavedAt.IsZero() {
		c.SavedAt = &i.SavedAt
	}
	return c
}

func changes(view *draft.View) []changed {
	list := []changed{}
	for _, i := range view.Changes() {
		list = append(list, changedOf(i))
	}
	return list
}

func (a api) getDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	moved := []definition.Key{}
	for _, i := range view.Conflicts() {
		moved = append(moved, i.Key)
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "documents": changes(view), "moved": moved, "conflicts": conflicts(view)})
}

// draftSaves tells who changed what when in a draft.
func (a api) draftSaves(c *fiber.Ctx, caller Caller) error {
	list, err := a.Drafts.Saves(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

// discardDraft forgets a draft, or with ?kind=&name= what it changes in one
// document.
func (a api) discardDraft(c *fiber.Ctx, caller Caller) error {
	var only *definition.Key
	if c.Query("kind") != "" || c.Query("name") != "" {
		only = &definition.Key{Kind: definition.Kind(strings.Clone(c.Query("kind"))), Name: strings.Clone(c.Query("name"))}
		if err := draft.CheckKey(*only); err != nil {
			return err
		}
	}
	if err := a.Drafts.Discard(c.UserContext(), caller.Workspace, draftOf(c, caller), only); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (a api) checkDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	if err := current(view); err != nil {
		return err
	}
	if err := a.Publisher.Check(c.UserContext(), caller.Workspace, view.Documents()); err != nil {
		return err
	}
	return c.JSON(fiber.Map{"revision": view.Revision, "documents": changes(view)})
}

func (a api) planDraft(c *fiber.Ctx, caller Caller) error {
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
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
	if err := checkComment(in.Comment); err != nil {
		return err
	}
	if len(in.Consent) > maxConsent {
		return problem.InvalidAt("/consent", "too_many", map[string]any{"max": maxConsent})
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
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
	changes := release.Of(view, draftOf(c, caller), in.Comment, in.Consent)
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
	return c.JSON(published(result, caller.Language))
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
