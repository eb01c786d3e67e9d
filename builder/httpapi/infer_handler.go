package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/infer"
)

// inferFields makes fields of a file that the caller has uploaded, or of titles.
func (a api) inferFields(c *fiber.Ctx, _ Caller) error {
	var in infer.Request
	if err := decode(c, &in); err != nil {
		return err
	}
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	answer, err := a.Infer.Infer(c.UserContext(), reader, in)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
