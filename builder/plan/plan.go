package plan

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// ColumnType gives the type of a field's column, or false when the field's
// type is unknown.
type ColumnType func(f *definition.Field) (string, bool)

// Build gives the steps that lead from the published set to the wanted one,
// in the order in which they must be applied. Its error lists, as problems,
// what cannot be done in place.
func Build(published, wanted *definition.Set, columnType ColumnType) ([]store.Step, error) {
	b := &builder{columnType: columnType, before: published, wanted: wanted}
	b.known = map[*definition.Set]*names{published: namesOf(published), wanted: namesOf(wanted)}
	b.uniqueIDs()
	before := byID(published)
	for _, e := range wanted.Entities {
		if old, ok := before[e.ID]; ok {
			b.alter(old, e)
			delete(before, e.ID)
		} else {
			b.create(e)
		}
	}
	for _, old := range published.Entities {
		if _, gone := before[old.ID]; gone {
			b.archive(old)
		}
	}
	if err := b.problems.Err(); err != nil {
		return nil, err
	}
	return b.ordered(), nil
}

// builder collects steps by phase: what takes long and locks little first,
// tables before what refers to them.
type builder struct {
	columnType ColumnType
	before     *definition.Set
	wanted     *definition.Set
	known      map[*definition.Set]*names
	problems   problem.List

	drops, sequences, tables, columns, conversions, comments, indexes, keys, required, archives []store.Step
}

func (b *builder) ordered() []store.Step {
	return slices.Concat(b.drops, b.sequences, b.tables, b.columns, b.conversions, b.comments, b.indexes, b.keys, b.required, b.archives)
}

func byID(set *definition.Set) map[string]*definition.Entity {
	m := make(map[string]*definition.Entity, len(set.Entities))
	for _, e := range set.Entities {
		m[e.ID] = e
	}
	return m
}

// uniqueIDs refuses a field whose x-id another entity's field has, as in a
// copied document: what is named from it would collide.
func (b *builder) uniqueIDs() {
	owner := map[string]string{}
	for _, e := range b.wanted.Entities {
		for _, f := range designed(e) {
			if other, taken := owner[f.ID]; taken {
				b.problems.Add("/entity/"+e.Name+"/properties/"+f.Name+"/x-id", "duplicate_id", "id", f.ID, "entity", other)
			}
			owner[f.ID] = e.Name
		}
	}
}

// create plans a new entity.
func (b *builder) create(e *definition.Entity) {
	step := store.CreateTable{
		Subject: about(e, nil), Table: store.EntityTable(e.ID), Comment: entityComment(e),
	}
	for _, f := range stored(e) {
		if column, ok := b.column(e, f); ok {
			step.Columns = append(step.Columns, column)
		}
		b.sequence(e, f)
	}
	for _, f := range designed(e) {
		b.links(e, f)
	}
	step.Params = map[string]any{"fields": len(step.Columns)}
	b.tables = append(b.tables, step)
	for _, i := range b.wantedIndexes(b.wanted, e) {
		b.indexes = append(b.indexes, i.step)
	}
	for _, k := range b.foreignKeys(b.wanted, e) {
		b.keys = append(b.keys, k)
	}
}

// alter plans the changes of an entity that stays.
func (b *builder) alter(old, e *definition.Entity) {
	if entityComment(old) != entityComment(e) {
		step := store.Comment{Subject: about(e, nil), Table: store.EntityTable(e.ID), Text: entityComment(e)}
		step.Params = renamed(old.Name, e.Name)
		b.comments = append(b.comments, step)
	}
	before := map[string]*definition.Field{}
	for _, f := range designed(old) {
		before[f.ID] = f
	}
	for _, f := range designed(e) {
		if was, ok := before[f.ID]; ok {
			b.alterField(e, was, f)
			delete(before, f.ID)
		} else {
			b.addField(e, f)
		}
	}
	for _, f := range designed(old) {
		if _, gone := before[f.ID]; gone {
			b.archiveField(e, f)
		}
	}
	b.alterIndexes(old, e)
	b.alterForeignKeys(old, e)
}

// archiveField plans that nobody sees a field any more. What is computed has
// nothing to lose.
func (b *builder) archiveField(e *definition.Entity, f *definition.Field) {
	step := store.ArchiveColumn{Subject: about(e, f), Table: store.EntityTable(e.ID), Column: store.FieldColumn(f)}
	switch step.Risk = store.Destructive; {
	case f.Links():
		step.Table, step.Column = f.LinkTable(), "target"
	case !f.Stored():
		step.Risk = store.Safe
	}
	b.archives = append(b.archives, step)
}

func (b *builder) addField(e *definition.Entity, f *definition.Field) {
	b.sequence(e, f)
	b.links(e, f)
	if !f.Stored() {
		return
	}
	if column, ok := b.column(e, f); ok {
		column.Default = defaultText(f, column.Type)
		step := store.AddColumn{Subject: about(e, f), Table: store.EntityTable(e.ID), Column: column}
		if column.Default != nil {
			step.Params = map[string]any{"default": *column.Default}
		}
		b.columns = append(b.columns, step)
		if f.Required && column.Default == nil {
			b.require(e, f)
		}
	}
}

// require tells that a field must have a value from now on.
func (b *builder) require(e *definition.Entity, f *definition.Field) {
	b.required = append(b.required, store.Require{Subject: about(e, f), Table: store.EntityTable(e.ID), Column: store.FieldColumn(f)})
}

func (b *builder) alterField(e *definition.Entity, was, f *definition.Field) {
	pointer := "/entity/" + e.Name + "/properties/" + f.Name
	same := store.FieldColumn(was) == store.FieldColumn(f)
	switch {
	case retargeted(b.target(b.before, was), b.target(b.wanted, f)):
		if same {
			b.problems.Add(pointer+"/x-entity", "target_changed", "field", f.Name)
			return
		}
		b.archiveField(e, was)
		b.addField(e, f)
		return
	case !was.Stored() && !was.Links() && !f.Stored() && !f.Links():
		return // computed before and after
	case same && was.Type != f.Type:
		b.problems.Add(pointer+"/x-field", "type_changed", "field", f.Name, "from", was.Type, "to", f.Type)
		return
	case was.Stored() != f.Stored() || was.Links() != f.Links():
		b.archiveField(e, was)
		b.addField(e, f)
		return
	case same && len(optionMap(was.Options, f.Options)) > 0:
		b.problems.Add(pointer+"/oneOf", "options_changed", "field", f.Name)
		return
	case !same && f.Stored():
		b.convert(e, was, f)
	}
	if !f.Stored() {
		return
	}
	b.meaning(e, was, f)
	if f.Required && !was.Required {
		b.require(e, f)
	}
	if store.FieldColumn(was) == store.FieldColumn(f) && fieldComment(was) != fieldComment(f) {
		step := store.Comment{
			Subject: about(e, f), Table: store.EntityTable(e.ID),
			Column: store.FieldColumn(f), Text: fieldComment(f),
		}
		step.Params = renamed(was.Name, f.Name)
		b.comments = append(b.comments, step)
	}
}

// archive plans what is left of an entity that goes: its table, without
// foreign keys, so that it never keeps others' records from being purged, and
// without unique rules, which may be others when it comes back.
func (b *builder) archive(old *definition.Entity) {
	for _, k := range b.foreignKeys(b.before, old) {
		b.drops = append(b.drops, store.DropForeignKey{Subject: k.Subject, Table: k.Table, Name: k.Name})
	}
	for _, unique := range b.uniqueSteps(old) {
		b.drops = append(b.drops, store.DropIndex{Subject: about(old, nil), Name: unique.Name})
	}
	step := store.ArchiveEntity{Subject: about(old, nil), Table: store.EntityTable(old.ID)}
	step.Risk = store.Destructive
	b.archives = append(b.archives, step)
}

func (b *builder) column(e *definition.Entity, f *definition.Field) (store.Column, bool) {
	columnType, ok := b.columnType(f)
	if !ok {
		b.problems.Add("/entity/"+e.Name+"/properties/"+f.Name+"/x-field", "unknown_type", "type", f.Type)
		return store.Column{}, false
	}
	return store.Column{Name: store.FieldColumn(f), Type: columnType, Comment: fieldComment(f)}, true
}

func (b *builder) sequence(e *definition.Entity, f *definition.Field) {
	if f.Type == "autonumber" {
		b.sequences = append(b.sequences, store.CreateSequence{Subject: about(e, f), Name: store.SequenceName(f.ID)})
	}
}

// stored gives the fields of e that have a column of their own.
func stored(e *definition.Entity) []*definition.Field {
	return fieldsOf(e, (*definition.Field).Stored)
}

// designed gives the fields of e but those that every entity has.
func designed(e *definition.Entity) []*definition.Field {
	return fieldsOf(e, func(f *definition.Field) bool { return !f.System })
}

func fieldsOf(e *definition.Entity, want func(f *definition.Field) bool) []*definition.Field {
	fields := make([]*definition.Field, 0, len(e.Fields))
	for _, f := range e.Fields {
		if want(f) {
			fields = append(fields, f)
		}
	}
	return fields
}

func about(e *definition.Entity, f *definition.Field) store.Subject {
	s := store.Subject{Entity: e.Name}
	if f != nil {
		s.Field = f.Name
	}
	return s
}

func renamed(from, to string) map[string]any {
	if from == to {
		return nil
	}
	return map[string]any{"from": from, "to": to}
}
