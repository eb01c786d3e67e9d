package importing

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// memory is the most that a server may hold while it imports, in MiB.
const memory = 512

// An import whose server is killed at random moments makes each record once, and
// is undone to what there was before.
func TestKilledImportGoesOn(t *testing.T) {
	t.Parallel()
	const kills = 5
	rows := number(t, "MORTISE_IMPORTCRASH")
	if rows == 0 {
		t.Skip("make importcrash") // a killed server's job is taken after its lease of 10 s
	}
	p := launch(t)
	p.publish()
	buyers := p.admin.Records("buyer")
	_, err := buyers.Create(t.Context(), mortise.Record{"name": "Old", "code": "old"})
	require.NoError(t, err)
	before := p.checksum("")

	job := p.importFile(rows)
	p.endures(job, rows, kills)
	require.Equal(t, int64(rows), p.count(`SELECT (counts->>'created')::bigint FROM ws_main.job WHERE id = $1`, job), p.result(job))
	require.Equal(t, int64(rows), p.count(`SELECT count(*) FROM ws_main.e_buyr000001 WHERE f_buyr000002 LIKE 'c%'`))
	require.Equal(t, int64(rows), p.count(`SELECT count(DISTINCT f_buyr000002) FROM ws_main.e_buyr000001 WHERE f_buyr000002 LIKE 'c%'`))

	page, err := buyers.List(t.Context(), mortise.ListOptions{Filter: "code in ['c0','c1000','c1999']", Limit: 3})
	require.NoError(t, err)
	require.Len(t, page.Data, 3)
	var edited []string
	for _, r := range page.Data {
		_, err := buyers.Update(t.Context(), r.ID(), 0, mortise.Record{"note": "edited since"})
		require.NoError(t, err)
		edited = append(edited, r.ID())
	}
	undo, err := p.admin.UndoJob(t.Context(), job)
	require.NoError(t, err)
	p.endures(undo.ID, rows, kills/5)
	require.Equal(t, before, p.checksum("edited since"), "as before")
	require.Equal(t, int64(rows-3), p.count(`SELECT (counts->>'removed')::bigint FROM ws_main.job WHERE id = $1`, undo.ID))
	require.Equal(t, int64(3), p.count(`SELECT (counts->>'skipped')::bigint FROM ws_main.job WHERE id = $1`, undo.ID))
	left, err := p.admin.JobFile(t.Context(), undo.ID)
	require.NoError(t, err)
	for _, id := range edited {
		require.Contains(t, string(left), id)
	}
}

// A million rows become records within the memory that is promised.
func TestImportsManyRows(t *testing.T) {
	rows := number(t, "MORTISE_IMPORTLARGE")
	if rows == 0 {
		t.Skip("make importlarge")
	}
	p := launch(t)
	p.publish()
	began := time.Now()
	job := p.importFile(rows)
	p.endures(job, rows, 0)
	took := time.Since(began)
	t.Logf("%d rows of 15 columns in %s: %.0f rows/s; the server held %d MiB at most and took %s of a processor",
		rows, took.Round(time.Second), float64(rows)/took.Seconds(), p.peak(), p.cpu().Round(time.Second))
	require.Equal(t, int64(rows), p.count(`SELECT count(*) FROM ws_main.e_buyr000001`), p.result(job))
	require.LessOrEqual(t, p.peak(), memory)
}

func number(t *testing.T, name string) int {
	if os.Getenv(name) == "" {
		return 0
	}
	n, err := strconv.Atoi(os.Getenv(name))
	require.NoError(t, err)
	return n
}

// importFile starts the import of a file with so many rows.
func (p *program) importFile(rows int) (job string) {
	p.t.Helper()
	name := filepath.Join(p.t.TempDir(), "buyers.csv")
	f, err := os.Create(name)
	require.NoError(p.t, err)
	defer f.Close()
	w := bufio.NewWriter(f)
	_, _ = w.WriteString("name,code,city,street,note,source,phone,mail,age,score,born,seen,active,kind,visits\n")
	for i := range rows {
		_, _ = fmt.Fprintf(w, "Buyer %d,c%d,City %d,Main street %d,\"said, on the phone\",web,+86138%08d,b%d@example.com,%d,%d.5,19%02d-03-04,2026-01-02T03:04:05Z,true,known,%d\n",
			i, i, i%100, i, i, i, 18+i%60, i%100, i%100, i%7)
	}
	require.NoError(p.t, w.Flush())
	info, err := f.Stat()
	require.NoError(p.t, err)
	sent, err := p.admin.UploadLarge(p.t.Context(), "buyers.csv", f, info.Size())
	require.NoError(p.t, err)
	started, err := p.admin.Records("buyer").ImportFile(p.t.Context(), mortise.ImportOrder{File: sent.ID})
	require.NoError(p.t, err)
	return started.ID
}

// endures waits until a job is done, and kills its server so many times on the
// way, at random moments.
func (p *program) endures(job string, rows, kills int) {
	p.t.Helper()
	at := make([]int64, kills)
	for i := range at {
		at[i] = rand.Int64N(int64(rows) * 9 / 10)
	}
	slices.Sort(at)
	deadline := time.Now().Add(5*time.Minute + time.Duration(rows)*5*time.Millisecond)
	for {
		var state string
		var done int64
		p.row(`SELECT state, done FROM ws_main.job WHERE id = $1`, []any{job}, &state, &done)
		if len(at) > 0 && state != "done" && done >= at[0] {
			time.Sleep(rand.N(100 * time.Millisecond)) // anywhere in a batch
			p.kill()
			p.t.Logf("killed after %d of %d", done, rows)
			p.start()
			at = at[1:]
			continue
		}
		if state == "done" {
			require.Empty(p.t, at, "the job was done before it was killed")
			return
		}
		require.NotContains(p.t, []string{"failed", "cancelled"}, state)
		require.True(p.t, time.Now().Before(deadline), "the job is %s at %d of %d", state, done, rows)
		time.Sleep(10 * time.Millisecond)
	}
}

func (p *program) row(sql string, args []any, into ...any) {
	p.t.Helper()
	db, err := pgx.Connect(context.Background(), p.dsn)
	require.NoError(p.t, err)
	defer db.Close(context.Background())
	require.NoError(p.t, db.QueryRow(p.t.Context(), sql, args...).Scan(into...))
}

func (p *program) count(sql string, args ...any) (n int64) {
	p.t.Helper()
	p.row(sql, args, &n)
	return n
}

// result is the beginning of what a job has answered, for messages.
func (p *program) result(job string) (text string) {
	p.t.Helper()
	p.row(`SELECT left(coalesce(result::text, ''), 600) FROM ws_main.job WHERE id = $1`, []any{job}, &text)
	return text
}

// checksum is of all buyers, archived ones too, but for those with a note.
func (p *program) checksum(note string) (sum string) {
	p.t.Helper()
	p.row(`SELECT coalesce(md5(string_agg(to_jsonb(b)::text, '|' ORDER BY id)), '') FROM ws_main.e_buyr000001 b
		WHERE f_buyr000003 IS DISTINCT FROM $1 OR $1 = ''`, []any{note}, &sum)
	return sum
}
