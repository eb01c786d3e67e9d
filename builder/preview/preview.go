package preview

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Life is how long a preview runs.
const Life = 8 * time.Hour

// maxKept is how many compiled drafts a process keeps.
const maxKept = 8

// Proposer makes the documents that publishing a draft would store, policies
// included; builder/publish satisfies it.
type Proposer interface {
	Proposed(docs []definition.Document) ([]definition.Document, error)
}

// Accounts loads users; engine/identity satisfies it.
type Accounts interface {
	PrincipalOf(ctx context.Context, workspace, userID string) (*identity.Principal, error)
}

// Service runs previews.
type Service struct {
	db       *store.DB
	drafts   *draft.Drafts
	proposer Proposer
	accounts Accounts

	mu   sync.Mutex
	kept []kept // the newest last
}

// New makes a Service.
func New(db *store.DB, drafts *draft.Drafts, proposer Proposer, accounts Accounts) *Service {
	return &Service{db: db, drafts: drafts, proposer: proposer, accounts: accounts}
}

// key is what a compiled draft depends on.
type key struct {
	workspace, owner string
	revision         int64
	mark             int64
	documents        int
}

// kept is a compiled draft, and what it changes of what is published.
type kept struct {
	key
	snapshot  *catalog.Snapshot
	published []definition.Document
	wanted    []definition.Document
	changes   []warrant.Change
}

// As says whose eyes a preview is seen through; both empty for one's own.
type As struct {
	User string `json:"user"`
	Role string `json:"role"`
}

// Begin begins a preview of a draft and gives its id. It answers with what is
// wrong with the draft, and refuses who may not try it.
func (s *Service) Begin(ctx context.Context, c *record.Caller, owner string, as As) (string, error) {
	p := store.DraftPreview{ID: uuid.NewString(), Caller: c.Principal.UserID, Owner: owner, AsUser: as.User, AsRole: as.Role}
	if as.User != "" && uuid.Validate(as.User) != nil {
		return "", problem.InvalidAt("/user", "missing_record", nil)
	}
	view, err := s.drafts.Get(ctx, c.Workspace.Name, owner)
	if err != nil {
		return "", err
	}
	if _, err := s.caller(ctx, c, p, view.Mark, len(view.Changes())); err != nil {
		return "", err
	}
	return p.ID, s.db.AddPreview(ctx, c.Workspace.Name, p, Life)
}

// Caller gives a caller the State and rights of a running preview of his.
func (s *Service) Caller(ctx context.Context, c *record.Caller, id string) (*record.Caller, error) {
	p, mark, documents, found, err := s.db.Preview(ctx, c.Workspace.Name, c.Principal.UserID, id, Life)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, problem.New(problem.Conflict, "preview_over")
	}
	return s.caller(ctx, c, p, mark, documents)
}

// End ends a preview.
func (s *Service) End(ctx context.Context, c *record.Caller, id string) error {
	return s.db.EndPreview(ctx, c.Workspace.Name, c.Principal.UserID, id)
}

func (s *Service) caller(ctx context.Context, c *record.Caller, p store.DraftPreview, mark time.Time, documents int) (*record.Caller, error) {
	k, err := s.compiled(ctx, c, key{c.Workspace.Name, p.Owner, c.State.Snapshot.Revision, mark.UnixMicro(), documents})
	if err != nil {
		return nil, err
	}
	if err := allowed(c.Principal, k, p); err != nil {
		return nil, err
	}
	shown := *c
	shown.State = &catalog.State{Epoch: c.State.Epoch, Snapshot: k.snapshot}
	shown.Preview = &record.Preview{Published: c.State.Snapshot, Bounds: []*identity.Principal{c.Principal}}
	who := *c.Principal
	switch {
	case p.AsUser != "":
		other, err := s.accounts.PrincipalOf(ctx, c.Workspace.Name, p.AsUser)
		if err != nil {
			return nil, err
		}
		shown.Preview.Bounds = append(shown.Preview.Bounds, other)
		// What is done is done by the designer, whoever's rights it is tried with.
		who.Roles, who.Attributes, who.Permissions, who.Owner = other.Roles, other.Attributes, map[string]bool{}, false
	case p.AsRole != "":
		if _, ok := k.snapshot.Role(p.AsRole); !ok {
			return nil, problem.InvalidAt("/role", "unknown_role", map[string]any{"name": p.AsRole})
		}
		who.Roles, who.Permissions, who.Owner = []string{p.AsRole}, map[string]bool{}, false
	}
	roles := k.snapshot.EffectiveRoles(assigned(c.State.Snapshot, who.Roles))
	for _, direct := range who.Roles {
		if strings.HasPrefix(direct, "grant:") {
			roles = append(roles, direct)
		}
	}
	slices.Sort(roles)
	who.Roles = roles
	shown.Principal = &who
	return &shown, nil
}

// allowed refuses to try what one could not publish: what a rule about records
// shows is an answer about them, also about what one may not read.
func allowed(by *identity.Principal, k *kept, p store.DraftPreview) error {
	if !by.Can("design") {
		return problem.New(problem.Forbidden, "forbidden").With("permission", "design")
	}
	if p.AsUser == "" && p.AsRole == "" && !warrant.Touches(k.published, k.wanted, k.changes) {
		return nil
	}
	for _, permission := range []string{"publish", "roles"} {
		if !by.Can(permission) {
			return problem.New(problem.Forbidden, "permission_needed").With("permission", permission)
		}
	}
	return warrant.Check(warrant.Publisher{Roles: by.Roles, Permissions: by.Permissions, Owner: by.Owner}, k.published, k.wanted, k.changes)
}

// assigned leaves out roles that are held through others alone, as far as that
// can be told: the draft may have ended that.
func assigned(published *catalog.Snapshot, roles []string) []string {
	return slices.DeleteFunc(slices.Clone(roles), func(name string) bool {
		return slices.ContainsFunc(roles, func(above string) bool {
			return above != name && slices.Contains(published.EffectiveRoles([]string{above}), name)
		})
	})
}

// compiled gives a draft compiled over what the caller's State has published.
func (s *Service) compiled(ctx context.Context, c *record.Caller, k key) (*kept, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.kept {
		if s.kept[i].key == k {
			return &s.kept[i], nil
		}
	}
	view, err := s.drafts.Get(ctx, k.workspace, k.owner)
	if err != nil {
		return nil, err
	}
	_, revision, published, err := s.db.Documents(ctx, k.workspace)
	if err != nil {
		return nil, err
	}
	if revision != k.revision || view.Revision != k.revision {
		return nil, problem.New(problem.Unavailable, "definitions_changing")
	}
	found := kept{key: k, wanted: view.Documents()}
	found.published = slices.DeleteFunc(published, func(d definition.Document) bool { return d.Kind == definition.KindPolicy })
	for _, i := range view.Changes() {
		found.changes = append(found.changes, warrant.Change{Document: i.Document, Added: i.Change == draft.Added})
	}
	proposed, err := s.proposer.Proposed(view.Documents())
	if err != nil {
		return nil, err
	}
	if found.snapshot, err = catalog.CompileOver(proposed, c.State.Snapshot); err != nil {
		return nil, err
	}
	s.kept = append(slices.Clone(s.kept[max(0, len(s.kept)+1-maxKept):]), found)
	return &s.kept[len(s.kept)-1], nil
}
