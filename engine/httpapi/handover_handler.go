package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
)

// owned tells what a user owns, before somebody takes it over.
func (a *API) owned(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	owned, err := a.Identity.Owned(c.UserContext(), p, c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(owned)
}

// handOver gives what a user owns to somebody else, or tells what that would
// be.
func (a *API) handOver(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var in struct {
		To struct {
			User, Team string
			Pool       bool
		}
		Deactivate, Preview bool
		Reason              string
	}
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	done, err := a.Identity.HandOver(c.UserContext(), p, identity.HandOver{User: c.Params("id"), ToUser: in.To.User, ToTeam: in.To.Team,
		Pool: in.To.Pool, Deactivate: in.Deactivate, Preview: in.Preview, Reason: in.Reason})
	if err != nil {
		return err
	}
	return c.JSON(done)
}
