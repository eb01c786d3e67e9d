package approval

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Show gives what a request asks for, to who asked and to those who may decide;
// to others it is missing.
func (s *Service) Show(ctx context.Context, c *record.Caller, id string) (Request, error) {
	f, err := s.visible(ctx, c, id)
	if err != nil {
		return Request{}, err
	}
	if f.Requester != c.Principal.UserID && !slices.Contains(c.Principal.Roles, f.Role) {
		return Request{}, problem.New(problem.NotFound, "not_found")
	}
	return f.Request, nil
}
