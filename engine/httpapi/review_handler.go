package httpapi

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/review"
)

// maxReviewers is among how many people one review may be divided.
const maxReviewers = 100

// openReview opens an access review now, for holders of the system permission
// access.
func (a *API) openReview(c *fiber.Ctx) error {
	p, err := a.FreshPrincipal(c)
	if err != nil {
		return err
	}
	if !p.Can("access") {
		return problem.New(problem.Forbidden, "permission_needed").With("permission", "access")
	}
	var in struct {
		Reviewers []string `json:"reviewers"`
	}
	if len(c.Body()) > 0 {
		if err := decodeBody(c, &in); err != nil {
			return err
		}
	}
	if len(in.Reviewers) > maxReviewers {
		return problem.InvalidAt("/reviewers", "too_many", map[string]any{"max": maxReviewers})
	}
	for i, id := range in.Reviewers {
		if uuid.Validate(id) != nil || len(id) != 36 {
			return problem.InvalidAt("/reviewers/"+strconv.Itoa(i), "missing_record", nil)
		}
	}
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	s := caller.State.Snapshot
	opened, err := a.Reviews.Open(c.UserContext(), review.Opening{Workspace: p.Workspace, Now: caller.Now, Actor: p.UserID, Reviewers: in.Reviewers,
		State: identity.State{Epoch: caller.State.Epoch, Revision: s.Revision, Set: s.Set, Snapshot: s}})
	if err != nil {
		return err
	}
	if opened == nil {
		opened = []review.Opened{}
	}
	return c.Status(fiber.StatusCreated).JSON(fiber.Map{"reviews": opened})
}
