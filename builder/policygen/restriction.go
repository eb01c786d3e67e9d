package policygen

import (
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
)

// restriction writes what is refused. One with a quota refuses nothing by
// itself: records are counted when they are taken, whichever they are.
func (g *generator) restriction(d *definition.Restriction) {
	at := "/restriction/" + d.Name
	g.asking = d.Actions
	when := g.condition(at+"/when", d.When)
	if d.Quota == nil {
		g.add("restriction", d.Name, titleOf(d.Title, d.Name), d.Actions, except(d.Except), through(d.Channels), when)
		return
	}
	if !slices.Equal(when, []string{"true"}) {
		g.problems.Add(at+"/when", "quota_of_some")
	}
	g.policy.Quotas = append(g.policy.Quotas, access.Quota{
		ID: d.Name, Actions: d.Actions, Channels: d.Channels, Except: d.Except, Records: d.Quota.Records,
	})
}

func (g *generator) mask(d *definition.Mask) {
	at := "/mask/" + d.Name
	g.asking = nil
	g.known(at+"/fields", d.Fields...)
	g.addAlways("mask", d.Name, titleOf(d.Title, d.Name), except(d.Except), g.condition(at+"/when", d.When))
	g.policy.Masks = append(g.policy.Masks, access.Mask{ID: d.Name, Fields: d.Fields, Show: d.Show})
}

func (g *generator) obligation(d *definition.Obligation) {
	g.asking = d.Actions
	when := g.condition("/obligation/"+d.Name+"/when", d.When)
	g.add("obligation", d.Name, titleOf(d.Title, d.Name), d.Actions, except(d.Except), when)
	g.policy.Obligations = append(g.policy.Obligations, access.Obligation{ID: d.Name, Needs: d.Needs, By: d.By})
}

// known reports names of fields that the entity does not have.
func (g *generator) known(at string, names ...string) {
	for i, name := range names {
		if fieldOf(g.entity, name) == nil {
			g.problems.Add(at+"/"+strconv.Itoa(i), "unknown_field", "name", name)
		}
	}
}

// defaults writes what the entity itself says: what everyone may do, and that
// its records are seen only with those that they hang on.
func (g *generator) defaults() {
	name := "default." + g.entity.Name
	if g.entity.Access == "readable" || g.entity.Access == "writable" {
		g.everyone(name+".read", "Everyone may read", []string{"read"})
	}
	if g.entity.Access == "writable" {
		g.everyone(name+".write", "Everyone may write", []string{"create", "update"})
	}
	if g.entity.Parent == "" {
		return
	}
	f := g.entity.Field(g.entity.Parent)
	if f == nil || g.entities[f.Entity] == nil {
		g.problems.Add("/entity/"+g.entity.Name+"/x-parent", "not_a_relation", "field", g.entity.Parent, "entity", g.entity.Name)
		return
	}
	g.readings = append(g.readings, Reading{"/entity/" + g.entity.Name + "/x-parent", f.Entity})
	g.add("restriction", "parent."+g.entity.Name, "Seen only with its "+f.Entity, aboutRecords(), []string{"not " + recordPath(f.Name, Readable)})
}

// aboutRecords are the actions that ask about a record, be it a new one.
func aboutRecords() []string {
	return slices.DeleteFunc(access.Actions(), func(a string) bool { return a == "import" || a == "template" })
}

// everyone writes a grant of actions on all records, with the fields of
// ordinary grade.
func (g *generator) everyone(id, title string, actions []string) {
	all := definition.FieldSet{All: true}
	before, about := split(actions, recordless)
	written, _ := split(actions, []string{"create", "update"})
	g.add("grant", id, title, before, holders(everyone))
	g.add("grant", id, title, about, holders(everyone))
	g.add("result", id, title, written, holders(everyone))
	static := access.Grant{ID: id, Role: everyone, Actions: actions, Read: g.readable("", all), Write: map[string]bool{}}
	if len(written) > 0 {
		static.Write = g.writable("", all)
		static.Once = g.once("", nil, static.Write)
	}
	g.policy.Grants = append(g.policy.Grants, static)
}

// split divides actions into those of the list and the others.
func split(actions, list []string) (in, out []string) {
	for _, a := range actions {
		if slices.Contains(list, a) {
			in = append(in, a)
		} else {
			out = append(out, a)
		}
	}
	return in, out
}
