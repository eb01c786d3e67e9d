package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
)

// MaxWhole is how many entities a description holds whole that nobody named: of
// more each is described in brief, for a page that only lists them.
const MaxWhole = 200

// describeBriefly tells what a list of entities shows of one.
func (s *Service) describeBriefly(ctx context.Context, c *Caller, name string) (EntityDescription, error) {
	r, err := s.read(ctx, c, name)
	if err != nil {
		return EntityDescription{}, err
	}
	d := headOf(r.entity.Definition, c.Language)
	d.Brief, d.Actions = true, append(d.Actions, "read")
	d.Fields, d.Pools, d.Views, d.Forms = []FieldDescription{}, []PoolDescription{}, []ViewDescription{}, []FormDescription{}
	return d, nil
}

// headOf gives what stands at the head of a description.
func headOf(def *definition.Entity, language string) EntityDescription {
	d := EntityDescription{Name: def.Name, Title: def.Title.In(language), Plural: def.Plural.In(language), Icon: def.Icon, Color: def.Color,
		Label: def.Label, Owner: def.Owner, Team: def.Team, Package: def.Package, Menu: def.Menu, Parent: def.Parent, Actions: []string{}}
	if d.Plural == "" {
		d.Plural = d.Title
	}
	return d
}
