package record_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const branchOf = `{"$schema":"mortise:entity","name":"branch","title":"Branch","x-id":"branch0001","type":"object","x-label":"name","x-tree":"above","properties":{
 "name":{"x-field":"text","x-id":"branch0002"},
 "above":{"x-field":"relation","x-id":"branch0003","x-entity":"branch"}},"required":["name"]}`

// Records of a tree are written in a transaction each: what is done with them
// there knows their ids, and what goes wrong with that is nobody's row.
func TestRecordsOfATreeAreWrittenWithWhatIsDoneBeside(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, document(t, definition.KindEntity, "branch", branchOf), document(t, definition.KindGrant, "branch_root",
		`{"name":"branch_root","role":"administrator","entity":"branch","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`))
	admin, _, err := b.App.Identity.UserByEmail(context.Background(), "main", "root@example.test")
	require.NoError(t, err)
	var heard []record.ManyDone
	many := record.Many{Entity: "branch", Rows: []record.ManyRow{{Fields: map[string]any{"name": "a"}}, {Fields: map[string]any{}}, {Fields: map[string]any{"name": "c"}}}}
	many.Also = func(_ context.Context, _ store.Querier, from int, done []record.ManyDone) error {
		heard = append(heard[:from:from], done...)
		return nil
	}
	done, err := b.records.WriteMany(context.Background(), b.caller(t, admin), many)
	require.NoError(t, err)
	require.Len(t, heard, 3)
	for i, one := range done {
		require.Equal(t, one.ID, heard[i].ID)
		require.Equal(t, i == 1, one.Err != nil)
		require.Equal(t, i == 1, heard[i].ID == "")
	}
	page, err := b.Admin.Records("branch").List(context.Background(), mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 2)

	failed := errors.New("no room for what is done beside")
	many.Also = func(context.Context, store.Querier, int, []record.ManyDone) error { return failed }
	_, err = b.records.WriteMany(context.Background(), b.caller(t, admin), many)
	require.ErrorIs(t, err, failed)
	page, err = b.Admin.Records("branch").List(context.Background(), mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 2)
}
