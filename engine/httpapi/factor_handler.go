package httpapi

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
)

// secondFactor tells whether the caller has a second factor, and when his
// session showed it last.
func (a *API) secondFactor(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	enabled, err := a.Identity.HasSecondFactor(c.UserContext(), p)
	if err != nil {
		return err
	}
	answer := fiber.Map{"enabled": enabled}
	if at := p.Session.VerifiedAt; !at.IsZero() {
		answer["verified_at"] = at.UTC()
	}
	return c.JSON(answer)
}

// setUpSecondFactor gives a secret, which counts when it is confirmed.
func (a *API) setUpSecondFactor(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	e, err := a.Identity.SetUpSecondFactor(c.UserContext(), p)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"secret": e.Secret, "url": e.URL})
}

func (a *API) confirmSecondFactor(c *fiber.Ctx) error {
	p, code, err := a.shown(c)
	if err != nil {
		return err
	}
	codes, err := a.Identity.ConfirmSecondFactor(c.UserContext(), p, code)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"recovery_codes": codes})
}

// withCode answers requests that carry a code and ask for nothing but that it
// is right.
func (a *API) withCode(use func(context.Context, *identity.Principal, string) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, code, err := a.shown(c)
		if err != nil {
			return err
		}
		if err := use(c.UserContext(), p, code); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusNoContent)
	}
}

// shown reads the code that a request carries.
func (a *API) shown(c *fiber.Ctx) (*identity.Principal, string, error) {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return nil, "", err
	}
	var in struct{ Code string }
	err = decodeBody(c, &in)
	return p, in.Code, err
}

// resetSecondFactor removes that of another user, who has lost it.
func (a *API) resetSecondFactor(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	if err := a.Identity.ResetSecondFactor(c.UserContext(), p, c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
