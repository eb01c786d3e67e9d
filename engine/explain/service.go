package explain

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Permission is the system permission to ask about others, and about records
// that one cannot read.
const Permission = "access"

// Service answers.
type Service struct {
	db       *store.DB
	records  *record.Service
	identity *identity.Service
}

// New makes a Service.
func New(db *store.DB, records *record.Service, accounts *identity.Service) *Service {
	return &Service{db: db, records: records, identity: accounts}
}

// principal loads a user as he would act now; nil when he may not sign in or
// does not exist.
func (s *Service) principal(ctx context.Context, c *record.Caller, user string) (*identity.Principal, error) {
	p, err := s.identity.PrincipalOf(ctx, c.Workspace.Name, user)
	if problem.Is(err, problem.Unauthenticated) {
		return nil, nil
	}
	return p, err
}

// maxTries bounds how often a question starts again because definitions or
// access changed meanwhile.
const maxTries = 20

// settled asks until the whole answer is of one epoch, that of the asker's State.
func settled[T any](ctx context.Context, c *record.Caller, ask func(c *record.Caller) (T, int64, error)) (T, error) {
	var none T
	for range maxTries {
		answer, epoch, err := ask(c)
		if err != nil {
			return none, err
		}
		if epoch == c.State.Epoch {
			return answer, nil
		}
		if c, err = c.Renew(ctx); err != nil {
			return none, err
		}
	}
	return none, problem.New(problem.Unavailable, "definitions_changing")
}

// asked is a question as the audit keeps it.
type asked struct {
	kind   string // explain, who, what
	object string // entity/id, or the user
	detail map[string]any
}

// audit keeps who asked what and how it ended. An answer that cannot be
// entered is not given.
func (s *Service) audit(ctx context.Context, c *record.Caller, a asked, err error) error {
	event := audit.Event{Actor: c.Principal.UserID, Address: c.Address, Channel: c.Channel, Action: "access." + a.kind, Object: a.object, Detail: a.detail}
	if err != nil {
		event.Result = problem.As(err).Code
	}
	if written := audit.Write(ctx, s.db.Pool(), c.Workspace.Name, event); written != nil && err == nil {
		return written
	}
	return err
}

// took is the time since a start in milliseconds.
func took(start time.Time) float64 { return float64(time.Since(start).Microseconds()) / 1000 }
