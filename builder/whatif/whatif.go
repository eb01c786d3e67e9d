package whatif

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Accounts loads users; engine/identity satisfies it.
type Accounts interface {
	AllPrincipals(ctx context.Context, workspace string, state identity.State) ([]*identity.Principal, error)
}

// Proposer makes the documents that publishing a draft would store, policies
// included; builder/publish satisfies it.
type Proposer interface {
	Proposed(docs []definition.Document) ([]definition.Document, error)
}

// Service compares.
type Service struct {
	db       *store.DB
	records  *record.Service
	accounts Accounts
	proposer Proposer
}

// New makes a Service.
func New(db *store.DB, records *record.Service, accounts Accounts, proposer Proposer) *Service {
	return &Service{db, records, accounts, proposer}
}

// Limits of one answer, documented in the API.
const (
	// MaxUsers is how many affected users are looked at.
	MaxUsers = 100
	// Examples is how many records are named per count.
	Examples = 5
	// TimeLimit is how long counting may take.
	TimeLimit = 5 * time.Second
)

// Request asks about a draft. Empty lists stand for all.
type Request struct {
	Asker     *record.Caller
	Documents []definition.Document // of the draft
	Entities  []string
	Users     []string // ids
	Roles     []string // names: users who have one of them before or after
	Limit     time.Duration
}

// Compare tells what publishing a draft would change in who may do what.
func (s *Service) Compare(ctx context.Context, r Request) (*Answer, error) {
	start := time.Now()
	if r.Limit <= 0 || r.Limit > TimeLimit {
		r.Limit = TimeLimit
	}
	proposed, err := s.proposer.Proposed(r.Documents)
	if err != nil {
		return nil, err
	}
	after, err := catalog.Compile(0, proposed)
	if err != nil {
		return nil, err
	}
	published, err := s.published(ctx, &r)
	if err != nil {
		return nil, err
	}
	before := r.Asker.State.Snapshot
	c := &comparison{Service: s, r: r, kept: map[rulesKey]rules{}, ofRole: map[string][]roleRecords{},
		deadline: start.Add(r.Limit), sides: newSides(before, after, published, proposed),
		answer: &Answer{Revision: before.Revision, LeftOut: LeftOut{Entities: []string{}}, Roles: []RoleChange{}, Users: []UserChange{}}}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	c.answer.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return c.answer, audit.Write(ctx, s.db.Pool(), r.Asker.Workspace.Name, audit.Event{Actor: r.Asker.Principal.UserID, Address: r.Asker.Address,
		Channel: r.Asker.Channel, Action: "access.whatif", Detail: map[string]any{"entities": r.Entities, "users": r.Users, "roles": r.Roles}})
}

// maxRenewals bounds how often who asks is resolved anew because definitions or
// access changed.
const maxRenewals = 20

// published reads the published documents, and brings who asks to the same
// moment.
func (s *Service) published(ctx context.Context, r *Request) ([]definition.Document, error) {
	for range maxRenewals {
		epoch, _, docs, err := s.db.Documents(ctx, r.Asker.Workspace.Name)
		if err != nil {
			return nil, err
		}
		if epoch == r.Asker.State.Epoch {
			return docs, nil
		}
		language := r.Asker.Language
		if r.Asker, err = r.Asker.Renew(ctx); err != nil {
			return nil, err
		}
		r.Asker.Language = language
	}
	return nil, problem.New(problem.Unavailable, "definitions_changing")
}

// comparison is one Compare under way.
type comparison struct {
	*Service
	*sides
	r        Request
	deadline time.Time
	answer   *Answer
	list     []*entity
	users    []*affected
	kept     map[rulesKey]rules
	ofRole   map[string][]roleRecords
}

// affected is a user for whom something may differ.
type affected struct {
	*person
	change   UserChange
	entities map[string]*EntityChange // by x-id
}

func (c *comparison) run(ctx context.Context) error {
	c.list = c.entities(c.r.Entities)
	people, err := c.people(ctx, c.accounts, c.r.Asker.Workspace.Name, c.r.Asker.State.Epoch)
	if err != nil {
		return err
	}
	c.choose(people)
	for _, e := range c.list {
		if err := c.compareEntity(ctx, e); err != nil {
			return err
		}
	}
	if err := c.names(ctx); err != nil {
		return err
	}
	if err := c.roles(ctx); err != nil {
		return err
	}
	c.finish()
	return nil
}

// choose takes the users that the request is about and that can be affected.
func (c *comparison) choose(people []*person) {
	touched := slices.ContainsFunc(c.list, func(e *entity) bool { return e.touched })
	for _, p := range people {
		if len(c.r.Users) > 0 && !slices.Contains(c.r.Users, p.before.UserID) || len(c.r.Roles) > 0 && !p.holds(c.r.Roles) {
			continue
		}
		if !touched && slices.Equal(p.before.Roles, p.after.Roles) && samePermissions(p) {
			continue
		}
		u := &affected{person: p, entities: map[string]*EntityChange{}}
		u.change = UserChange{ID: p.before.UserID, Roles: diff(p.before.Roles, p.after.Roles),
			Permissions: diff(held(p.before.Permissions), held(p.after.Permissions)), Entities: []EntityChange{}}
		c.users = append(c.users, u)
	}
	c.represent()
}

// represent orders the users so that the first hold every combination of roles
// that there is, and leaves out those beyond MaxUsers.
func (c *comparison) represent() {
	seen := map[string]int{}
	rank := map[*affected]int{}
	for _, u := range c.users {
		key := strings.Join(u.before.Roles, "\x00")
		rank[u] = seen[key]
		seen[key]++
	}
	slices.SortStableFunc(c.users, func(x, y *affected) int {
		return cmp.Or(cmp.Compare(rank[x], rank[y]), cmp.Compare(x.change.ID, y.change.ID))
	})
	if len(c.users) > MaxUsers {
		c.answer.LeftOut.Users = len(c.users) - MaxUsers
		c.answer.Partial = true
		c.users = c.users[:MaxUsers]
	}
	slices.SortFunc(c.users, func(x, y *affected) int { return cmp.Compare(x.change.ID, y.change.ID) })
}

// of gives what changes for a user about an entity, made when there is nothing
// yet.
func (c *comparison) of(u *affected, e *entity) *EntityChange {
	change := u.entities[e.id]
	if change == nil {
		change = c.newChange(e)
		u.entities[e.id] = change
	}
	return change
}

func (c *comparison) newChange(e *entity) *EntityChange {
	d := e.newest().Definition
	title := d.Title.In(c.r.Asker.Language)
	if title == "" {
		title = d.Name
	}
	return &EntityChange{Name: d.Name, Title: title, Actions: diff(nil, nil), Fields: []FieldChange{}, Records: []RecordChange{}, Cells: []CellChange{}}
}

// finish puts the users' changes in order and leaves out who has none.
func (c *comparison) finish() {
	for _, u := range c.users {
		for _, e := range c.list {
			if change := u.entities[e.id]; change != nil && !change.empty() {
				u.change.Entities = append(u.change.Entities, *change)
			}
		}
		if !u.change.Roles.empty() || !u.change.Permissions.empty() || len(u.change.Entities) > 0 {
			c.answer.Users = append(c.answer.Users, u.change)
		}
	}
	slices.Sort(c.answer.LeftOut.Entities)
	c.answer.LeftOut.Entities = slices.Compact(c.answer.LeftOut.Entities)
}
