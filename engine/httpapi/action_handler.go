package httpapi

import (
	"github.com/gofiber/fiber/v2"
)

// do is POST /records/{entity}/{id}/actions/{name}: an action of an extension,
// with its input as the body, which may be empty.
func (a *API) do(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	input := map[string]any{}
	if len(c.Request().Body()) > 0 {
		if input, err = decodeObject(c); err != nil {
			return err
		}
	}
	answer, err := a.Records.Do(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("name"), input)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": answer})
}
