package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/record"
)

// validateNew is POST /records/{entity}:validate: what is wrong with a record to
// be made.
func (a *API) validateNew(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	return a.validate(c, caller, c.Params("entity"), "")
}

// validate is POST /records/{entity}/{id}:validate: what is wrong with a change.
func (a *API) validate(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	payload, err := decodeObject(c)
	if err != nil {
		return err
	}
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	v, err := a.Records.Validate(c.UserContext(), caller, entity, record.UpdateRequest{ID: id, Version: version, Fields: payload})
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"values": v.Values, "errors": worded(v.Problems, Language(c)), "duplicates": v.Duplicates})
}
