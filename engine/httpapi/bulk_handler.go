package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/bulk"
	"github.com/mortise-crm/mortise/engine/record"
)

// bulk is POST /records/{entity}:bulk: something that is done to many records,
// as a job; or, with dry, what that would come to.
func (a *API) bulk(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var in struct {
		Action   string             `json:"action"`
		IDs      []string           `json:"ids"`
		Filter   filterText         `json:"filter"`
		Search   string             `json:"q"`
		Archived bool               `json:"archived"`
		All      bool               `json:"all"`
		Fields   map[string]any     `json:"fields"`
		To       handTo             `json:"to"`
		Share    record.ShareRequest `json:"share"`
		Reason   string             `json:"reason"`
		Dry      bool               `json:"dry"`
	}
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	if err := checkReason(in.Reason); err != nil {
		return err
	}
	if in.Reason != "" {
		caller.Reason = in.Reason
	}
	entity := c.Params("entity")
	r := &bulk.Request{IDs: in.IDs, List: bulk.List{Filter: string(in.Filter), Search: in.Search, Archived: in.Archived, All: in.All},
		Bulk: record.Bulk{Action: in.Action, Fields: in.Fields, To: record.Owner(in.To), Share: in.Share}}
	// Who may not know of the entity hears nothing else.
	if err := a.Records.MayBulk(c.UserContext(), caller, entity, in.Action); err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	if in.Dry {
		p, err := a.Bulk.Preview(c.UserContext(), caller, entity, r)
		if err != nil {
			return err
		}
		return c.JSON(p)
	}
	job, err := a.Bulk.Enqueue(c.UserContext(), caller, entity, r)
	if err != nil {
		return err
	}
	return accepted(c, job)
}
