package importing

import (
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A server that stands still for longer than it holds a job, while another one
// takes that over, writes no row of it afterwards.
func TestSlowImportIsTakenOverOnce(t *testing.T) {
	t.Parallel()
	rows := number(t, "MORTISE_IMPORTCRASH")
	if rows == 0 {
		t.Skip("make importcrash") // a job is taken over after its lease of 10 s
	}
	slow := launch(t)
	slow.publish()
	job := slow.importFile(rows)
	holder := func() (holder, state string) {
		slow.row(`SELECT coalesce(holder::text, ''), state FROM ws_main.job WHERE id = $1`, []any{job}, &holder, &state)
		return holder, state
	}
	for slow.count(`SELECT done FROM ws_main.job WHERE id = $1`, job) == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	first, _ := holder()
	other := slow.beside()
	for taken, deadline := false, time.Now().Add(3*time.Minute); !taken; {
		require.NoError(t, slow.cmd.Process.Signal(syscall.SIGSTOP))
		for until := time.Now().Add(20 * time.Second); !taken && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
			now, _ := holder()
			taken = now != first && now != ""
		}
		require.NoError(t, slow.cmd.Process.Signal(syscall.SIGCONT)) // stopped in the middle of a transaction, it still holds the job
		_, state := holder()
		require.NotEqual(t, "done", state, "the job was done before it was taken over")
		require.True(t, time.Now().Before(deadline))
	}
	other.endures(job, rows, 0)
	require.Equal(t, int64(rows), slow.count(`SELECT count(*) FROM ws_main.e_buyr000001`), slow.result(job))
	require.Equal(t, int64(rows), slow.count(`SELECT count(DISTINCT f_buyr000002) FROM ws_main.e_buyr000001`))
	require.Equal(t, int64(rows), slow.count(`SELECT (counts->>'created')::bigint FROM ws_main.job WHERE id = $1`, job))
}

// beside starts another server on the same database.
func (p *program) beside() *program {
	p.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(p.t, err)
	other := *p
	other.address, other.cmd = listener.Addr().String(), nil
	require.NoError(p.t, listener.Close())
	other.start()
	p.t.Cleanup(other.kill)
	return &other
}
