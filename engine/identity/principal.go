package identity

import (
	"slices"
	"strings"
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
	// Zone is the user's own time zone; nil when he has not chosen one.
	Zone *time.Location

	// Roles are the effective ones: inherited ones, those of his teams and
	// "everyone" too, and "grant:<name>" for each grant that he holds directly;
	// sorted.
	Roles       []string
	Permissions map[string]bool // system permissions: users, roles, design …
	Owner       bool            // holds an owner role: may give any role
	// Attributes are the values of user.<name> in policies: every field of the
	// user that has a value (Go types as in query.Kind; arrays are []any), and
	// "id", "roles", "teams", "teammates", "subordinates", "principals" and
	// "<relation>_below".
	Attributes map[string]any

	Epoch    int64 // of the workspace, when this was loaded
	Revision int64 // by whose roles
	// ValidUntil is when the first of the temporary roles and grants ends; zero
	// for never. From then on the principal has to be loaded anew.
	ValidUntil time.Time
	Session    Session
	// MustChange asks for a new password before anything else.
	MustChange bool
	// Disabled tells that the account is closed: what he may do can be asked, and
	// nothing be done in his name.
	Disabled bool

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
	// VerifiedAt is when the second factor was shown last; zero for never.
	VerifiedAt time.Time
	Current    bool // in lists: the one that asks
	Scopes     Scopes
}

// Kinds of sessions.
const (
	KindCookie = "cookie"
	KindToken  = "token"
)

// GrantRole is the pseudo role of who holds a grant directly, before its name.
const GrantRole = "grant:"

// Can tells whether the principal has a system permission.
func (p *Principal) Can(permission string) bool { return p != nil && p.Permissions[permission] }

// valid tells whether no temporary role or grant has ended since loading.
func (p *Principal) valid(now time.Time) bool {
	return p.ValidUntil.IsZero() || now.Before(p.ValidUntil)
}

// roleNames is what the records of roles mean by the definitions of a State.
type roleNames struct {
	state State
	names map[string]string   // by id
	ids   map[string][]string // by name
	owner map[string]bool     // ids of those that make an owner
}

func newRoleNames(names map[string]string, state State) *roleNames {
	r := &roleNames{state: state, names: names, ids: make(map[string][]string, len(names)), owner: map[string]bool{}}
	owning := ownerRoles(state.Set)
	for id, name := range names {
		r.ids[name] = append(r.ids[name], id)
		if _, owns := slices.BinarySearch(owning, name); owns {
			r.owner[id] = true
		}
	}
	return r
}

// principal completes what the database knows with what the definitions say:
// roles that no definition has count for nothing, and so do grants that may not
// be given to a user directly.
func (r *roleNames) principal(workspace string, row *store.PrincipalRow) *Principal {
	assigned := make([]string, 0, len(row.Assigned))
	for _, id := range row.Assigned {
		if name, ok := r.names[id]; ok {
			assigned = append(assigned, name)
		}
	}
	roles := r.state.Snapshot.EffectiveRoles(assigned)
	p := &Principal{UserID: row.UserID, Workspace: workspace, Name: row.Name, Email: row.Email, Language: row.Language,
		Attributes: row.Attributes, Epoch: row.Epoch, Revision: row.Revision, ValidUntil: row.ValidUntil, MustChange: row.MustChange, Disabled: row.Disabled,
		Session: newSession(row.Session), heldRoles: map[string]bool{}, ownerRole: r.owner}
	p.Permissions, p.Owner = r.state.Snapshot.Permissions(roles)
	p.narrow()
	for _, name := range roles {
		for _, id := range r.ids[name] {
			p.heldRoles[id] = true
		}
	}
	p.Roles = withGrants(roles, row.Grants, r.state)
	p.attribute(row, r.state)
	p.Zone = zoneOf(p.Attributes[fieldName(entityByID(r.state.Set, userID), userZone)])
	return p
}

// withGrants adds the pseudo roles of direct grants to roles.
func withGrants(roles, grants []string, state State) []string {
	if len(grants) == 0 {
		return roles
	}
	all := slices.Clone(roles)
	for _, name := range grants {
		if direct(state.Set, name) {
			all = append(all, GrantRole+name)
		}
	}
	slices.Sort(all)
	return all
}

// attribute adds what policies may ask of the user beside his fields.
func (p *Principal) attribute(row *store.PrincipalRow, state State) {
	principals := make([]any, 0, 2+len(row.Teams)+len(p.heldRoles)+len(row.Departments))
	principals = append(append(principals, p.UserID), row.Teams...)
	for id := range p.heldRoles {
		principals = append(principals, id)
	}
	department, _ := p.Attributes[fieldName(entityByID(state.Set, userID), userDepartment)].(string)
	lists := map[string][]any{
		"roles": boxed(p.Roles), "teams": row.Teams,
		"teammates": including(row.Teammates, p.UserID), "subordinates": including(row.Subordinates, p.UserID),
		"principals": including(append(principals, row.Departments...), department),
	}
	for name, ids := range row.Below {
		top, _ := p.Attributes[strings.TrimSuffix(name, belowSuffix)].(string)
		lists[name] = including(ids, top)
	}
	for name, list := range lists {
		if len(list) > 0 {
			p.Attributes[name] = list
		}
	}
	p.Attributes["id"] = p.UserID
}

func boxed(list []string) []any {
	all := make([]any, len(list))
	for i, s := range list {
		all[i] = s
	}
	return all
}

// including adds one id that must be in a list ("" for none): a tree that has
// not been built yet hides nobody from himself.
func including(list []any, one string) []any {
	if one == "" || slices.Contains(list, any(one)) {
		return list
	}
	return append(slices.Clip(list), one)
}

// weight is how much room the principal takes in memory, in list elements.
func (p *Principal) weight() int {
	n := 1
	for _, v := range p.Attributes {
		if list, ok := v.([]any); ok {
			n += len(list)
		}
	}
	return n
}
