package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Dependants is what hangs on a record. What the caller may not read is a
// number alone.
type Dependants struct {
	List    []Dependant `json:"dependants"`
	Hidden  int64       `json:"hidden"`  // records that the caller may not know
	Blocked bool        `json:"blocked"` // some of them keep the record from being purged
}

// Dependant are the records of one entity that lead to a record by one field.
// Counts end at store.MaxLeading.
type Dependant struct {
	Entity     string `json:"entity"`
	Title      string `json:"title"`
	Field      string `json:"field"`
	FieldTitle string `json:"fieldTitle"`
	OnDelete   string `json:"onDelete"` // restrict, clear, cascade
	Count      int64  `json:"count"`
	Archived   int64  `json:"archived"`
}

// lead is a field by which records of an entity lead to another.
type lead struct {
	store.Lead
	entity *catalog.Entity
	field  *definition.Field
}

// Dependants says what leads to a record, before it is archived or purged; for
// who may do either.
func (s *Service) Dependants(ctx context.Context, c *Caller, entity, id string) (found Dependants, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Record: id, Records: 1, Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		held, epoch, err := s.held(ctx, c, entity, id, "archive", "purge")
		if err == nil && !held[0] && !held[1] {
			err = forbidden("archive")
		}
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		found, err = s.dependants(ctx, c, entity, id)
		return epoch, err
	})
	return found, err
}

func (s *Service) dependants(ctx context.Context, c *Caller, entity, id string) (Dependants, error) {
	found := Dependants{List: []Dependant{}}
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return found, unknownEntity()
	}
	leads, err := s.leads(ctx, c, e)
	if err != nil {
		return found, err
	}
	p := &store.Purge{Schema: c.State.Snapshot, Workspace: c.Workspace.Name}
	for _, l := range leads {
		n, err := s.db.CountLeading(ctx, nil, p, l.Lead, []string{id}, nil, c.bind(nil))
		if err != nil {
			return found, slow(err)
		}
		found.add(l, n, c.Language)
	}
	return found, nil
}

func (d *Dependants) add(l lead, n store.Leading, language string) {
	d.Hidden += n.Hidden
	d.Blocked = d.Blocked || l.OnDelete == store.DeleteRestrict && n.Readable+n.Hidden > 0
	if n.Readable > 0 {
		d.List = append(d.List, Dependant{Entity: l.entity.Name(), Title: l.entity.Definition.Title.In(language), Field: l.field.Name,
			FieldTitle: l.field.Title.In(language), OnDelete: string(l.OnDelete), Count: n.Readable, Archived: n.Archived})
	}
}

// leads gives every field that leads to records of an entity, with what the
// caller may know of it.
func (s *Service) leads(ctx context.Context, c *Caller, to *catalog.Entity) ([]lead, error) {
	var list []lead
	for _, e := range c.State.Snapshot.Entities() {
		for _, f := range e.Definition.Fields {
			operand, ok := e.Operand(f.Name)
			if f.System || f.Entity != to.Name() || f.Table() || !ok {
				continue
			}
			readable, err := s.knowable(ctx, c, e, f)
			if err != nil {
				return nil, err
			}
			l := store.Lead{Entity: e.Name(), Field: operand, OnDelete: store.DeleteRestrict, Readable: readable}
			switch f.OnDelete {
			case string(store.DeleteClear):
				l.OnDelete = store.DeleteClear
			case string(store.DeleteCascade):
				l.OnDelete = store.DeleteCascade
			}
			list = append(list, lead{l, e, f})
		}
	}
	return list, nil
}

// knowable tells where the caller reads a field of an entity's records.
func (s *Service) knowable(ctx context.Context, c *Caller, e *catalog.Entity, f *definition.Field) (query.Predicate, error) {
	r, err := s.read(ctx, c, e.Name())
	if problem.Is(err, problem.NotFound) {
		return query.Const(false), nil
	}
	if err != nil {
		return nil, err
	}
	cell, ok := r.findable(f.Name)
	if !ok {
		return query.Const(false), nil
	}
	all := query.And{r.plan.Row}
	if w := finds(cell); w != nil {
		all = append(all, w)
	}
	return query.Simplify(all), nil
}
