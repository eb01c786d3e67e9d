package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
)

// describeTable describes a field whose rows are records of another entity,
// which has a description of its own.
func describeTable(c *Caller, f *definition.Field, readOnly bool) FieldDescription {
	d := describeField(f, c.Language, readOnly)
	d.Sortable, d.Filterable, d.MaxItems = false, false, fieldtype.MaxRows
	if child, ok := c.State.Snapshot.Entity(f.Entity); ok {
		d.Parent, d.Order = child.Definition.Parent, child.Definition.Order
	}
	return d
}

func describeField(f *definition.Field, language string, readOnly bool) FieldDescription {
	if f.Shown != nil {
		d := describeField(f.Shown, language, true)
		d.Computed = f.Type
		return d
	}
	d := FieldDescription{Name: f.Name, Type: f.Type, Title: f.Title.In(language), Help: f.Help.In(language), Required: f.Required,
		ReadOnly: readOnly || f.ReadOnly || f.System || f.Type == "autonumber", System: f.System, MaxLength: f.MaxLength, MinLength: f.MinLength,
		Minimum: f.Minimum, Maximum: f.Maximum, Scale: max(f.Scale, 0), Currency: f.Currency, Region: f.Region, Entity: f.Entity, Default: f.Default,
		Base: fieldtype.Base(f), Settings: f.Settings, JSONSchema: f.JSONSchema, Operators: []string{}}
	if f.Links() {
		d.MaxItems = fieldtype.MaxLinks
	}
	if t, ok := fieldtype.Of(f); ok {
		d.Sortable, d.Filterable = t.Sortable(), true
		for _, o := range t.Operators() {
			d.Operators = append(d.Operators, string(o))
		}
	}
	if fieldtype.HoldsFiles(f) {
		d.Accept, d.MaxSize, d.MaxItems = fieldtype.Accepted(f), f.MaxSize, f.MaxItems
	}
	for _, o := range f.Options {
		d.Options = append(d.Options, OptionDescription{Value: o.Value, Title: o.Title.In(language), Color: o.Color, Archived: o.Archived})
	}
	return d
}

// referredBy names the entities whose records a field may name.
func (c *Caller) referredBy(f *definition.Field) []string {
	names := f.Entities
	if len(names) == 0 && fieldtype.Refers(f) {
		for _, e := range c.State.Snapshot.Entities() {
			names = append(names, e.Name())
		}
	}
	return names
}

// readableOf gives those of some entities that the caller may read.
func (s *Service) readableOf(ctx context.Context, c *Caller, entities []string) ([]string, error) {
	var list []string
	for _, name := range entities {
		if e, ok := c.State.Snapshot.Entity(name); ok && e.Usable() != nil {
			continue
		}
		_, err := s.read(ctx, c, name)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, nil
}
