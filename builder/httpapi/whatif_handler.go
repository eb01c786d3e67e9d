package httpapi

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/whatif"
)

// whatIf tells what publishing the caller's draft would change in who may do
// what.
func (a api) whatIf(c *fiber.Ctx, caller Caller) error {
	var in struct {
		Entities  []string `json:"entities"`
		Users     []string `json:"users"`
		Roles     []string `json:"roles"`
		TimeLimit int      `json:"time_limit_ms"`
	}
	if err := decode(c, &in); err != nil {
		return err
	}
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	asker, err := a.Reader(c)
	if err != nil {
		return err
	}
	answer, err := a.WhatIf.Compare(c.UserContext(), whatif.Request{Asker: asker, Documents: view.Documents(),
		Entities: in.Entities, Users: in.Users, Roles: in.Roles, Limit: time.Duration(in.TimeLimit) * time.Millisecond})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
