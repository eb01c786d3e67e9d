package record

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxMoved is how many records may lead to one that is merged.
const maxMoved = 50_000

func (m *merging) begin(ctx context.Context, payload map[string]any) error {
	ok, err := m.Begin(ctx, m.tx)
	if err != nil {
		return slow(err)
	}
	if !ok {
		return problem.New(problem.Conflict, "merge_archived")
	}
	if tree, ok := identity.TreeOf(m.entity.Definition); ok {
		circle, err := tree.Between(ctx, m.tx, store.SchemaName(m.Workspace), m.Merged, m.Survivor)
		if err != nil {
			return slow(err)
		}
		if circle {
			return problem.New(problem.Conflict, "merge_circle")
		}
	}
	for _, f := range m.entity.Definition.Fields {
		if f.Links() {
			m.links = append(m.links, f.LinkTable())
			if err := m.KeepLinks(ctx, m.tx, f.LinkTable()); err != nil {
				return slow(err)
			}
		}
	}
	if ids := m.files(payload); len(ids) > 0 {
		return slow(m.MoveFiles(ctx, m.tx, ids))
	}
	return nil
}

// pointer is a field that leads to records of the entity.
type pointer struct {
	store.Pointer
	entity *catalog.Entity
	field  *definition.Field
}

// pointers are all fields that lead to records of an entity: relations, lists of
// them, and references.
func pointers(c *Caller, to *catalog.Entity) []pointer {
	var list []pointer
	for _, e := range c.State.Snapshot.Entities() {
		for _, f := range e.Definition.Fields {
			operand, ok := e.Operand(f.Name)
			leads := f.Entity == to.Name() || slices.Contains(f.Entities, to.Name())
			if f.System || !leads || f.Table() || f.IsComputed() || !ok {
				continue
			}
			p := pointer{store.Pointer{EntityID: e.Definition.ID, Column: operand.Column, Links: operand.Links}, e, f}
			if len(f.Entities) > 0 {
				p.Prefix = to.Name() + "/"
			}
			list = append(list, p)
		}
	}
	return list
}

// move turns all that leads to the merged record to the survivor.
func (m *merging) move(ctx context.Context) (Merged, error) {
	done, total := Merged{Moved: []MovedRecords{}}, 0
	for _, p := range pointers(m.caller, m.entity) {
		ids, err := m.Move(ctx, m.tx, p.Pointer)
		if err != nil {
			return done, err
		}
		if total += len(ids); total > maxMoved {
			return done, problem.New(problem.Conflict, "merge_too_large").With("max", maxMoved)
		}
		if len(ids) == 0 {
			continue
		}
		if err := m.replant(ctx, p, ids); err != nil {
			return done, err
		}
		m.bumps = m.bumps || identity.BumpsEpoch(p.entity.Definition)
		if err := m.count(ctx, &done, p, ids); err != nil {
			return done, err
		}
	}
	return done, slow(m.MoveHanging(ctx, m.tx))
}

// replant follows the move of records in a tree.
func (m *merging) replant(ctx context.Context, p pointer, ids []string) error {
	tree, ok := identity.TreeOf(p.entity.Definition)
	if !ok || tree.Column != p.Column || len(ids) == 0 {
		return nil
	}
	return tree.Move(ctx, m.tx, store.SchemaName(m.Workspace), ids)
}

// countBatch is how many records one statement asks about.
const countBatch = 1000

// count tells the caller of those records that he may know of by the field; of
// the others nothing.
func (m *merging) count(ctx context.Context, done *Merged, p pointer, ids []string) error {
	readable, err := m.service.knowable(ctx, m.caller, p.entity, p.field)
	if err != nil || readable == query.Const(false) {
		return err
	}
	one := MovedRecords{Entity: p.entity.Name(), Field: p.field.Name}
	for part := range slices.Chunk(ids, countBatch) {
		marks := store.Marks{Schema: m.caller.State.Snapshot, Entity: p.entity.Name(), IDs: part, Row: readable}
		found, _, err := m.service.db.Marks(ctx, marks, m.Workspace, m.caller.bind(nil))
		if err != nil {
			return slow(err)
		}
		one.Count += int64(len(found))
	}
	if one.Count > 0 {
		done.Moved = append(done.Moved, one)
	}
	return nil
}
