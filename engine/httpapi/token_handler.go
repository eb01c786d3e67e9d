package httpapi

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// byPlan are the paths whose operations the access of records decides, scopes
// included: everything under them is open to a token with any scope.
var byPlan = []string{"records", "describe", "batch", "search", "jobs", "files", "uploads", "live", "openapi.json", "docs", "access", "mcp", "entities", "webhooks"}

// checkScope refuses a token on paths that its scopes do not reach. What is not
// listed here needs a system permission that is in scope.
func checkScope(c *fiber.Ctx, s identity.Scopes) error {
	if s == nil {
		return nil
	}
	path := strings.TrimPrefix(strings.TrimPrefix(c.Path(), "/api/v1"), "/")
	first, rest, _ := strings.Cut(path, "/")
	first, _, _ = strings.Cut(first, ":")
	switch {
	case first == "records" && strings.HasPrefix(rest, "approval") && !safe(c.Method()):
		if !s.Allow("update", "approval") {
			return scopeLacks("update:approval")
		}
	case first == "me":
		reads := rest == "" && safe(c.Method()) || rest == "access"
		if !reads && !s.Account() {
			return scopeLacks(identity.ScopeAccount)
		}
	case first == "session", slices.Contains(byPlan, first):
	case !s.System():
		return scopeLacks("system:…")
	}
	return nil
}

func scopeLacks(scope string) error {
	return problem.New(problem.Forbidden, "token_scope").With("scope", scope)
}

// newToken makes a token for a program: {name, scopes, days}. It is told once.
func (a *API) newToken(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	var in struct {
		Name   string   `json:"name"`
		Scopes []string `json:"scopes"`
		Days   int      `json:"days"`
	}
	if err := decodeBody(c, &in); err != nil {
		return err
	}
	scopes, err := tokenOptions(in.Name, in.Scopes, in.Days)
	if err != nil {
		return err
	}
	signed, err := a.Identity.IssueToken(c.UserContext(), p, in.Name, c.IP(), time.Duration(in.Days)*24*time.Hour, scopes)
	if err != nil {
		return err
	}
	c.Status(fiber.StatusCreated)
	return sendToken(c, signed)
}

// maxTokenDays is the longest life that one may ask for; what is longer than a
// token lives at most ends then.
const maxTokenDays = 3650

func tokenOptions(name string, list []string, days int) (identity.Scopes, error) {
	var wrong problem.List
	if len(name) > maxSessionName {
		wrong.Add("/name", "too_long", "max", maxSessionName)
	}
	if days < 0 || days > maxTokenDays {
		wrong.Add("/days", "out_of_range", "min", 0, "max", maxTokenDays)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return identity.NewScopes(list)
}

func sendToken(c *fiber.Ctx, signed *identity.SignedIn) error {
	return c.JSON(fiber.Map{"token": signed.Token, "expires_at": signed.ExpiresAt.UTC().Truncate(time.Second), "id": signed.Principal.Session.ID, "scopes": signed.Principal.Session.Scopes})
}
