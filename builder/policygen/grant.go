package policygen

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
)

// recordless are the actions that are asked before there is a record.
var recordless = []string{"create", "import", "template"}

// writing are the actions that leave a record as it was not before.
var writing = []string{"create", "import", "update", "restore", "transfer", "assign", "claim", "release"}

// Direct names the role that those have to whom a grant is given directly.
func Direct(grant string) string { return "grant:" + grant }

func (g *generator) grant(d *definition.Grant) {
	at := "/grant/" + d.Name
	var roles []string
	if d.Role != "" {
		roles = append(roles, d.Role)
	}
	if d.Direct {
		roles = append(roles, Direct(d.Name))
	}
	if len(roles) == 0 {
		g.problems.Add(at+"/role", "grant_without_holder")
		return
	}
	who := slices.Concat(holders(roles...), through(d.Channels))
	t := &granting{generator: g, Grant: d, at: at, title: titleOf(d.Title, d.Name), who: who}
	t.covers()
	t.results()
	read, write := g.readable(at+"/read", d.Read), g.writable(at+"/write", d.Write)
	static := access.Grant{ID: d.Name, Role: roles[0], Actions: d.Actions, Read: read, Write: write, Once: g.once(at+"/once", d.Once, write)}
	if d.Find != nil {
		static.Find = g.findable(at+"/find", *d.Find, read)
	}
	g.policy.Grants = append(g.policy.Grants, static)
}

// granting is the work on one grant.
type granting struct {
	*generator
	*definition.Grant
	at, title string
	who       []string
	when      []string
	result    []string
}

// scopeAt gives the scope of an action, and where it stands.
func (t *granting) scopeAt(action string) (definition.Scope, string) {
	if s, ok := t.Scopes[action]; ok {
		return s, t.at + "/scopes/" + action
	}
	return t.Scope, t.at + "/scope"
}

// covers writes which records the grant covers as they are.
func (t *granting) covers() {
	t.asking = t.Actions
	t.when = t.condition(t.at+"/when", t.When)
	for _, group := range t.grouped(t.Actions, func(action string) []body {
		scope, at := t.scopeAt(action)
		covered := t.scope(at, scope, action)
		if len(covered) > 0 && slices.Contains(recordless, action) {
			return []body{{}}
		}
		for i := range covered {
			covered[i] = slices.Concat(covered[i], t.when)
		}
		return covered
	}) {
		for _, lines := range group.bodies {
			t.add("grant", t.Name, t.title, group.actions, t.who, lines)
		}
	}
}

// results writes which records the grant covers as they will be.
func (t *granting) results() {
	t.asking = writing
	t.result = t.condition(t.at+"/result", t.Result)
	for _, group := range t.grouped(t.Actions, t.resultOf) {
		for _, lines := range group.bodies {
			t.add("result", t.Name, t.title, group.actions, t.who, lines)
		}
	}
}

// resultOf says how a record may be after an action; nil for those that leave
// it as it was.
func (t *granting) resultOf(action string) []body {
	if !slices.Contains(writing, action) {
		return nil
	}
	scope, at := t.scopeAt(action)
	covered := t.scope(at, scope, action)
	if len(covered) == 0 {
		return nil
	}
	switch action {
	case "create", "import":
		if t.Result != "" {
			return []body{t.result}
		}
		// Whom one may give a record to may have it from the start.
		return joined(anyBody(covered, t.scope(t.at+"/to", t.To, action)))
	case "update", "restore":
		if t.Result != "" {
			return []body{t.result}
		}
		return covered
	case "transfer", "assign":
		return with(t.scope(t.at+"/to", t.To, action), t.result)
	case "claim":
		return with([]body{t.ownedBy(at)}, t.result)
	case "release":
		return with([]body{t.unowned(at)}, t.result)
	}
	return nil
}

// with adds lines to each of several bodies.
func with(bodies []body, lines []string) []body {
	out := make([]body, len(bodies))
	for i, b := range bodies {
		out[i] = slices.Concat(b, lines)
	}
	return out
}

// actionGroup is some actions to which the same bodies apply.
type actionGroup struct {
	actions []string
	bodies  []body
}

// grouped puts actions together that have the same bodies, in the order of the
// first of each.
func (t *granting) grouped(actions []string, of func(action string) []body) []actionGroup {
	var groups []actionGroup
	at := map[string]int{}
	for _, action := range actions {
		bodies := of(action)
		if len(bodies) == 0 {
			continue
		}
		var key strings.Builder
		for _, b := range bodies {
			key.WriteString(strings.Join(b, "\n") + "\x00")
		}
		i, ok := at[key.String()]
		if !ok {
			i = len(groups)
			at[key.String()] = i
			groups = append(groups, actionGroup{bodies: bodies})
		}
		groups[i].actions = append(groups[i].actions, action)
	}
	return groups
}
