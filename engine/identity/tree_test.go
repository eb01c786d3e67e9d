package identity_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// create puts records into the table of an entity and completes them as the
// record service does, all in one transaction.
func (b *bundle) create(t *testing.T, entity string, records ...map[string]any) ([]string, error) {
	t.Helper()
	ctx := t.Context()
	state, err := identity.Registered(b.registry).Refresh(ctx, b.Name)
	require.NoError(t, err)
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = b.Insert(t, entity, r)
	}
	return ids, pgx.BeginFunc(ctx, b.Pool, func(tx pgx.Tx) error {
		return identity.AfterWrite(ctx, tx, identity.Written{Workspace: b.Name, State: state, Entity: b.Set.Entity(entity), Action: "create", Records: ids})
	})
}

// person makes a user below another.
func (b *bundle) person(t *testing.T, name string, manager any) string {
	t.Helper()
	ids, err := b.create(t, "user", map[string]any{"name": name, "email": name + "@example.com", "active": true, "manager": manager})
	require.NoError(t, err)
	return ids[0]
}

func (b *bundle) below(t *testing.T, user string) []any {
	t.Helper()
	list, _ := b.principal(t, user).Attributes["subordinates"].([]any)
	slices.SortFunc(list, func(x, y any) int { return slices.Compare([]string{x.(string)}, []string{y.(string)}) })
	return list
}

func TestSubordinatesFollowTheManagerLine(t *testing.T) {
	t.Parallel()
	b := setup(t)
	head := b.person(t, "head", nil)
	left, right := b.person(t, "left", head), b.person(t, "right", head)
	leaf := b.person(t, "leaf", left)
	require.ElementsMatch(t, []any{head, left, right, leaf}, b.below(t, head))
	require.ElementsMatch(t, []any{left, leaf}, b.below(t, left))
	require.Equal(t, []any{leaf}, b.below(t, leaf), "one's own superior is nobody's subordinate")

	require.NoError(t, b.write(t, "user", left, "manager", right))
	require.ElementsMatch(t, []any{right, left, leaf}, b.below(t, right))
	require.NoError(t, b.write(t, "user", left, "manager", nil))
	require.ElementsMatch(t, []any{head, right}, b.below(t, head))
	require.ElementsMatch(t, []any{left, leaf}, b.below(t, left))
	require.NoError(t, b.write(t, "user", right, "archived_at", "2026-01-01"))
	require.ElementsMatch(t, []any{head, right}, b.below(t, head), "the records of who left are still his")
}

func TestATreeRefusesACircle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	head := b.person(t, "head", nil)
	left := b.person(t, "left", head)
	leaf := b.person(t, "leaf", left)
	for _, below := range []string{head, left, leaf} {
		err := b.write(t, "user", head, "manager", below)
		requireCode(t, "tree_cycle", err)
		require.Contains(t, err.Error(), "/manager")
	}
	require.ElementsMatch(t, []any{head, left, leaf}, b.below(t, head))
	require.Equal(t, 6, b.count(t, "closure", "tree = 'z57nuwaqo7'"))
}

func TestATreeHasAnEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var above any
	for i := range store.MaxTreeDepth + 1 {
		above = b.Insert(t, "department", map[string]any{"name": fmt.Sprint(i), "parent": above})
	}
	require.NoError(t, b.service.RebuildTrees(t.Context(), b.Name))
	_, err := b.create(t, "department", map[string]any{"name": "too deep", "parent": above})
	requireCode(t, "tree_too_deep", err)
}

func TestTwoMovesAtOnceMakeNoCircle(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 5 {
		one, two := b.Insert(t, "department", map[string]any{"name": "one"}), b.Insert(t, "department", map[string]any{"name": "two"})
		moves := [][2]string{{one, two}, {two, one}}
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, m := range moves {
			wait.Go(func() { errs[i] = b.write(t, "department", m[0], "parent", m[1]) })
		}
		wait.Wait()
		require.True(t, (errs[0] == nil) != (errs[1] == nil), "exactly one wins: %v, %v", errs[0], errs[1])
	}
}

func TestManyNewRecordsHangBelowEachOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	top := b.Insert(t, "department", map[string]any{"name": "top"})
	middle := b.Insert(t, "department", map[string]any{"name": "middle", "parent": top})
	_, err := b.create(t, "department", map[string]any{"name": "bottom", "parent": middle})
	require.NoError(t, err)
	require.Equal(t, 1, b.count(t, "closure", "ancestor = $1::uuid AND depth = 2", top), "what is above counts, entered or not")
	require.NoError(t, b.service.RebuildTrees(t.Context(), b.Name))
	require.Equal(t, 6, b.count(t, "closure", "tree = 'xomd6rhuci'"))
	require.NoError(t, b.service.RebuildTrees(t.Context(), b.Name))
	require.Equal(t, 6, b.count(t, "closure", "tree = 'xomd6rhuci'"))
}
