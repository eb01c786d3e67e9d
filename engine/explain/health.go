package explain

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Health tells whether the policies of every entity can be asked. An entity
// whose policies cannot is closed to everybody.
type Health struct {
	Entities int       `json:"entities"`
	Failing  []Failure `json:"failing"`
}

// Failure is an entity that is closed because its policies fail.
type Failure struct {
	Entity string           `json:"entity"`
	Title  string           `json:"title"`
	Code   string           `json:"code"`
	Errors []problem.Detail `json:"errors,omitempty"`
	Cause  string           `json:"cause"` // for whoever repairs it
}

// Health asks the policies of every entity. It needs the permission access.
func (s *Service) Health(ctx context.Context, c *record.Caller) (*Health, error) {
	if !c.Principal.Can(Permission) {
		return nil, problem.New(problem.Forbidden, "forbidden").With("permission", Permission)
	}
	h := &Health{Failing: []Failure{}}
	for _, e := range c.State.Snapshot.Entities() {
		h.Entities++
		_, err := planOf(ctx, c, c.Principal, e.Name(), "read", access.Channels()[0])
		if err == nil {
			continue
		}
		cause := problem.As(err)
		if inner := cause.Unwrap(); inner != nil {
			cause = problem.As(inner)
		}
		f := Failure{Entity: e.Name(), Title: e.Definition.Title.In(language(c)), Code: cause.Code, Errors: cause.Details, Cause: err.Error()}
		for i, d := range f.Errors {
			if d.Message == "" {
				f.Errors[i].Message = problem.Message(language(c), d.Code, d.Params)
			}
		}
		h.Failing = append(h.Failing, f)
	}
	return h, nil
}
