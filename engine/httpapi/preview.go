package httpapi

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// PreviewHeader names the running preview of a draft that a request is to be
// served by. A cookie of the same name does as well.
const PreviewHeader = "Mortise-Preview"

// previewable lets a route serve previews. All others refuse them: what shows
// or changes something of which nobody thought must not do it by a draft.
func previewable(c *fiber.Ctx) error {
	c.Locals(previewAllowed{}, true)
	return c.Next()
}

type previewAllowed struct{}

// previewing gives the caller of a request that asks for a preview the State of
// the draft.
func (a *API) previewing(c *fiber.Ctx, caller *record.Caller) (*record.Caller, error) {
	id := c.Get(PreviewHeader)
	if id == "" {
		id = c.Cookies(PreviewHeader)
	}
	switch {
	case id == "":
		return caller, nil
	case a.Preview == nil || c.Locals(previewAllowed{}) == nil:
		return nil, problem.New(problem.Conflict, "preview_reads_only")
	}
	shown, err := a.Preview(c.UserContext(), caller, id)
	if err != nil {
		return nil, err
	}
	renew := caller.Renew
	shown.Renew = func(ctx context.Context) (*record.Caller, error) {
		fresh, err := renew(ctx)
		if err != nil {
			return nil, err
		}
		return a.Preview(ctx, fresh, id)
	}
	return shown, nil
}
