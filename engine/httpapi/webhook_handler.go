package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/webhook"
)

// deliveries is GET /webhooks/{id}/deliveries: the log of a webhook.
func (a *API) deliveries(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	list, err := a.Webhooks.Log(c.UserContext(), caller, webhook.LogRequest{Webhook: c.Params("id"), Before: c.Query("before"), State: c.Query("state")})
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

// replay is POST /webhooks/{id}/deliveries/{delivery}:replay.
func (a *API) replay(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	id := c.Params("delivery")
	if err := a.Webhooks.Replay(c.UserContext(), caller, c.Params("id"), id); err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"id": id})
}

// ping is POST /webhooks/{id}:ping: a test, whose outcome stands in the log.
func (a *API) ping(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	id, err := a.Webhooks.Ping(c.UserContext(), caller, c.Params("id"))
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"id": id})
}
