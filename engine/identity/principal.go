package identity

import (
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// Principal is a user who acts, with all that decides what he may do. It is
// shared between requests and never changes.
type Principal struct {
	UserID    string
	Workspace string
	Name      string
	Email     string
	Language  string // zh-CN, en; "" when the user has not chosen

	Roles       []string        // effective: inherited ones and "everyone" too; sorted
	Permissions map[string]bool // system permissions: users, roles, design …
	Owner       bool            // holds an owner role: may give any role
	// Attributes are the values of user.<name> in policies: every field of the
	// user that has a value (Go types as in query.Kind; arrays are []any), and
	// "id" and "roles".
	Attributes map[string]any

	Epoch    int64 // of the workspace, when this was loaded
	Revision int64 // by whose roles
	Session  Session
	// MustChange asks for a new password before anything else.
	MustChange bool

	heldRoles map[string]bool // ids of the records of effective roles
	ownerRole map[string]bool // ids of the records of roles that make an owner
}

// Session is what the principal signed in with; its ID is "" for work done in
// a user's name without one.
type Session struct {
	ID        string // hex of the token's hash
	Kind      string // cookie, token
	CSRF      string // to be sent with each change by cookie
	Name      string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	Current   bool // in lists: the one that asks
}

// Kinds of sessions.
const (
	KindCookie = "cookie"
	KindToken  = "token"
)

// Can tells whether the principal has a system permission.
func (p *Principal) Can(permission string) bool { return p != nil && p.Permissions[permission] }

// newPrincipal completes what the database knows with what the definitions
// say: roles that no definition has count for nothing.
func newPrincipal(workspace string, row *store.PrincipalRow, state State) *Principal {
	assigned := make([]string, 0, len(row.Assigned))
	for _, id := range row.Assigned {
		if name, ok := row.Roles[id]; ok {
			assigned = append(assigned, name)
		}
	}
	roles := state.Snapshot.EffectiveRoles(assigned)
	p := &Principal{UserID: row.UserID, Workspace: workspace, Name: row.Name, Email: row.Email, Language: row.Language,
		Roles: roles, Attributes: row.Attributes, Epoch: row.Epoch, Revision: row.Revision, MustChange: row.MustChange,
		Session: newSession(row.Session), heldRoles: map[string]bool{}, ownerRole: map[string]bool{}}
	p.Permissions, p.Owner = state.Snapshot.Permissions(roles)
	for id, name := range row.Roles {
		if slices.Contains(roles, name) {
			p.heldRoles[id] = true
		}
		if makesOwner(state.Snapshot, name) {
			p.ownerRole[id] = true
		}
	}
	list := make([]any, len(roles))
	for i, r := range roles {
		list[i] = r
	}
	p.Attributes["id"], p.Attributes["roles"] = row.UserID, list
	return p
}

// makesOwner tells whether who holds a role is an owner, also by inheritance.
func makesOwner(s Snapshot, role string) bool {
	_, owner := s.Permissions(s.EffectiveRoles([]string{role}))
	return owner
}
