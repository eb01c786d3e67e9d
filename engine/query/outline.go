package query

import (
	"maps"
	"slices"
)

// Outline says which fields of a record, and of the records around it, some
// Predicates read: what has to be loaded to ask them with Eval. It is for one
// goroutine.
type Outline struct {
	Entity    string
	fields    map[string]Field
	relations map[string]*Branch
}

// Branch is a relation that Predicates follow, and what they read beyond it.
type Branch struct {
	Relation Relation // its variables do not count
	Far      *Outline
}

// NewOutline makes an Outline that holds nothing.
func NewOutline(entity string) *Outline {
	return &Outline{Entity: entity, fields: map[string]Field{}, relations: map[string]*Branch{}}
}

// Add takes in what p reads. Variable 0 of p is a record of the Outline.
func (o *Outline) Add(p Predicate) { o.add(Expand(p), map[int]*Outline{0: o}) }

// Read takes in a field of the Outline's records; of a computed one, what it is
// made of.
func (o *Outline) Read(f Field) {
	f.Var = 0
	if f.Computed != nil {
		o.Add(Present{f})
		return
	}
	o.fields[f.Name] = f
}

// Fields are the fields read of the Outline's own records, by name.
func (o *Outline) Fields() []Field {
	list := make([]Field, 0, len(o.fields))
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		list = append(list, o.fields[name])
	}
	return list
}

// Branches are the relations that are followed, in a fixed order.
func (o *Outline) Branches() []*Branch {
	list := make([]*Branch, 0, len(o.relations))
	for _, key := range slices.Sorted(maps.Keys(o.relations)) {
		list = append(list, o.relations[key])
	}
	return list
}

// RelationKey tells the relations that start at one record apart.
func RelationKey(r Relation) string {
	if r.Reverse {
		return "<" + r.Entity + "." + r.Field.Name
	}
	return ">" + r.Field.Name
}

// Branch gives the branch of a relation, made when there is none.
func (o *Outline) Branch(r Relation) *Branch {
	key := RelationKey(r)
	b := o.relations[key]
	if b == nil {
		b = &Branch{Relation: r, Far: NewOutline(r.Entity)}
		o.relations[key] = b
	}
	if !r.Reverse {
		o.Read(r.Field)
	}
	return b
}

func (o *Outline) add(p Predicate, bound map[int]*Outline) {
	switch p := p.(type) {
	case And:
		for _, q := range p {
			o.add(q, bound)
		}
		return
	case Or:
		for _, q := range p {
			o.add(q, bound)
		}
		return
	case Not:
		o.add(p.P, bound)
		return
	case Some:
		near := bound[p.Relation.From]
		if near == nil {
			return
		}
		inner := maps.Clone(bound)
		inner[p.Var] = near.Branch(p.Relation).Far
		o.add(p.P, inner)
		return
	}
	for _, x := range Operands(p) {
		for _, part := range parts(x) {
			o.add(part, bound)
		}
		f, ok := x.(Field)
		if !ok {
			continue
		}
		if of := bound[f.Var]; of != nil {
			of.Read(f)
		}
	}
}
