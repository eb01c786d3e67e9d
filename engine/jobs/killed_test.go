package jobs

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/store"
)

// victimDSN makes the test binary a process that works until it is killed.
const victimDSN = "MORTISE_JOBS_VICTIM"

// counted is how many rows the job of the test enters, a few in each
// transaction.
const counted, inBatch = 600, 5

// counting enters the numbers up to counted, each once.
func counting(db *store.DB) func(ctx context.Context, t *Task) error {
	return func(ctx context.Context, t *Task) error {
		var next int64
		if t.Checkpoint != nil {
			if err := json.Unmarshal(t.Checkpoint, &next); err != nil {
				return err
			}
		}
		for next < counted {
			err := db.Transact(ctx, func(tx store.Querier) error {
				if _, err := tx.Exec(ctx, "INSERT INTO public.counted SELECT generate_series($1::bigint + 1, $1::bigint + $2)", next, inBatch); err != nil {
					return err
				}
				return t.Save(ctx, tx, next+inBatch, Progress{Done: next + inBatch, Total: counted})
			})
			if err != nil {
				return err
			}
			next += inBatch
		}
		return nil
	}
}

// TestVictim is the process that TestKilledGoesOn kills.
func TestVictim(t *testing.T) {
	t.Parallel()
	dsn := os.Getenv(victimDSN)
	if dsn == "" {
		t.Skip("it is started by TestKilledGoesOn")
	}
	db := open(t, dsn)
	j := (&bench{t: t, dsn: dsn, db: db}).process(counting(db))
	require.NoError(t, j.Start(t.Context()))
	<-t.Context().Done()
}

// A job whose process is killed, again and again, enters each number once.
func TestKilledGoesOn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.db.Pool().Exec(t.Context(), "CREATE TABLE public.counted (n bigint NOT NULL)")
	require.NoError(t, err)
	idle := b.process(func(context.Context, *Task) error { return nil })
	job := b.enqueue(idle)
	for kill := int64(1); kill <= 2; kill++ {
		victim := exec.Command(os.Args[0], "-test.run", "^TestVictim$")
		victim.Env = append(os.Environ(), victimDSN+"="+b.dsn)
		require.NoError(t, victim.Start())
		require.Eventually(t, func() bool {
			job, err = idle.Get(t.Context(), "one", b.user, job.ID)
			return err == nil && job.Done >= kill*counted/5
		}, 30*time.Second, time.Millisecond)
		require.NoError(t, victim.Process.Kill())
		_ = victim.Wait() // it was killed
		require.Less(t, job.Done, int64(counted), "killed in the middle")
	}
	last := b.working(counting(b.db))
	job = b.until(last, job.ID, "done")
	var rows, distinct int
	require.NoError(t, b.db.Pool().QueryRow(t.Context(), "SELECT count(*), count(DISTINCT n) FROM public.counted").Scan(&rows, &distinct))
	require.Equal(t, counted, rows)
	require.Equal(t, counted, distinct)
	require.EqualValues(t, counted, job.Done)
}
