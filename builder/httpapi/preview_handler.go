package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/preview"
)

// beginPreview lets the caller use the product as his draft would make it:
// {"user": id} or {"role": name} for another's eyes.
func (a api) beginPreview(c *fiber.Ctx, caller Caller) error {
	var as preview.As
	if err := decode(c, &as); err != nil {
		return err
	}
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	id, err := a.Previews.Begin(c.UserContext(), reader, draftOf(c, caller), as)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"id": id, "seconds": int(preview.Life.Seconds())})
}

func (a api) endPreview(c *fiber.Ctx, _ Caller) error {
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	if err := a.Previews.End(c.UserContext(), reader, strings.Clone(c.Params("id"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
