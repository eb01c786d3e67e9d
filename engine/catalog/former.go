package catalog

import (
	"maps"
	"strings"

	"github.com/mortise-crm/mortise/engine/expression"
)

// attachFormer notes the names that entities and fields had. They stand for
// the present ones wherever something is asked for by name; answers and access
// know the present ones alone.
func (s *Snapshot) attachFormer() {
	for _, e := range s.ordered {
		for _, name := range e.Definition.Former {
			s.former[name], s.renamed = e, true
		}
		for _, f := range e.Definition.Fields {
			for _, name := range f.Former {
				if e.former == nil {
					e.former = map[string]string{}
				}
				e.former[name], s.renamed = f.Name, true
			}
		}
	}
}

// Current gives the present name of a field; any other text is itself.
func (e *Entity) Current(name string) string {
	if now, ok := e.former[name]; ok && e.fields[name] == nil {
		return now
	}
	return name
}

// Renamed gives a payload by the present names of fields. A field that is given
// by both its names is left as it is, and so one of them is unknown.
func (e *Entity) Renamed(payload map[string]any) map[string]any {
	var out map[string]any
	for name, v := range payload {
		now := e.Current(name)
		if _, twice := payload[now]; now == name || twice {
			continue
		}
		if out == nil {
			out = maps.Clone(payload)
		}
		delete(out, name)
		out[now] = v
	}
	if out == nil {
		return payload
	}
	return out
}

// Asked is what a request names of an entity.
type Asked struct {
	Entity  string
	Fields  []string // dotted for relations
	Sort    string
	Filter  string // Expr, or JSON when it begins with {
	Payload map[string]any
}

// Deprecated tells whether a request uses a name that something had.
func (s *Snapshot) Deprecated(a Asked) bool {
	if !s.renamed {
		return false
	}
	e, ok := s.Entity(a.Entity)
	if !ok {
		return false
	}
	if e.Name() != a.Entity || s.formerFilter(e, a.Filter) {
		return true
	}
	for name := range a.Payload {
		if e.Current(name) != name {
			return true
		}
	}
	names := a.Fields
	for _, key := range strings.Split(a.Sort, ",") {
		names = append(names[:len(names):len(names)], strings.TrimPrefix(strings.TrimSpace(key), "-"))
	}
	for _, name := range names {
		if s.formerPath(e, name) {
			return true
		}
	}
	return false
}

func (s *Snapshot) formerPath(e *Entity, path string) bool {
	name, rest, more := strings.Cut(path, ".")
	if e.Current(name) != name {
		return true
	}
	to, ok := s.Target(e.Name(), name)
	if !more || !ok {
		return false
	}
	far, ok := s.Entity(to)
	return ok && s.formerPath(far, rest)
}

// formerFilter looks through a condition; one in JSON, for members that are
// former names of the entity's own fields.
func (s *Snapshot) formerFilter(e *Entity, src string) bool {
	if src = strings.TrimSpace(src); src == "" {
		return false
	}
	if strings.HasPrefix(src, "{") {
		for name := range e.former {
			if strings.Contains(src, `"`+name+`":`) {
				return true
			}
		}
		return false
	}
	names, wrong := expression.Names(src, e.Name(), world{s})
	if wrong != nil {
		return false
	}
	for _, n := range names {
		if far, ok := s.Entity(n.Entity); ok && (far.Name() != n.Entity || far.Current(n.Field) != n.Field) {
			return true
		}
	}
	return false
}

// world lets names in expressions be found.
type world struct{ s *Snapshot }

// Leads implements expression.World.
func (w world) Leads(entity, field string) (string, bool) {
	e, ok := w.s.Entity(entity)
	if !ok {
		return "", false
	}
	f, ok := e.Field(field)
	if !ok {
		return "", false
	}
	return f.Entity, true
}

// Exists implements expression.World.
func (w world) Exists(entity string) bool {
	_, ok := w.s.Entity(entity)
	return ok
}
