package catalog

import (
	"reflect"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// The tables that stand for those which a draft has and the database lacks;
// they are empty.
const (
	nothingTable = "draft_nothing"
	noLinksTable = "draft_no_links"
)

// publishedPrefix marks the name of an entity as it is published. Names of
// entities hold no "$".
const publishedPrefix = "$published."

// CompileOver makes a Snapshot of a draft that is served by the tables of what
// is published: fields and entities that these lack read as empty. So do
// fields that are computed otherwise than they are published: nobody has yet
// decided who may see what they are made of.
func CompileOver(docs []definition.Document, published *Snapshot) (*Snapshot, error) {
	s, err := Compile(published.Revision, docs)
	if err != nil {
		return nil, err
	}
	s.published = published
	for _, e := range s.ordered {
		was := published.ByID(e.Definition.ID)
		if was == nil {
			e.Table = nothingTable
		}
		for _, f := range e.Definition.Fields {
			if operand, ok := e.operands[f.Name]; ok && !f.System {
				e.operands[f.Name] = landed(operand, f, was)
			}
		}
	}
	return s, nil
}

// landed is a field of a draft as it reads from the tables that there are.
func landed(x query.Field, f *definition.Field, was *Entity) query.Field {
	if was != nil {
		for _, d := range was.Definition.Fields {
			if d.ID != f.ID {
				continue
			}
			old := was.operands[d.Name]
			same := old.Column == x.Column && old.Type == x.Type && old.Links == x.Links
			if same && (x.Computed == nil && old.Computed == nil || reflect.DeepEqual(x.Computed, old.Computed)) {
				return x
			}
		}
	}
	if x.Links != "" {
		x.Links = noLinksTable
		return x
	}
	x.Column, x.Computed = "", &query.Computed{X: query.Value{Type: x.Type}}
	return x
}

// ByID gives an entity by its x-id, or nil.
func (s *Snapshot) ByID(id string) *Entity {
	for _, e := range s.ordered {
		if e.Definition.ID == id {
			return e
		}
	}
	return nil
}

// AsPublished gives a condition of what is published so that it can be asked
// within a preview: its relations lead to the entities as they are published.
func AsPublished(p query.Predicate) query.Predicate {
	return query.Rewrite(p, nil, func(r query.Relation) (query.Relation, bool) {
		if len(r.Entity) > 0 && r.Entity[0] != '$' {
			r.Entity = publishedPrefix + r.Entity
		}
		return r, true
	})
}
