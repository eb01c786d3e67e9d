package record_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func TestPurgeAsksWhatHangsOnARecord(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	_, keeper := s.NewUser(t, "Kim", []string{"keeper"})
	crates, stamps := s.Admin.Records("crate"), s.Admin.Records("stamp")
	a, b := made(t, stamps, mortise.Record{"title": "a"}), made(t, stamps, mortise.Record{"title": "b", "hot": true})
	crate := made(t, crates, mortise.Record{"title": "x", "stamps": []string{b}, "backup": []string{a, b}})

	refused(t, stamps.Purge(ctx, b), "not_archived")
	require.NoError(t, stamps.Archive(ctx, a))
	require.NoError(t, stamps.Archive(ctx, b))
	err := stamps.Purge(ctx, b)
	refused(t, err, "has_dependants")
	found, err := stamps.Dependants(ctx, b)
	require.NoError(t, err)
	require.True(t, found.Blocked)
	require.Equal(t, []mortise.Dependant{
		{Entity: "crate", Field: "stamps", OnDelete: "restrict", Count: 1}, {Entity: "crate", Field: "backup", OnDelete: "clear", Count: 1},
	}, found.Dependants)
	_, err = keeper.Records("stamp").Dependants(ctx, b)
	refused(t, err, "action_not_granted")
	refused(t, keeper.Records("stamp").Purge(ctx, b), "action_not_granted")

	require.NoError(t, stamps.Purge(ctx, a), "only what may be cleared leads to it")
	_, err = stamps.Get(ctx, a)
	refused(t, err, "not_found")
	rec, err := crates.Get(ctx, crate)
	require.NoError(t, err)
	require.Equal(t, []any{b}, rec["backup"])
	history, err := crates.History(ctx, crate)
	require.NoError(t, err)
	require.Len(t, history, 2, "the record that lost a link tells so")
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"stamps": nil})
	require.NoError(t, err)
	require.NoError(t, stamps.Purge(ctx, b))
	refused(t, s.Admin.Records("user").Purge(ctx, "0190aaaa-0000-7000-8000-000000000001"), "not_found")
}

func TestPurgeTakesPartsAlongAndLeavesATrace(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newOffice(t)
	invoices, lines := s.Admin.Records("invoice"), s.Admin.Records("invoice_line")
	id := made(t, invoices, mortise.Record{"title": "canary-title", "lines": []any{
		map[string]any{"text": "canary-a", "quantity": 1, "secret": "canary-secret"}, map[string]any{"text": "canary-b", "quantity": 2},
	}})
	made(t, invoices, mortise.Record{"title": "other", "lines": []any{map[string]any{"text": "c", "quantity": 1}}})
	found, err := invoices.Dependants(ctx, id)
	require.NoError(t, err)
	require.False(t, found.Blocked)
	require.Equal(t, []mortise.Dependant{{Entity: "invoice_line", Field: "invoice", OnDelete: "cascade", Count: 2}}, found.Dependants)
	require.NoError(t, invoices.Archive(ctx, id))
	require.NoError(t, invoices.Purge(ctx, id))
	page, err := lines.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)

	db, err := pgx.Connect(ctx, s.DSN())
	require.NoError(t, err)
	defer db.Close(ctx)
	var traces, told int
	err = db.QueryRow(ctx, `SELECT count(*) FILTER (WHERE action = 'purge' AND actor IS NOT NULL),
		count(*) FILTER (WHERE coalesce(before::text, '') || coalesce(after::text, '') LIKE '%canary%') FROM ws_main.change`).Scan(&traces, &told)
	require.NoError(t, err)
	require.Equal(t, 3, traces, "who did it and when, for the whole and each part")
	require.Zero(t, told, "no value is left")
	refused(t, invoices.Purge(ctx, id), "not_found")
}
