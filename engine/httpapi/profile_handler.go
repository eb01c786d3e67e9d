package httpapi

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/openapi"
	"github.com/mortise-crm/mortise/engine/problem"
)

// profileShape is what a user changes of himself.
var profileShape = openapi.Partly(openapi.Members{"name": openapi.Longest(64), "language": openapi.OneWord(identity.Languages...), "zone": openapi.Nullable(openapi.Longest(64))})

// changeMe is PATCH /me {name, language, zone}, with null for the workspace's
// zone.
func (a *API) changeMe(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var in struct {
		Name     *string         `json:"name"`
		Language *string         `json:"language"`
		Zone     json.RawMessage `json:"zone"`
	}
	if err := decodeKnown(c, &in); err != nil {
		return err
	}
	to := identity.Profile{Name: in.Name, Language: in.Language}
	if len(in.Zone) > 0 {
		if to.Zone = new(string); json.Unmarshal(in.Zone, to.Zone) != nil {
			return problem.InvalidAt("/zone", "wrong_type", map[string]any{"want": "string"})
		}
	}
	if in.Name != nil {
		if err := a.mayRename(c, p); err != nil {
			return err
		}
	}
	if err := a.Identity.ChangeProfile(c.UserContext(), p, to); err != nil {
		return err
	}
	if p, err = a.Principal(c); err != nil {
		return err
	}
	return a.sendMe(c, p)
}

// mayRename asks whether the grants let a user give himself another name.
// Language and zone are everybody's own. What a token's scope says of records
// does not count: its scope of the account does.
func (a *API) mayRename(c *fiber.Ctx, p *identity.Principal) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	caller.Principal = p.With(nil)
	may, err := a.Records.MayI(c.UserContext(), caller, "user", []string{p.UserID})
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if may[p.UserID].Fields["name"] != "write" {
		return &problem.Error{Kind: problem.Forbidden, Code: "forbidden", Details: problem.List{{Pointer: "/name", Code: "field_not_writable"}}}
	}
	return nil
}

func (a *API) preferences(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	all, err := a.Identity.Preferences(c.UserContext(), p)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": all})
}

// setPreferences is PATCH /me/preferences: a merge of the names, where null
// forgets one.
func (a *API) setPreferences(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var some map[string]json.RawMessage
	if err := decodeBody(c, &some); err != nil {
		return err
	}
	if some == nil {
		return problem.New(problem.Malformed, "object_expected")
	}
	if err := a.Identity.SetPreferences(c.UserContext(), p, some); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}
