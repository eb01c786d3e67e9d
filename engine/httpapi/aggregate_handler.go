package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/record"
)

// aggregate is POST /records/{entity}:aggregate: numbers about records.
func (a *API) aggregate(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var q record.AggregateRequest
	if err := decodeKnown(c, &q); err != nil {
		return err
	}
	answer, err := a.Records.Aggregate(c.UserContext(), caller, c.Params("entity"), q)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
