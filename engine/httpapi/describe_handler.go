package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
)

// maxDescribed is how many entities one request names.
const maxDescribed = 200

func (a *API) describe(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var only []string
	if names := strings.Clone(c.Query("entities")); names != "" {
		if only = strings.Split(names, ","); len(only) > maxDescribed {
			return problem.InvalidAt("?entities", "too_many", map[string]any{"max": maxDescribed})
		}
	}
	d, err := a.Records.Describe(c.UserContext(), caller, only...)
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
