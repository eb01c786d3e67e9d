package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/explain"
)

// explain answers why a user may do something with a record, or not.
func (a *API) explain(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	answer, err := a.Explain.Explain(c.UserContext(), caller, explain.Question{
		User: c.Query("user"), Entity: c.Query("entity"), ID: c.Query("id"), Action: c.Query("action"),
		Field: c.Query("field"), Channel: c.Query("channel")})
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
