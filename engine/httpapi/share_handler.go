package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// share is POST /records/{entity}/{id}:share.
func (a *API) share(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	var in struct {
		record.ShareRequest
		Reason string `json:"reason"`
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
	share, err := a.Records.Share(c.UserContext(), caller, entity, id, in.ShareRequest)
	if err != nil {
		fields, wrong := fieldsOf(in.ShareRequest)
		if wrong != nil {
			return wrong
		}
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "share", ID: id, Fields: fields})
	}
	return c.Status(fiber.StatusCreated).JSON(share)
}

// fieldsOf is a request as the members of its JSON.
func fieldsOf(v any) (map[string]any, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	fields := map[string]any{}
	return fields, decodeJSON(b, &fields)
}

func (a *API) shares(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	list, err := a.Records.Shares(c.UserContext(), caller, c.Params("entity"), c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

func (a *API) unshare(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	if err := a.Records.Unshare(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("share")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
