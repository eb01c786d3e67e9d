package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// decodeBody reads a JSON object into a struct.
func decodeBody(c *fiber.Ctx, into any) error {
	b, err := body(c)
	if err != nil {
		return err
	}
	if err := decodeJSON(b, into); err != nil {
		return err
	}
	return problem.CheckTexts(b)
}

func (a *API) me(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	return a.sendMe(c, p)
}

func (a *API) sendMe(c *fiber.Ctx, p *identity.Principal) error {
	w, ok, err := a.Workspaces.Named(c.UserContext(), p.Workspace)
	if err != nil {
		return err
	}
	if !ok {
		return unauthenticated(nil)
	}
	return c.JSON(describeMe(p, w, Language(c)))
}

func (a *API) changePassword(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var in struct{ Current, New string }
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	if err := a.Identity.ChangePassword(c.UserContext(), p, in.Current, in.New, c.IP()); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// setPassword gives another user a password that he must change.
func (a *API) setPassword(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var in struct{ Password string }
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	if err := a.Identity.SetPassword(c.UserContext(), p, c.Params("id"), in.Password); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (a *API) disableAccount(disabled bool) fiber.Handler {
	return func(c *fiber.Ctx) error {
		p, err := a.FreshPrincipal(c)
		if err != nil {
			return err
		}
		if err := a.Identity.DisableAccount(c.UserContext(), p, c.Params("id"), disabled); err != nil {
			return err
		}
		return c.SendStatus(fiber.StatusNoContent)
	}
}

func (a *API) setupNeeded(c *fiber.Ctx) error {
	w, err := a.workspace(c)
	if err != nil {
		return err
	}
	needed, err := a.Identity.SetupNeeded(c.UserContext(), w.Name)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"needed": needed})
}

// setup makes the first administrator with the secret of the link that was
// printed on first start.
func (a *API) setup(c *fiber.Ctx) error {
	var in struct{ Token, Email, Password, Name, Language string }
	if err := a.decodeOpen(c, &in); err != nil {
		return err
	}
	w, err := a.workspace(c)
	if err != nil {
		return err
	}
	if in.Language == "" {
		in.Language = Language(c)
	}
	err = a.Identity.Setup(c.UserContext(), w.Name, in.Token, identity.Administrator{
		Name: in.Name, Email: in.Email, Password: in.Password, Language: in.Language})
	if err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
