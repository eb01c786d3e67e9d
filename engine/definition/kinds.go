package definition

import "slices"

// The field types that hold more than one record.
const (
	typeRelations = "relations"
	typeUsers     = "users"
	typeTable     = "table"
)

// The field types whose values are computed.
const (
	typeFormula = "formula"
	typeLookup  = "lookup"
	typeRollup  = "rollup"
)

// Links tells whether the field points to any number of records: its values
// stand in a table of links.
func (f *Field) Links() bool { return f.Type == typeRelations || f.Type == typeUsers }

// Table tells whether the field is the list of the records of another entity
// that are parts of this one.
func (f *Field) Table() bool { return f.Type == typeTable }

// LinkTable names the table that holds the values of a field that Links.
func (f *Field) LinkTable() string { return "l_" + f.ID }

// ToOne gives the entity that a field of one relation points to, or "".
func (f *Field) ToOne() string {
	if f.Links() || f.Table() {
		return ""
	}
	return f.Entity
}

// Stored tells whether the field has a column of its own in the entity's table,
// besides those that every entity has.
func (f *Field) Stored() bool { return !f.System && !f.Links() && !f.Table() && !f.IsComputed() }

// IsComputed tells whether the value of the field is made of others, and never
// written.
func (f *Field) IsComputed() bool {
	return f.Type == typeFormula || f.Type == typeLookup || f.Type == typeRollup
}

// TableOf gives the field of type table, and its entity, whose rows the records
// of child are; nil when there is none.
func (s *Set) TableOf(child *Entity) (*Entity, *Field) {
	for _, e := range s.Entities {
		i := slices.IndexFunc(e.Fields, func(f *Field) bool { return f.Table() && f.Entity == child.Name })
		if i >= 0 {
			return e, e.Fields[i]
		}
	}
	return nil, nil
}
