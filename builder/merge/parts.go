package merge

import (
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// step stands between the identities of a path.
const step = "\x00"

// part is a member of an object or an element of an array.
type part struct {
	id    string // tells it apart from its neighbours, through renames
	name  string // of a member
	value any
}

// parts are those of one side, in their order.
type parts []part

func (p parts) find(id string) part {
	for _, x := range p {
		if x.id == id {
			return x
		}
	}
	return part{id: id, value: absent{}}
}

func (p parts) ids() []string {
	ids := make([]string, len(p))
	for i, x := range p {
		ids[i] = x.id
	}
	return ids
}

// members gives the parts of objects. One that carries an x-id, as fields do,
// is known by it whatever its name; where a side has yet to be given x-ids, its
// members take those that their names have elsewhere.
func members(sides ...*definition.Object) []parts {
	named := map[string]string{}
	for _, o := range sides {
		for _, n := range o.Names() {
			v, _ := o.Get(n)
			if x := textOf(v, "x-id"); x != "" && named[n] == "" {
				named[n] = x
			}
		}
	}
	all := make([]parts, len(sides))
	for i, o := range sides {
		all[i] = membersOf(o, named)
	}
	return all
}

func membersOf(o *definition.Object, named map[string]string) parts {
	list := make(parts, len(o.Names()))
	seen := map[string]bool{}
	for i, n := range o.Names() {
		v, _ := o.Get(n)
		list[i] = part{id: "n:" + n, name: n, value: v}
		if x := textOf(v, "x-id"); x != "" && !seen[x] {
			list[i].id, seen[x] = "i:"+x, true
		}
	}
	for i, p := range list {
		_, object := p.value.(*definition.Object)
		if x := named[p.name]; object && x != "" && textOf(p.value, "x-id") == "" && !seen[x] {
			list[i].id, seen[x] = "i:"+x, true
		}
	}
	return list
}

func textOf(v any, member string) string {
	o, ok := v.(*definition.Object)
	if !ok {
		return ""
	}
	x, _ := o.Get(member)
	s, _ := x.(string)
	return s
}

// identities are the members that tell elements of an array apart, the first
// that all of them have counts. The empty one stands for texts themselves.
var identities = []string{"x-id", "name", "field", "value", "const", ""}

// ordered are members whose array of texts is a path: half of one and half of
// another leads nowhere.
var ordered = []string{"n:through", "n:readers"}

// elements gives the parts of three arrays, told apart in the same way; false
// where nothing tells them apart.
func elements(path string, arrays ...[]any) ([]parts, bool) {
	if slices.Contains(ordered, path[strings.LastIndex(path, step)+len(step):]) {
		return nil, false
	}
next:
	for _, by := range identities {
		all := make([]parts, len(arrays))
		for i, array := range arrays {
			list, ok := told(array, by)
			if !ok {
				continue next
			}
			all[i] = list
		}
		return all, true
	}
	return nil, false
}

// told gives the elements of an array by one member of theirs, unless one
// lacks it or two have the same.
func told(array []any, by string) (parts, bool) {
	seen := map[string]bool{}
	list := make(parts, len(array))
	for i, v := range array {
		id, text := v.(string)
		if by != "" {
			id = textOf(v, by)
		}
		if (by == "") != text || id == "" || seen[id] {
			return nil, false
		}
		seen[id] = true
		list[i] = part{id: id, value: v}
	}
	return list, true
}
