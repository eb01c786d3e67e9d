package httpapi

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/record"
)

// handing is one of the actions that change who owns a record.
type handing func(ctx context.Context, c *record.Caller, entity string, h record.HandRequest) ([]byte, error)

// hand is POST /records/{entity}/{id}:transfer and its like. The body may be
// left out where it would say nothing.
func (a *API) hand(action string, do handing) fiber.Handler {
	return func(c *fiber.Ctx) error {
		caller, err := a.caller(c)
		if err != nil {
			return err
		}
		var in struct {
			To struct {
				User string `json:"user"`
				Team string `json:"team"`
			} `json:"to"`
			Reason string `json:"reason"`
		}
		if len(c.Request().Body()) > 0 {
			if err := decodeBody(c, &in); err != nil {
				return err
			}
		}
		version, err := ifMatch(c)
		if err != nil {
			return err
		}
		if err := checkReason(in.Reason); err != nil {
			return err
		}
		if in.Reason != "" {
			caller.Reason = in.Reason
		}
		h := record.HandRequest{ID: c.Params("id"), Version: version, To: record.Owner{User: in.To.User, Team: in.To.Team}}
		entity := c.Params("entity")
		row, err := do(c.UserContext(), caller, entity, h)
		if err != nil {
			return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: action, ID: h.ID, Version: version,
				Fields: map[string]any{"user": h.To.User, "team": h.To.Team}})
		}
		return a.sendRecord(c, row)
	}
}

func (a *API) owners(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	before, err := beforeSeq(c)
	if err != nil {
		return err
	}
	entries, err := a.Records.Owners(c.UserContext(), caller, c.Params("entity"), c.Params("id"), before)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": entries})
}
