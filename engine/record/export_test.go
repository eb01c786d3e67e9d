package record_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func restriction(t testing.TB, name, more string) mortise.Document {
	t.Helper()
	return document(t, definition.KindRestriction, name, fmt.Sprintf(`{"name":%q,"entity":"note",%s}`, name, more))
}

// export takes notes away and gives the lines; the header is the first.
func (b *notebook) export(t testing.TB, c *record.Caller, q record.ListRequest) (lines [][]string, err error) {
	t.Helper()
	e, err := b.records.Export(context.Background(), c, "note", q)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	if err := exporter.Write(context.Background(), &out, e, exporter.Options{Format: "csv"}); err != nil {
		return nil, err
	}
	lines, err = csv.NewReader(strings.NewReader(out.String())).ReadAll()
	require.NoError(t, err)
	return lines, nil
}

func TestExportHoldsWhatMayBeReadAndExported(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		noteGrant(t, "clerk", "note_clerk", `"actions":["export"],"scope":"all","when":"rank > 1"`),
		document(t, definition.KindGrant, "note_seen", `{"name":"note_seen","role":"clerk","entity":"note","actions":["read"],"scope":"all","when":"rank < 3","read":{"except":["weight"]}}`),
		document(t, definition.KindMask, "note_masked", `{"name":"note_masked","entity":"note","fields":["title"],"show":"all","when":"rank == 2 and due != nil","except":["administrator"]}`))
	b.note(t, mortise.Record{"title": "canary-not-exportable", "rank": 1})
	b.note(t, mortise.Record{"title": "canary-not-readable", "rank": 3})
	b.note(t, mortise.Record{"title": "shown", "rank": 2, "weight": 31.37})
	b.note(t, mortise.Record{"title": "canary-masked", "rank": 2, "due": "2026-01-01T00:00:00Z"})
	lines, err := b.export(t, b.clerk, record.ListRequest{Sort: "created_at"})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"title", "rank", "due", "author"}, {"shown", "2", "", lines[1][3]}, {"••••••", "2", "2026-01-01T00:00:00Z", lines[2][3]}}, lines)
	_, err = b.export(t, b.clerk, record.ListRequest{Fields: []string{"title", "weight"}})
	require.ErrorContains(t, err, "unknown_field")
	_, err = b.export(t, b.clerk, record.ListRequest{Fields: []string{"title", "author.name"}})
	require.NoError(t, err, "the label of what a field points to")
	_, err = b.export(t, b.clerk, record.ListRequest{Fields: []string{"title", "author.email"}})
	require.ErrorContains(t, err, "unknown_field", "users may not be exported, through a relation neither")
	nobody, _ := b.NewUser(t, "nobody", nil)
	_, err = b.export(t, b.caller(t, nobody), record.ListRequest{})
	require.Equal(t, "not_found", code(t, err))
}

func TestExportNeedsItsAction(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", changing))
	_, err := b.export(t, b.clerk, record.ListRequest{})
	require.Equal(t, "action_not_granted", code(t, err))
}

// The pages of an export are the list, in its order.
func TestExportReadsPageByPage(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","export"],"scope":"all"`))
	_, err := b.App.DB.Pool().Exec(context.Background(), `INSERT INTO ws_main.e_k3f9q2m7xa (id, created_at, updated_at, f_h4r7k0v3qd, f_a1b2c3d4e5)
		SELECT gen_random_uuid(), now(), now(), 'note ' || n, nullif(n % 7, 0) FROM generate_series(1, 2500) n`)
	require.NoError(t, err)
	lines, err := b.export(t, b.clerk, record.ListRequest{Sort: "rank,-title", Fields: []string{"title"}})
	require.NoError(t, err)
	require.Len(t, lines, 2501)
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		seen[line[0]] = true
	}
	require.Len(t, seen, 2500, "no record twice, and none left out")
}

func TestFormulasAreNeutral(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","export"],"scope":"all"`))
	for _, title := range []string{"=1+1", "+86", "-5", "@sum", "'=quoted", "plain", "it's"} {
		b.note(t, mortise.Record{"title": title, "rank": -5})
	}
	lines, err := b.export(t, b.clerk, record.ListRequest{Sort: "created_at", Fields: []string{"title", "rank"}})
	require.NoError(t, err)
	var titles []string
	for _, line := range lines[1:] {
		titles = append(titles, line[0])
		require.Equal(t, "-5", line[1], "a number is no formula")
	}
	require.Equal(t, []string{"'=1+1", "'+86", "'-5", "'@sum", "''=quoted", "plain", "it's"}, titles)
}

// A quota of nothing refuses everybody, in slices and through the API too.
func TestExportOfAllIsRefusedToEverybody(t *testing.T) {
	t.Parallel()
	b := newNotebook(t,
		restriction(t, "never", `"actions":["export"],"when":"true","quota":{"records":0}`))
	b.note(t, mortise.Record{"title": "canary", "rank": 1})
	admin, _, err := b.App.Identity.UserByEmail(context.Background(), "main", "root@example.test")
	require.NoError(t, err)
	for _, filter := range []string{"", "rank == 1", "rank == 2"} {
		_, err := b.export(t, b.caller(t, admin), record.ListRequest{Filter: filter})
		require.Equal(t, "quota_exceeded", code(t, err), filter)
	}
}

func TestQuotaCountsSlicesOfADay(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","export"],"scope":"all"`),
		restriction(t, "few", `"actions":["export","read"],"channels":["api"],"when":"true","except":["administrator"],"quota":{"records":10}`))
	for i := range 12 {
		b.note(t, mortise.Record{"title": "canary", "rank": i % 3})
	}
	ctx := context.Background()
	c := *b.clerk
	c.Channel = "api"
	_, err := b.export(t, &c, record.ListRequest{})
	require.Equal(t, "quota_exceeded", code(t, err), "twelve are too many at once")
	for _, want := range []string{"", "", "quota_exceeded"} {
		_, err = b.export(t, &c, record.ListRequest{Filter: "rank == 1"})
		require.Equal(t, want, code(t, err))
	}
	var p *problem.Error
	require.ErrorAs(t, err, &p)
	require.Equal(t, int64(8), p.Params["used"])
	answer, err := b.records.List(ctx, &c, "note", record.ListRequest{Limit: 3}, nil)
	require.Equal(t, "quota_exceeded", code(t, err), "a list by API counts, too")
	require.Empty(t, answer.Rows)
	_, err = b.records.List(ctx, &c, "note", record.ListRequest{Limit: 2}, nil)
	require.NoError(t, err)
	row, err := b.records.Get(ctx, &c, "note", b.note(t, mortise.Record{"title": "canary"}), nil, nil)
	require.Equal(t, "quota_exceeded", code(t, err))
	require.Empty(t, row)
	web := *b.clerk
	web.Channel = "web"
	_, err = b.records.List(ctx, &web, "note", record.ListRequest{}, nil)
	require.NoError(t, err, "the browser is not counted")
	c.Now = c.Now.AddDate(0, 0, 1)
	_, err = b.export(t, &c, record.ListRequest{Filter: "rank == 1"})
	require.NoError(t, err, "tomorrow is another day")
}

func TestParallelSlicesCannotPassTogether(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","export"],"scope":"all"`),
		restriction(t, "few", `"actions":["export"],"when":"true","quota":{"records":7}`))
	for range 5 {
		b.note(t, mortise.Record{"title": "canary"})
	}
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = b.records.Export(context.Background(), b.clerk, "note", record.ListRequest{}) })
	}
	wg.Wait()
	passed := 0
	for _, err := range errs {
		if err == nil {
			passed++
			continue
		}
		require.Equal(t, "quota_exceeded", code(t, err))
	}
	require.Equal(t, 1, passed)
}

func TestExportUnderObligation(t *testing.T) {
	t.Parallel()
	b := newNotebook(t, noteGrant(t, "clerk", "note_clerk", `"actions":["read","export"],"scope":"all"`),
		obligation(t, "why", `"actions":["export"],"when":"rank == 1","needs":"reason"`))
	b.note(t, mortise.Record{"title": "canary", "rank": 1})
	b.note(t, mortise.Record{"title": "free", "rank": 2})
	_, err := b.export(t, b.clerk, record.ListRequest{})
	require.Equal(t, []string{"why:reason"}, unmet(err))
	lines, err := b.export(t, b.clerk, record.ListRequest{Filter: "rank == 2"})
	require.NoError(t, err)
	require.Len(t, lines, 2)
	c := *b.clerk
	c.Reason = "the auditor"
	lines, err = b.export(t, &c, record.ListRequest{})
	require.NoError(t, err)
	require.Len(t, lines, 3)
}
