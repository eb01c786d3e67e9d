package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxParts is how many records may go with one that is purged.
const maxParts = 10_000

// Purge removes an archived record for good, with the records that are parts of
// it (x-on-delete cascade). It is refused while others lead to it that must
// not lose what they point to.
func (s *Service) Purge(ctx context.Context, c *Caller, entity, id string, version int64) error {
	_, err := s.change(ctx, c, entity, "purge", UpdateRequest{ID: id, Version: version})
	return err
}

// purging are the records of one entity that go.
type purging struct {
	entity *catalog.Entity
	ids    []string
}

// erasing says which records of an entity are erased.
type erasing struct {
	ids []string
	// bare refuses where anything leads to what goes, or was put beside it, or its
	// parts are of another time.
	bare bool
}

// erase removes records whose purge has been allowed and entered, in the
// transaction of that; w is of one of them.
func (s *Service) erase(ctx context.Context, tx store.Querier, w *writer, e erasing) error {
	if len(e.ids) == 0 {
		return nil
	}
	p := w.purge()
	all, err := s.withParts(ctx, tx, w, p, e.ids)
	if err != nil {
		return err
	}
	if e.bare {
		if err := partsAlone(ctx, tx, p, all); err != nil {
			return err
		}
	}
	if err := s.unhindered(ctx, tx, w, p, all, e.bare); err != nil {
		return err
	}
	for _, one := range all {
		if err := s.clear(ctx, tx, w, p, one); err != nil {
			return err
		}
	}
	for i := len(all) - 1; i >= 0; i-- { // parts before what they are parts of
		one := all[i]
		if i > 0 {
			if err := p.Enter(ctx, tx, one.entity.Name(), one.entity.Definition.ID, one.ids); err != nil {
				return err
			}
		}
		if err := p.Erase(ctx, tx, one.entity.Name(), one.ids); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) purge() *store.Purge {
	c := w.caller
	return &store.Purge{Schema: c.State.Snapshot, Workspace: c.Workspace.Name, Actor: c.Principal.UserID, Channel: c.Channel,
		Revision: c.State.Snapshot.Revision, Reason: w.write.Reason}
}

// gone gives all records that go.
func gone(all []purging) []string {
	var ids []string
	for _, one := range all {
		ids = append(ids, one.ids...)
	}
	return ids
}

// partsAlone refuses to erase parts with comments or shares, and those that were
// not made with what they are parts of or have been changed since.
func partsAlone(ctx context.Context, tx store.Querier, p *store.Purge, all []purging) error {
	for _, one := range all[1:] {
		noted, err := p.Noted(ctx, tx, one.ids)
		if err != nil {
			return slow(err)
		}
		later, err := p.Later(ctx, tx, one.entity.Name(), one.ids, all[0].entity.Name(), all[0].ids)
		if err != nil {
			return slow(err)
		}
		if later || len(noted) > 0 {
			return problem.New(problem.Conflict, "has_dependants")
		}
	}
	return nil
}

// withParts finds the parts of records, and theirs.
func (s *Service) withParts(ctx context.Context, tx store.Querier, w *writer, p *store.Purge, ids []string) ([]purging, error) {
	all := []purging{{w.entity, ids}}
	for i := 0; i < len(all); i++ {
		leads, err := s.leads(ctx, w.caller, all[i].entity)
		if err != nil {
			return nil, err
		}
		for _, l := range leads {
			if l.OnDelete != store.DeleteCascade {
				continue
			}
			known := gone(all)
			ids, err := p.Parts(ctx, tx, l.Lead, all[i].ids, known, maxParts)
			if err != nil {
				return nil, slow(err)
			}
			if len(known)+len(ids) > maxParts {
				return nil, problem.New(problem.Conflict, "too_many_parts").With("max", maxParts)
			}
			if len(ids) > 0 && identity.BumpsEpoch(l.entity.Definition) {
				return nil, problem.New(problem.Conflict, "cannot_purge")
			}
			if len(ids) > 0 {
				all = append(all, purging{l.entity, ids})
			}
		}
	}
	return all, nil
}

// unhindered refuses a purge while records lead to what goes that must not; bare
// while any does.
func (s *Service) unhindered(ctx context.Context, tx store.Querier, w *writer, p *store.Purge, all []purging, bare bool) error {
	var found Dependants
	for _, one := range all {
		leads, err := s.leads(ctx, w.caller, one.entity)
		if err != nil {
			return err
		}
		for _, l := range leads {
			if l.OnDelete == store.DeleteCascade || l.OnDelete == store.DeleteClear && !bare {
				continue
			}
			l.OnDelete = store.DeleteRestrict
			n, err := s.db.CountLeading(ctx, tx, p, l.Lead, one.ids, gone(all), w.caller.bind(nil))
			if err != nil {
				return slow(err)
			}
			found.add(l, n, w.caller.Language)
		}
	}
	if !found.Blocked {
		return nil
	}
	e := problem.New(problem.Conflict, "has_dependants")
	e.Extra = map[string]any{"dependants": found.List, "hidden": found.Hidden}
	return e
}

// clear empties the fields that lead to what goes and may lose it.
func (s *Service) clear(ctx context.Context, tx store.Querier, w *writer, p *store.Purge, one purging) error {
	leads, err := s.leads(ctx, w.caller, one.entity)
	if err != nil {
		return err
	}
	for _, l := range leads {
		if l.OnDelete != store.DeleteClear {
			continue
		}
		changed, err := p.Clear(ctx, tx, l.Lead, l.entity.Definition.ID, one.ids)
		if err != nil {
			return slow(err)
		}
		tree, isTree := identity.TreeOf(l.entity.Definition)
		if len(changed) == 0 || !isTree || tree.Column != l.Field.Column {
			continue
		}
		if err := tree.Move(ctx, tx, store.SchemaName(p.Workspace), changed); err != nil {
			return err
		}
	}
	return nil
}
