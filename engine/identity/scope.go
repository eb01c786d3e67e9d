package identity

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Scopes narrow what a token may do to a part of what its user may. Nil is all
// of it; a scope never adds anything. Each is one of
//
//	read, write, <action>                     on every entity
//	read:deal, write:deal, <action>:deal      on one entity
//	system:<permission>                       one system permission: design, users …
//	account                                   the user's own account and sessions
//
// read holds history, too; write holds every action that changes records one by
// one. Export, import and what works in bulk have to be named.
type Scopes []string

const (
	maxScopes = 100
	maxScope  = 150 // bytes
	// ScopeAccount is the scope of the user's own account.
	ScopeAccount = "account"
	systemScope  = "system:"
)

var scopePattern = regexp.MustCompile(`^(account|system:[a-z][a-z0-9_]*|[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)?)$`)

// NewScopes checks scopes and sorts them; problems are at /scopes. None are all.
func NewScopes(list []string) (Scopes, error) {
	if list == nil {
		return nil, nil
	}
	if len(list) == 0 || len(list) > maxScopes {
		return nil, problem.InvalidAt("/scopes", "out_of_range", map[string]any{"min": 1, "max": maxScopes})
	}
	var wrong problem.List
	for i, s := range list {
		if len(s) > maxScope || !scopePattern.MatchString(s) {
			wrong.Add("/scopes/"+strconv.Itoa(i), "bad_scope")
		}
	}
	scopes := slices.Clone(list)
	slices.Sort(scopes)
	return slices.Compact(scopes), wrong.Err()
}

// alone are the actions that write does not hold: they take many records in or
// out at once, or for good.
var alone = map[string]bool{"read": true, "history": true, "export": true, "import": true, "purge": true, "bulk_edit": true, "bulk_archive": true}

// Allow tells whether an action on an entity is in scope.
func (s Scopes) Allow(action, entity string) bool {
	if s == nil || s.has(action, entity) {
		return true
	}
	if action == "history" {
		return s.has("read", entity)
	}
	return !alone[action] && s.has("write", entity)
}

func (s Scopes) has(action, entity string) bool {
	return slices.Contains(s, action) || slices.Contains(s, action+":"+entity)
}

// Account tells whether the user's own account and sessions are in scope.
func (s Scopes) Account() bool { return s == nil || slices.Contains(s, ScopeAccount) }

// System tells whether any system permission is in scope.
func (s Scopes) System() bool {
	return s == nil || slices.ContainsFunc(s, func(one string) bool { return strings.HasPrefix(one, systemScope) })
}

// Within tells whether all of s is in scope of outer, so that a token can make
// no other that may do more.
func (s Scopes) Within(outer Scopes) bool {
	if outer == nil {
		return true
	}
	return s != nil && !slices.ContainsFunc(s, func(one string) bool {
		action, entity, _ := strings.Cut(one, ":")
		return !slices.Contains(outer, one) && (action == "system" || one == ScopeAccount || !outer.Allow(action, entity))
	})
}

// narrow takes from a principal what is not in its session's scope.
func (p *Principal) narrow() {
	s := p.Session.Scopes
	if s == nil {
		return
	}
	p.Owner = false
	p.Permissions = maps.Clone(p.Permissions)
	maps.DeleteFunc(p.Permissions, func(name string, _ bool) bool { return !slices.Contains(s, systemScope+name) })
}

// With gives the principal narrowed to scopes, for work that a session with
// these began and that goes on without one.
func (p *Principal) With(s Scopes) *Principal {
	narrowed := *p
	narrowed.Session.Scopes = s
	narrowed.narrow()
	return &narrowed
}

// Somewhere tells whether an action is in scope on any entity.
func (s Scopes) Somewhere(action string) bool {
	return s == nil || slices.ContainsFunc(s, func(one string) bool {
		_, entity, _ := strings.Cut(one, ":")
		return one != ScopeAccount && !strings.HasPrefix(one, systemScope) && s.Allow(action, entity)
	})
}
