package catalog

import (
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// Everyone is the role that every signed-in user has.
const Everyone = "everyone"

// Snapshot is one published revision of one workspace, compiled. It never
// changes; a request takes one and keeps it to the end.
type Snapshot struct {
	Revision int64
	Set      *definition.Set
	entities map[string]*Entity
	former   map[string]*Entity // by names that they had
	// published is what is served while this is only a draft; see CompileOver.
	published *Snapshot
	renamed   bool  // something has former names
	lack      *lack // of one of its entities; nil when nothing is missing
	ordered   []*Entity
	roles     map[string]*definition.Role
}

// Compile makes a Snapshot of the documents of a revision, generated policies
// (kind "policy") included. It fails when a document has a problem; publishing
// uses it as a dry run, so that no revision is published that cannot be served.
func Compile(revision int64, docs []definition.Document) (*Snapshot, error) {
	set, problems := definition.ReadSet(docs)
	if len(problems) > 0 {
		first := problems[0]
		return nil, fmt.Errorf("%s %s: %w", first.Kind, first.Name, first.Details.Err())
	}
	s := &Snapshot{Revision: revision, Set: set, entities: map[string]*Entity{}, former: map[string]*Entity{}, roles: map[string]*definition.Role{}}
	for _, r := range set.Roles {
		s.roles[r.Name] = r
	}
	lacks := s.withoutMissing()
	for _, d := range set.Entities {
		e, err := compileEntity(s, d)
		if err != nil {
			return nil, fmt.Errorf("entity %s: %w", d.Name, err)
		}
		if e.lack = lacks[d.Name]; e.lack != nil {
			e.fail(e.lack.text())
		}
		s.entities[d.Name] = e
		s.ordered = append(s.ordered, e)
	}
	if err := s.attachComputed(); err != nil {
		return nil, err
	}
	s.attachFormer()
	s.attachLayouts()
	s.attachPolicies(docs)
	return s, nil
}

func compileEntity(s *Snapshot, d *definition.Entity) (*Entity, error) {
	v, err := fieldtype.NewValidator(d)
	if err != nil {
		return nil, err
	}
	e := &Entity{Definition: d, Validator: v, Table: "e_" + d.ID, snapshot: s,
		fields: map[string]*definition.Field{}, operands: map[string]query.Field{}}
	for _, f := range d.Fields {
		if _, ok := fieldtype.Get(f.Type); !ok {
			return nil, fmt.Errorf("field %s: unknown type %s", f.Name, f.Type)
		}
		e.fields[f.Name] = f
		if !f.Table() {
			e.operands[f.Name] = fieldtype.QueryField(d, f)
		}
	}
	return e, nil
}

func (s *Snapshot) attachLayouts() {
	for _, f := range s.Set.Forms {
		if e := s.entities[f.Entity]; e != nil {
			e.Forms = append(e.Forms, f)
		}
	}
	for _, v := range s.Set.Views {
		if e := s.entities[v.Entity]; e != nil {
			e.Views = append(e.Views, v)
		}
	}
	for _, e := range s.ordered {
		slices.SortStableFunc(e.Forms, func(a, b *definition.Form) int { return a.Order - b.Order })
		slices.SortStableFunc(e.Views, func(a, b *definition.View) int { return a.Order - b.Order })
	}
}

// Entity gives an entity by name, or by a name that it had.
func (s *Snapshot) Entity(name string) (*Entity, bool) {
	e, ok := s.entities[name]
	if !ok {
		e, ok = s.former[name]
	}
	return e, ok
}

// Entities gives the entities of the names, each once, or all of them by name.
func (s *Snapshot) Entities(only ...string) []*Entity {
	if len(only) == 0 {
		return s.ordered
	}
	var list []*Entity
	for _, name := range only {
		if e, ok := s.Entity(name); ok && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	return list
}

// Role gives a role by name.
func (s *Snapshot) Role(name string) (*definition.Role, bool) {
	r, ok := s.roles[name]
	return r, ok
}

// EffectiveRoles adds to roles those that they inherit from, and Everyone. The
// result is sorted; roles that are not defined are left out.
func (s *Snapshot) EffectiveRoles(roles []string) []string {
	seen := map[string]bool{Everyone: true}
	var add func(name string)
	add = func(name string) {
		r, ok := s.roles[name]
		if !ok || seen[name] {
			return
		}
		seen[name] = true
		for _, below := range r.Inherits {
			add(below)
		}
	}
	for _, r := range roles {
		add(r)
	}
	all := make([]string, 0, len(seen))
	for r := range seen {
		all = append(all, r)
	}
	slices.Sort(all)
	return all
}

// Permissions gives the system permissions of effective roles, and whether one
// of them is an owner role.
func (s *Snapshot) Permissions(roles []string) (permissions map[string]bool, owner bool) {
	permissions = map[string]bool{}
	for _, name := range roles {
		r, ok := s.roles[name]
		if !ok {
			continue
		}
		for _, p := range r.Permissions {
			permissions[p] = true
		}
		owner = owner || r.Owner
	}
	return permissions, owner
}
