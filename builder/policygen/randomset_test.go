package policygen_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
)

// tried are the actions that random rules give.
var tried = []string{"read", "update", "create", "read", "transfer", "claim", "release", "assign", "export", "comment"}

// randomSet makes access rules with every construct.
func randomSet(r *rand.Rand) *definition.Set {
	set := &definition.Set{Entities: world(pick(r, "", "", "dep"))}
	set.Entities[0].Access = pick(r, "private", "private", "private", "readable", "writable")
	for i := range r.IntN(3) {
		set.Pools = append(set.Pools, randomPool(r, fmt.Sprintf("p%d", i)))
	}
	for i := range 2 + r.IntN(3) {
		set.Grants = append(set.Grants, randomGrant(r, set, fmt.Sprintf("g%d", i)))
	}
	for i := range r.IntN(3) {
		set.Restrictions = append(set.Restrictions, &definition.Restriction{
			Name: fmt.Sprintf("r%d", i), Entity: "item", Actions: tried, When: condition(r, 3),
			Except: []string{"guest", "auditor"}[:r.IntN(2)], Channels: []string{"web", "api"}[:r.IntN(3)],
		})
	}
	for i := range r.IntN(3) {
		set.Masks = append(set.Masks, &definition.Mask{
			Name: fmt.Sprintf("m%d", i), Entity: "item", Fields: []string{"t1", "t2"}, Show: []string{"all", "tail"}[i%2], When: maybe(r),
		})
		set.Sharings = append(set.Sharings, randomSharing(r, fmt.Sprintf("s%d", i)))
		set.Obligations = append(set.Obligations, &definition.Obligation{
			Name: fmt.Sprintf("o%d", i), Entity: "item", Actions: tried, When: maybe(r), Needs: "reason", Except: []string{"guest"}[:r.IntN(2)],
		})
	}
	return set
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// maybe is a condition, or none.
func maybe(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		return ""
	}
	return condition(r, 3)
}

func randomGrant(r *rand.Rand, set *definition.Set, name string) *definition.Grant {
	fields := func() definition.FieldSet {
		return pick(r, definition.FieldSet{All: true}, definition.FieldSet{Only: []string{"t1", "owner"}}, definition.FieldSet{Except: []string{"t1", "n1"}})
	}
	g := &definition.Grant{
		Name: name, Role: pick(r, "sales", "sales", "sales", "guest"), Direct: r.IntN(2) == 0, Entity: "item", Actions: tried,
		Scope: randomScope(r, set), Scopes: map[string]definition.Scope{}, To: randomScope(r, set), When: maybe(r), Read: fields(), Write: fields(),
	}
	for range r.IntN(3) {
		g.Scopes[pick(r, tried...)] = randomScope(r, set)
	}
	if r.IntN(2) == 0 {
		g.Result = maybe(r)
	}
	if r.IntN(3) == 0 {
		g.Find = &definition.FieldSet{Except: []string{"t2", "b1"}}
	}
	if g.Write.All {
		g.Once = []string{"t1", "tags"}[:r.IntN(3)]
	}
	return g
}

// randomScope is a union of one to three parts.
func randomScope(r *rand.Rand, set *definition.Set) definition.Scope {
	var s definition.Scope
	for range 1 + r.IntN(3) {
		s = append(s, randomPart(r, set))
	}
	return s
}

func randomPart(r *rand.Rand, set *definition.Set) definition.ScopePart {
	kind := pick(r, "own", "pool", "team", "subordinates", "department", "partition", "partition", "shared", "related", "related", "none", "all")
	p := definition.ScopePart{Kind: definition.ScopeKind(kind)}
	switch p.Kind {
	case definition.ScopePool:
		if len(set.Pools) > 0 && r.IntN(2) == 0 {
			p.Pool = set.Pools[0].Name
		}
	case definition.ScopeDepartment:
		p.Below = r.IntN(2) == 0
	case definition.ScopePartition:
		return pick(r,
			definition.ScopePart{Kind: p.Kind, Field: "dep", Attribute: "department"},
			definition.ScopePart{Kind: p.Kind, Field: "dep", Attribute: "department", Below: true},
			definition.ScopePart{Kind: p.Kind, Field: "t1", Attribute: "skills"}, definition.ScopePart{Kind: p.Kind, Field: "tags", Attribute: "name"},
			definition.ScopePart{Kind: p.Kind, Field: "n1", Attribute: "level"}, definition.ScopePart{Kind: p.Kind, Field: "owner", Attribute: "manager"},
			definition.ScopePart{Kind: p.Kind, Field: "owner", Attribute: "id"}, definition.ScopePart{Kind: p.Kind, Field: "owner", Attribute: "teammates"},
		)
	case definition.ScopeRelated:
		p.Through = pick(r, []string{"owner"}, []string{"dep", "parent"}, []string{"note.item"}, []string{"note.item", "author"}, []string{"owner", "note.author"})
		p.Every = r.IntN(2) == 0
	}
	return p
}

func randomPool(r *rand.Rand, name string) *definition.Pool {
	return &definition.Pool{
		Name: name, Entity: "item", When: maybe(r), Members: pick(r, []string{"sales"}, []string{"guest", "sales"}),
		Admins: []string{"guest", "boss"}[:r.IntN(3)], Hidden: []string{"d1", "t2"}[:r.IntN(3)],
		Masked: []definition.PoolMask{{Field: "t1", Show: "tail"}}[:r.IntN(2)],
	}
}

func randomSharing(r *rand.Rand, name string) *definition.Sharing {
	return &definition.Sharing{
		Name: name, Entity: "item", When: maybe(r), Level: pick(r, definition.LevelRead, definition.LevelWrite, definition.LevelFull),
		To: pick(r, definition.SharingTo{Roles: []string{"guest", "sales"}[r.IntN(2):]}, definition.SharingTo{Users: []string{userID(1), userID(2)}},
			definition.SharingTo{Field: "owner"}, definition.SharingTo{Readers: []string{"note.item"}}),
	}
}

// userID is the id of a user of the population.
func userID(i int) string {
	var id uuid.UUID
	copy(id[:8], "user")
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	return id.String()
}
