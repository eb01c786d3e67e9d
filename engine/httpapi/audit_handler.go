package httpapi

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/problem"
)

// audit lists what happened, for holders of the system permission audit.
func (a *API) audit(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	if !p.Can("audit") {
		return problem.New(problem.Forbidden, "permission_needed").With("permission", "audit")
	}
	q := audit.Question{Kind: c.Query("kind"), Actor: c.Query("actor"), Action: c.Query("action"), Entity: c.Query("entity"),
		Object: c.Query("object"), After: c.Query("after")}
	for name, at := range map[string]*time.Time{"from": &q.From, "to": &q.To} {
		if text := c.Query(name); text != "" {
			if *at, err = time.Parse(time.RFC3339, text); err != nil {
				return problem.InvalidAt("?"+name, "invalid_datetime", nil)
			}
		}
	}
	if limit := c.Query("limit"); limit != "" {
		if q.Limit, err = strconv.Atoi(limit); err != nil || q.Limit < 1 {
			q.Limit = -1 // refused as out of range
		}
	}
	w, ok, err := a.Workspaces.Named(c.UserContext(), p.Workspace)
	if err != nil || !ok {
		return unauthenticated(err)
	}
	state, err := w.Current(c.UserContext())
	if err != nil {
		return err
	}
	page, err := a.Audit.Read(c.UserContext(), p.Workspace, state.Snapshot.Set, q)
	if err != nil {
		return err
	}
	return c.JSON(page)
}
