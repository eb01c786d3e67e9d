package policygen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// levels are the levels of shares by number, as share rows have them.
var levels = map[definition.Level]int{definition.LevelRead: 1, definition.LevelWrite: 2, definition.LevelFull: 3}

// levelFor is the level that a share must have for an action.
func levelFor(action string) int {
	switch action {
	case "read", "history", "report":
		return levels[definition.LevelRead]
	case "update", "comment", "bulk_edit":
		return levels[definition.LevelWrite]
	}
	return levels[definition.LevelFull]
}

// shares writes the function that tells whether a record is shared with the
// caller, when a scope asks.
func (g *generator) shares() {
	if g.sharing == nil {
		return
	}
	g.asking = g.sharing
	g.helpers = append(g.helpers, helper{
		name: "shared", args: "level", title: "Shared with the caller at a level, or a higher one",
		lines: []string{
			"some share in " + recordPath("shares"), "share.principal in input.user.principals",
			"share.level >= level", "share.until > input.now",
		},
	})
	for _, d := range g.sharings[g.entity.Name] {
		at := "/sharing/" + d.Name
		g.source = Source{Kind: definition.KindSharing, Name: d.Name, Title: d.Title}
		lines := []string{"level <= " + strconv.Itoa(levels[d.Level])}
		lines = append(lines, g.recipients(at+"/to", d.To)...)
		lines = append(lines, g.condition(at+"/when", d.When)...)
		g.helpers = append(g.helpers, helper{name: "shared", args: "level", title: titleOf(d.Title, d.Name), lines: lines, sources: []Source{g.source}})
	}
}

// recipients is true of callers with whom a rule shares. All that may be
// shared with stands in the caller's principals; a department does so for
// those below it.
func (g *generator) recipients(at string, to definition.SharingTo) []string {
	switch {
	case len(to.Roles) > 0:
		return holders(to.Roles...)
	case to.Field != "":
		return g.recipientField(at+"/field", to.Field)
	case len(to.Readers) > 0:
		lines, _ := g.related(at+"/readers", to.Readers, false)
		return lines
	}
	var ways []string
	for _, id := range slices.Concat(to.Users, to.Teams, to.Departments) {
		ways = append(ways, quote(id)+" in input.user.principals")
	}
	if len(ways) == 0 {
		g.problems.Add(at, "required")
		return []string{"false"}
	}
	return []string{strings.Join(ways, " or ")}
}

// principalEntities are the entities whose records one can share with.
var principalEntities = []string{userEntity, teamEntity, departmentEntity}

func (g *generator) recipientField(at, name string) []string {
	f := fieldOf(g.entity, name)
	if f == nil {
		g.problems.Add(at, "unknown_field", "name", name, "entity", g.entity.Name)
		return nil
	}
	if !slices.Contains(principalEntities, f.Entity) || f.Table() {
		g.problems.Add(at, "not_a_principal", "field", name, "entity", g.entity.Name)
		return nil
	}
	if f.Links() {
		return []string{"some recipient in " + recordPath(name), "recipient.id in input.user.principals"}
	}
	return []string{recordPath(name, "id") + " in input.user.principals"}
}
