package httpapi

import (
	"github.com/gofiber/fiber/v2"
)

// invite makes the secret of a link by which a user chooses a password.
func (a *API) invite(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	made, err := a.Identity.Invite(c.UserContext(), p, c.Params("id"))
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(made)
}

// invited tells whom an invitation is for. The secret comes in the body, which
// no log holds.
func (a *API) invited(c *fiber.Ctx) error {
	var in struct{ Token string }
	if err := a.decodeOpen(c, &in); err != nil {
		return err
	}
	w, err := a.workspace(c)
	if err != nil {
		return err
	}
	who, err := a.Identity.InvitedBy(c.UserContext(), w.Name, in.Token, c.IP())
	if err != nil {
		return err
	}
	return c.JSON(who)
}

// acceptInvitation gives the user of an invitation the password that he chose.
// Signing in is another request, which asks for his second factor.
func (a *API) acceptInvitation(c *fiber.Ctx) error {
	var in struct{ Token, Password string }
	if err := a.decodeOpen(c, &in); err != nil {
		return err
	}
	w, err := a.workspace(c)
	if err != nil {
		return err
	}
	if err := a.Identity.AcceptInvitation(c.UserContext(), w.Name, in.Token, in.Password, c.IP()); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
