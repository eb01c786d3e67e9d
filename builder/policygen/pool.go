package policygen

import (
	"maps"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
)

// pool writes what its members and its administrators may do, and what is
// hidden until a record is claimed.
func (g *generator) pool(d *definition.Pool) {
	at := "/pool/" + d.Name
	g.asking = nil
	unowned := g.unowned(at + "/entity")
	if unowned == nil {
		return
	}
	p := &pooling{
		generator: g, Pool: d, at: at, title: titleOf(d.Title, d.Name),
		when: g.condition(at+"/when", d.When), unowned: unowned,
	}
	p.members()
	if len(d.Admins) > 0 {
		p.admins()
	}
	p.hide()
}

// pooling is the work on one pool.
type pooling struct {
	*generator
	*definition.Pool
	at, title     string
	when, unowned []string
}

// inside is true of the records in the pool.
func (p *pooling) inside() []string { return slices.Concat(p.unowned, p.when) }

func (p *pooling) members() {
	id, who := "pool."+p.Name+".member", holders(p.Members...)
	p.add("grant", id, p.title+": members see and claim", []string{"read", "claim"}, who, p.inside())
	p.add("result", id, p.title+": members see and claim", []string{"claim"}, who, p.ownedBy(p.at))
	p.known(p.at+"/hidden", p.Hidden...)
	read := p.readable("", definition.FieldSet{All: true})
	maps.DeleteFunc(read, func(name string, _ bool) bool { return slices.Contains(p.Hidden, name) })
	p.give(id, p.Members, []string{"read", "claim"}, read)

	id = "pool." + p.Name + ".own"
	own, _ := p.owned(p.at, definition.ScopeOwn, []string{" == input.user.id"}, []string{" in input.user.teams"})
	p.add("grant", id, p.title+": members release their own", []string{"release"}, who, own, p.when)
	p.add("result", id, p.title+": members release their own", []string{"release"}, who, p.unowned)
	p.give(id, p.Members, []string{"release"}, map[string]bool{})
}

func (p *pooling) admins() {
	id, who := "pool."+p.Name+".admin", holders(p.Admins...)
	title := p.title + ": administrators assign and take back"
	p.add("grant", id, title, []string{"read", "claim", "assign"}, who, p.inside())
	p.add("grant", id, title, []string{"release"}, who, p.anyOwner(p.at), p.when)
	p.add("result", id, title, []string{"claim"}, who, p.ownedBy(p.at))
	p.add("result", id, title, []string{"assign"}, who, p.anyOwner(p.at))
	p.add("result", id, title, []string{"release"}, who, p.unowned)
	p.give(id, p.Admins, []string{"read", "claim", "assign", "release"}, p.readable(p.at, definition.FieldSet{All: true}))
}

func (p *pooling) give(id string, roles, actions []string, read map[string]bool) {
	p.policy.Grants = append(p.policy.Grants, access.Grant{ID: id, Role: roles[0], Actions: actions, Read: read, Write: map[string]bool{}})
}

// hide masks what is not to be seen before a record is claimed. A hidden field
// does not show to a member by another grant either.
func (p *pooling) hide() {
	for i, m := range p.Masked {
		if fieldOf(p.entity, m.Field) == nil {
			p.problems.Add(p.at+"/masked/"+strconv.Itoa(i)+"/field", "unknown_field", "name", m.Field)
		}
		p.until(m.Field, m.Show, nil)
	}
	for _, field := range p.Hidden {
		p.until(field, "all", holders(p.Members...))
	}
}

func (p *pooling) until(field, show string, who []string) {
	id := "pool." + p.Name + "." + field
	p.addAlways("mask", id, p.title+": until claimed", except(p.Admins), who, p.inside())
	p.policy.Masks = append(p.policy.Masks, access.Mask{ID: id, Fields: []string{field}, Show: show})
}
