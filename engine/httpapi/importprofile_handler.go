package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/problem"
)

// importProfiles is GET /import-profiles?entity=….
func (a *API) importProfiles(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	entity := strings.Clone(c.Query("entity"))
	if entity == "" {
		return problem.InvalidAt("?entity", "required", nil)
	}
	list, err := a.Imports.Profiles(c.UserContext(), importer.Importing(caller), entity)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

// nameImportProfile is PATCH /import-profiles/{id} {"name": …}.
func (a *API) nameImportProfile(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var in struct {
		Name *string `json:"name"`
	}
	if err := decodeKnown(c, &in); err != nil {
		return err
	}
	if in.Name == nil {
		return problem.InvalidAt("/name", "required", nil)
	}
	p, err := a.Imports.NameProfile(c.UserContext(), importer.Importing(caller), strings.Clone(c.Params("id")), *in.Name)
	if err != nil {
		return err
	}
	return c.JSON(p)
}

// forgetImportProfile is DELETE /import-profiles/{id}.
func (a *API) forgetImportProfile(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	if err := a.Imports.ForgetProfile(c.UserContext(), importer.Importing(caller), strings.Clone(c.Params("id"))); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
