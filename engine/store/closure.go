package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Tree is a relation of an entity to itself that makes its records a tree
// (x-tree). Who is above whom is kept in the table closure, archived records
// too, in the transaction of the write that changes it.
type Tree struct {
	ID     string // x-id of the relation field
	Field  string // its name, for problems
	Table  string // e_<x-id> of the entity
	Column string // the relation's
}

// MaxTreeDepth is how many levels a tree may have below its root: the table
// has a row for each record and each record above it.
const MaxTreeDepth = 100

// Enter adds new records to the closure. Several may hang below each other.
func (t Tree) Enter(ctx context.Context, q Querier, schema string, ids []string) error {
	if err := t.lock(ctx, q, schema, "_shared"); err != nil {
		return err
	}
	return t.insert(ctx, q, schema, ids)
}

// Move follows a change of the relation of records. Moves in one tree wait for
// each other, so that two at once cannot close a circle.
func (t Tree) Move(ctx context.Context, q Querier, schema string, ids []string) error {
	if err := t.lock(ctx, q, schema, ""); err != nil {
		return err
	}
	var moved []string
	closure := identityTable(schema, "closure")
	err := q.QueryRow(ctx, "SELECT coalesce(array_agg(DISTINCT id::text), '{}') FROM (SELECT descendant AS id FROM "+closure+
		" WHERE tree = $1 AND ancestor = ANY ($2::uuid[]) UNION ALL SELECT unnest($2::uuid[])) m", t.ID, ids).Scan(&moved)
	if err != nil {
		return fmt.Errorf("find what moves in tree %s: %w", t.ID, err)
	}
	if _, err := q.Exec(ctx, "DELETE FROM "+closure+" WHERE tree = $1 AND descendant = ANY ($2::uuid[])", t.ID, moved); err != nil {
		return fmt.Errorf("move in tree %s: %w", t.ID, err)
	}
	return t.insert(ctx, q, schema, moved)
}

// Between tells whether there are records between one and another that is below
// it. It holds until the transaction ends.
func (t Tree) Between(ctx context.Context, q Querier, schema, above, below string) (between bool, err error) {
	if err := t.lock(ctx, q, schema, ""); err != nil {
		return false, err
	}
	err = q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(schema, "closure")+" WHERE tree = $1 AND ancestor = $2::uuid AND descendant = $3::uuid AND depth > 1)",
		t.ID, above, below).Scan(&between)
	if err != nil {
		return false, fmt.Errorf("look into tree %s: %w", t.ID, err)
	}
	return between, nil
}

// Rebuild makes the closure of all records anew, whatever it was. Writers of
// the entity wait until the transaction ends, and then see its epoch.
func (t Tree) Rebuild(ctx context.Context, q Querier, schema string) error {
	if _, err := q.Exec(ctx, "LOCK TABLE "+identityTable(schema, t.Table)+" IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		return fmt.Errorf("lock the records of tree %s: %w", t.ID, err)
	}
	if err := t.lock(ctx, q, schema, ""); err != nil {
		return err
	}
	if err := t.Remove(ctx, q, schema); err != nil {
		return err
	}
	return t.insert(ctx, q, schema, nil)
}

// Remove forgets the closure of a tree.
func (t Tree) Remove(ctx context.Context, q Querier, schema string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "closure")+" WHERE tree = $1", t.ID); err != nil {
		return fmt.Errorf("forget tree %s: %w", t.ID, err)
	}
	return nil
}

// lock holds other moves in the tree back until the transaction ends; a shared
// lock lets other new records in.
func (t Tree) lock(ctx context.Context, q Querier, schema, mode string) error {
	_, err := q.Exec(ctx, "SELECT pg_advisory_xact_lock"+mode+"(hashtextextended($1, 0))", "mortise.tree."+schema+"."+t.ID)
	if err != nil {
		return fmt.Errorf("lock tree %s: %w", t.ID, err)
	}
	return nil
}

// up is a recursive query of the way up from the records $1 (all when ids is
// nil). It ends at the root, where a circle closes, or one step after what is
// too deep.
func (t Tree) up(schema string, ids []string) string {
	start := "id = ANY ($1::uuid[])"
	if ids == nil {
		start = "$1::uuid[] IS NULL" // another text: statements are planned once
	}
	return fmt.Sprintf(`WITH RECURSIVE up (descendant, ancestor, depth) AS (
		SELECT id, id, 0 FROM %[1]s WHERE %[4]s
		UNION ALL SELECT up.descendant, t.%[2]s, up.depth + 1 FROM up JOIN %[1]s t ON t.id = up.ancestor
		WHERE t.%[2]s IS NOT NULL AND up.depth <= %[3]d AND (up.depth = 0 OR up.ancestor <> up.descendant)) `,
		identityTable(schema, t.Table), Quote(t.Column), MaxTreeDepth, start)
}

// check refuses a circle, and what is too deep.
func (t Tree) check(ctx context.Context, q Querier, schema string, ids []string) error {
	var circle, deep bool
	err := q.QueryRow(ctx, t.up(schema, ids)+`SELECT coalesce(bool_or(depth > 0 AND ancestor = descendant), false), coalesce(max(depth), 0) > $2 FROM up`,
		ids, MaxTreeDepth).Scan(&circle, &deep)
	if err != nil {
		return fmt.Errorf("check tree %s: %w", t.ID, err)
	}
	if circle {
		return problem.InvalidAt("/"+t.Field, "tree_cycle", nil)
	}
	if deep {
		return problem.InvalidAt("/"+t.Field, "tree_too_deep", map[string]any{"max": MaxTreeDepth})
	}
	return nil
}

func (t Tree) insert(ctx context.Context, q Querier, schema string, ids []string) error {
	if err := t.check(ctx, q, schema, ids); err != nil {
		return err
	}
	_, err := q.Exec(ctx, t.up(schema, ids)+"INSERT INTO "+identityTable(schema, "closure")+
		` (tree, ancestor, descendant, depth) SELECT $2, ancestor, descendant, depth FROM up
		ON CONFLICT (tree, ancestor, descendant) DO UPDATE SET depth = excluded.depth`, ids, t.ID)
	if err != nil {
		return fmt.Errorf("enter records into tree %s: %w", t.ID, err)
	}
	return nil
}
