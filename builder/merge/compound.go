package merge

import (
	"maps"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
)

// objects merges member by member.
func (m *merger) objects(path string, base, mine, theirs *definition.Object) merged {
	sides := members(base, mine, theirs)
	b, mi, th := sides[0], sides[1], sides[2]
	results := map[string]named{}
	for _, id := range union(b, mi, th) {
		results[id] = m.member(path, b.find(id), mi.find(id), th.find(id))
	}
	extra := m.oneOfEachName(path, mi, th, results)
	out := merged{}
	value, rest := definition.NewObject(), definition.NewObject()
	for _, id := range order(b.ids(), mi.ids(), th.ids(), there(results, func(n named) any { return n.value })) {
		value.Set(results[id].name, results[id].value)
	}
	for _, id := range order(b.ids(), b.ids(), th.ids(), there(results, func(n named) any { return n.base })) {
		rest.Set(free(rest, results[id].baseName), results[id].base)
	}
	for _, id := range union(b, mi, th) {
		out.add(definition.PointerToken(results[id].name), results[id].conflicts)
	}
	out.conflicts = append(out.conflicts, extra...)
	out.value, out.base = value, rest
	return out
}

// free gives a name that an object does not have yet. Two things that were
// renamed in turns may want the same one; they are known by their x-ids.
func free(o *definition.Object, name string) string {
	for {
		if _, taken := o.Get(name); !taken {
			return name
		}
		name += "~"
	}
}

// named is what became of a member, and its name in the body and in the base.
type named struct {
	merged
	name, baseName string
}

// member merges a member and its name. Two new names for one thing are a
// conflict of the whole.
func (m *merger) member(path string, base, mine, theirs part) named {
	at := path + step + base.id
	n := named{name: mine.name, baseName: theirs.name}
	switch {
	case mine.name == "" || mine.name == base.name && theirs.name != "":
		n.name = theirs.name
	case theirs.name == "" || theirs.name == base.name || theirs.name == mine.name:
	case base.name != "":
		n.merged = m.conflict(at, base.value, mine.value, theirs.value)
		if m.theirs[at] {
			n.name = theirs.name
		} else {
			n.baseName = base.name
		}
		return n
	}
	if n.name == "" {
		n.name = base.name
	}
	if n.baseName == "" {
		n.baseName = base.name
	}
	n.merged = m.value(at, base.value, mine.value, theirs.value)
	return n
}

// oneOfEachName looks for two things under one name, as when both sides added
// a field of that name, each with its own x-id. Theirs leaves the body, as a
// conflict.
func (m *merger) oneOfEachName(path string, mine, theirs parts, results map[string]named) []Conflict {
	var conflicts []Conflict
	holder := map[string]string{}
	for _, p := range mine {
		if r := results[p.id]; !isAbsent(r.value) {
			holder[r.name] = p.id
		}
	}
	for _, p := range theirs {
		r := results[p.id]
		other, taken := holder[r.name]
		if !taken || other == p.id || isAbsent(r.value) {
			continue
		}
		at, o := path+step+other+step+p.id, results[other]
		loser := p.id
		if m.theirs[at] {
			loser = other
		} else {
			conflicts = append(conflicts, Conflict{
				Pointer: "/" + definition.PointerToken(r.name), Mine: raw(o.value), Theirs: raw(r.value), path: at,
			})
		}
		gone := results[loser]
		gone.value = absent{}
		if loser == p.id {
			gone.base = absent{}
		}
		results[loser] = gone
	}
	return conflicts
}

// arrays merges element by element, where something tells elements apart.
func (m *merger) arrays(path string, base any, mine, theirs []any) (merged, bool) {
	list, _ := base.([]any)
	all, ok := elements(path, list, mine, theirs)
	if !ok {
		return merged{}, false
	}
	b, mi, th := all[0], all[1], all[2]
	results := map[string]named{}
	for _, id := range union(b, mi, th) {
		results[id] = named{merged: m.value(path+step+id, b.find(id).value, mi.find(id).value, th.find(id).value)}
	}
	value, rest := []any{}, []any{}
	index := map[string]int{}
	for i, id := range order(b.ids(), mi.ids(), th.ids(), there(results, func(n named) any { return n.value })) {
		index[id] = i
		value = append(value, results[id].value)
	}
	for _, id := range order(b.ids(), b.ids(), th.ids(), there(results, func(n named) any { return n.base })) {
		rest = append(rest, results[id].base)
	}
	out := merged{value: value, base: rest}
	for _, id := range slices.Sorted(maps.Keys(results)) {
		if _, ok := index[id]; !ok && len(results[id].conflicts) > 0 {
			index[id] = len(index)
		}
		out.add(strconv.Itoa(index[id]), results[id].conflicts)
	}
	return out, true
}

// add takes over the conflicts of a part.
func (m *merged) add(token string, conflicts []Conflict) {
	for _, c := range conflicts {
		c.Pointer = "/" + token + c.Pointer
		m.conflicts = append(m.conflicts, c)
	}
}

func there(results map[string]named, side func(named) any) map[string]bool {
	ids := map[string]bool{}
	for id, r := range results {
		ids[id] = !isAbsent(side(r))
	}
	return ids
}

func isAbsent(v any) bool {
	_, ok := v.(absent)
	return ok
}

// union gives the ids of all sides, each once, those of base first.
func union(sides ...parts) []string {
	var ids []string
	seen := map[string]bool{}
	for _, side := range sides {
		for _, p := range side {
			if !seen[p.id] {
				seen[p.id] = true
				ids = append(ids, p.id)
			}
		}
	}
	return ids
}
