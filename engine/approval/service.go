package approval

import (
	"context"
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// entityName is the core entity that requests are records of.
const entityName = "approval"

// The states of a request.
const (
	pending   = "pending"
	approved  = "approved"
	rejected  = "rejected"
	withdrawn = "withdrawn"
	failed    = "failed"
)

// CallerOf gives a Caller for work in a user's name, with all that he may do
// at this moment.
type CallerOf func(ctx context.Context, workspace, user string) (*record.Caller, error)

// Service files and decides requests.
type Service struct {
	db       *store.DB
	records  *record.Service
	callerOf CallerOf
	others   map[string]Act
}

// Act does what a request of an action that is none of records asks for, in
// the requester's name. It does the Also of the caller in its transaction.
type Act func(ctx context.Context, c *record.Caller, r Request) error

// Handle lets requests be filed for an action that is none of records. It is
// called before the first request.
func (s *Service) Handle(action string, do Act) { s.others[action] = do }

// New makes a Service.
func New(db *store.DB, records *record.Service, callerOf CallerOf) *Service {
	return &Service{db: db, records: records, callerOf: callerOf, others: map[string]Act{}}
}

// Request is an action that somebody asks for.
type Request struct {
	Entity  string
	Action  string
	ID      string // of the record; "" where the action is about none
	Version int64  // that the requester has seen; 0 for any
	Fields  map[string]any
}

// content is what a request keeps besides what is shown of it.
type content struct {
	Fields   map[string]any `json:"fields,omitempty"`
	Version  int64          `json:"version,omitempty"`
	Approved []string       `json:"approved,omitempty"` // obligations met by requests before this one
	Verified bool           `json:"verified,omitempty"` // the requester gave his second factor
}

// filed is a request as it stands.
type filed struct {
	ID, State, Requester, Role string
	Obligations                []string
	Request
	Reason  string
	Decided time.Time
	content content
}

// table gives the approval entity of a caller's Snapshot.
func table(c *record.Caller) (*catalog.Entity, error) {
	e, ok := c.State.Snapshot.Entity(entityName)
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	return e, nil
}

// values names columns of the approval entity for the store.
func values(e *catalog.Entity, fields map[string]any) []store.SystemValue {
	list := make([]store.SystemValue, 0, len(fields))
	for name, v := range fields {
		if f, ok := e.Operand(name); ok {
			list = append(list, store.SystemValue{Column: f.Column, Cast: store.SQLType(f.Type), Value: v})
		}
	}
	return list
}

// columns gives the columns of fields, in order.
func columns(e *catalog.Entity, names ...string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		if f, ok := e.Operand(name); ok {
			list[i] = f.Column
		}
	}
	return list
}

// tell notifies users of a request, in a transaction.
func tell(ctx context.Context, tx store.Querier, c *record.Caller, kind string, users []string, id string, params map[string]any) error {
	list := make([]notify.Notification, 0, len(users))
	for _, u := range users {
		list = append(list, notify.Notification{User: u, Kind: kind, Entity: entityName, Subject: id, Params: params})
	}
	return notify.Send(ctx, tx, c.Workspace.Name, list)
}

// identityState is the State of a caller in identity's terms.
func identityState(c *record.Caller) identity.State {
	s := c.State.Snapshot
	return identity.State{Epoch: c.State.Epoch, Revision: s.Revision, Set: s.Set, Snapshot: s}
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", problem.Wrap(problem.Internal, "internal", err)
	}
	return string(b), nil
}
