package merge

import (
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// merger merges values. theirs holds the paths of conflicts that theirs
// solves.
type merger struct{ theirs map[string]bool }

// merged is the outcome for one value. The pointers of its conflicts are
// relative to it.
type merged struct {
	value, base any
	conflicts   []Conflict
}

// value merges one value; path names its place by identities.
func (m *merger) value(path string, base, mine, theirs any) merged {
	switch {
	case same(mine, theirs), same(base, theirs):
		return merged{value: mine, base: theirs}
	case same(base, mine):
		return merged{value: theirs, base: theirs}
	}
	if mo, ok := mine.(*definition.Object); ok {
		if to, ok := theirs.(*definition.Object); ok {
			return m.objects(path, objectOf(base), mo, to)
		}
	}
	if ma, ok := mine.([]any); ok {
		if ta, ok := theirs.([]any); ok {
			if out, ok := m.arrays(path, base, ma, ta); ok {
				return out
			}
		}
	}
	return m.conflict(path, base, mine, theirs)
}

func (m *merger) conflict(path string, base, mine, theirs any) merged {
	if m.theirs[path] {
		return merged{value: theirs, base: theirs}
	}
	return merged{value: mine, base: base, conflicts: []Conflict{{
		Base: raw(base), Mine: raw(mine), Theirs: raw(theirs), path: path,
	}}}
}

// objectOf gives a value as an object; anything else counts as an empty one,
// so that two sides that both began an object agree on what they can.
func objectOf(v any) *definition.Object {
	if o, ok := v.(*definition.Object); ok {
		return o
	}
	return definition.NewObject()
}

// same compares values as they are written, the order of members included.
func same(a, b any) bool {
	switch a := a.(type) {
	case *definition.Object:
		o, ok := b.(*definition.Object)
		if !ok || !slices.Equal(a.Names(), o.Names()) {
			return false
		}
		for _, n := range a.Names() {
			x, _ := a.Get(n)
			y, _ := o.Get(n)
			if !same(x, y) {
				return false
			}
		}
		return true
	case []any:
		list, ok := b.([]any)
		return ok && slices.EqualFunc(a, list, same)
	case json.Number:
		n, ok := b.(json.Number)
		return ok && a.String() == n.String()
	}
	switch b.(type) {
	case *definition.Object, []any:
		return false
	}
	return a == b
}
