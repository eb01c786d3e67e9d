package merge

import (
	"encoding/json"
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Difference is one place where a document differs from what it was.
type Difference struct {
	// Path leads to the place through the names of members; an element of an
	// array is named by what tells it apart, or by its index.
	Path []string
	// Before and After are the values; nil where there is none. Those of a
	// thing that is merely called otherwise are its names, and Renamed is set.
	Before, After json.RawMessage
	Renamed       bool
	// Moved says that parts have another order.
	Moved bool
}

// Differences lists where a document differs, by its order; nil stands for no
// document.
func Differences(before, after []byte) []Difference {
	var d differences
	d.value(nil, tree(before), tree(after))
	return d
}

type differences []Difference

func (d *differences) value(path []string, before, after any) {
	if same(before, after) {
		return
	}
	if b, ok := before.(*definition.Object); ok {
		if a, ok := after.(*definition.Object); ok {
			sides := members(b, a)
			d.parts(path, sides[0], sides[1])
			return
		}
	}
	if b, ok := before.([]any); ok {
		if a, ok := after.([]any); ok {
			if sides, ok := elements("", b, a); ok {
				d.parts(path, sides[0], sides[1])
				return
			}
		}
	}
	*d = append(*d, Difference{Path: path, Before: raw(before), After: raw(after)})
}

func (d *differences) parts(path []string, before, after parts) {
	for _, id := range union(before, after) {
		b, a := before.find(id), after.find(id)
		at := append(path[:len(path):len(path)], label(b, a))
		if b.name != "" && a.name != "" && b.name != a.name {
			*d = append(*d, Difference{Path: at, Before: raw(b.name), After: raw(a.name), Renamed: true})
		}
		d.value(at, b.value, a.value)
	}
	if moved(before.ids(), after.ids(), after.ids()) {
		*d = append(*d, Difference{Path: path, Moved: true})
	}
}

// called gives a member that is a text; of one in several languages the English
// one, or the first that there is.
func called(v any, member string) string {
	o, ok := v.(*definition.Object)
	if !ok {
		return ""
	}
	x, _ := o.Get(member)
	if texts, ok := x.(*definition.Object); ok && len(texts.Names()) > 0 {
		if s := textOf(texts, "en"); s != "" {
			return s
		}
		return textOf(texts, texts.Names()[0])
	}
	return textOf(v, member)
}

// label names a part for readers: as a member, or by what tells it apart.
func label(before, after part) string {
	for _, p := range []part{after, before} {
		if p.name != "" {
			return p.name
		}
		for _, by := range []string{"name", "field", "value", "const", "title", "view", "entity", "url"} {
			if s := called(p.value, by); s != "" {
				return s
			}
		}
		if s, ok := p.value.(string); ok {
			return s
		}
		if n, ok := p.value.(json.Number); ok {
			return n.String()
		}
		if _, gone := p.value.(absent); !gone && p.id != "" {
			return p.id
		}
	}
	return strconv.Quote(before.id)
}
