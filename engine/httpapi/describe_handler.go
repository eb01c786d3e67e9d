package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
)

func (a *API) describe(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	d, err := a.Records.Describe(c.UserContext(), caller)
	if err != nil {
		return err
	}
	return c.JSON(d)
}

// mayI is GET /me/access?entity=customer&ids=a,b.
func (a *API) mayI(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	ids := c.Query("ids")
	if ids == "" {
		return problem.InvalidAt("?ids", "required", nil)
	}
	answer, err := a.Records.MayI(c.UserContext(), caller, c.Query("entity"), strings.Split(ids, ","))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": answer})
}
