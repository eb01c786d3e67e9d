package explain

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Health tells whether the policies of every entity can be asked, and where
// asking them has gone wrong since the server knows the revision. What could
// not be asked was refused.
type Health struct {
	Entities int       `json:"entities"`
	Failing  []Failure `json:"failing"`
	// Revision is the newest one's failure, where it cannot be taken over.
	Revision *RevisionFailure `json:"revision,omitempty"`
}

// RevisionFailure tells why a revision cannot be taken over.
type RevisionFailure struct {
	Cause string    `json:"cause"`
	At    time.Time `json:"at"`
}

// Failure is an entity whose policies fail, or did at the time told; whoever
// asked then was refused.
type Failure struct {
	Entity string           `json:"entity"`
	Title  string           `json:"title"`
	Code   string           `json:"code"`
	Errors []problem.Detail `json:"errors,omitempty"`
	Cause  string           `json:"cause"` // for whoever repairs it
	At     time.Time        `json:"at"`    // when it last failed
}

// Health asks the policies of every entity. It needs the permission access.
func (s *Service) Health(ctx context.Context, c *record.Caller) (*Health, error) {
	if !c.Principal.Can(Permission) {
		return nil, problem.New(problem.Forbidden, "forbidden").With("permission", Permission)
	}
	h := &Health{Failing: []Failure{}}
	if f, ok := c.Workspace.Failure(); ok {
		h.Revision = &RevisionFailure{Cause: f.Text, At: f.At}
	}
	for _, e := range c.State.Snapshot.Entities() {
		h.Entities++
		_, err := planOf(ctx, c, c.Principal, e.Name(), "read", access.Channels()[0])
		last, failed := e.Failure()
		if err == nil && !failed {
			continue
		}
		f := Failure{Entity: e.Name(), Title: e.Definition.Title.In(language(c)), Code: "policy_failed", Cause: last.Text, At: last.At}
		if err != nil {
			f.tell(language(c), err)
		}
		if f.At.IsZero() {
			f.At = c.Now
		}
		h.Failing = append(h.Failing, f)
	}
	return h, nil
}

// tell completes a failure that happens now by what the error says.
func (f *Failure) tell(language string, err error) {
	cause := problem.As(err)
	if inner := cause.Unwrap(); inner != nil {
		cause = problem.As(inner)
	}
	f.Code, f.Errors, f.Cause = cause.Code, cause.Details, err.Error()
	for i, d := range f.Errors {
		if d.Message == "" {
			f.Errors[i].Message = problem.Message(language, d.Code, d.Params)
		}
	}
}
