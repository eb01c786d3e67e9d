package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/store"
)

func TestKindsAreSortedAndClosed(t *testing.T) {
	t.Parallel()
	require.True(t, slices.IsSorted(Kinds()))
	run := func(context.Context, string, time.Time) error { return nil }
	for _, p := range []Periodic{
		{Kind: "unheard_of", Every: time.Hour, Run: run},
		{Kind: Prune, Every: 48 * time.Hour, Run: run},
		{Kind: Prune, Every: time.Millisecond, Run: run},
		{Kind: Prune, Every: time.Hour},
	} {
		_, err := New(nil, p)
		require.Error(t, err, p.Kind)
	}
	_, err := New(nil, Periodic{Kind: Prune, Every: time.Hour, Run: run}, Periodic{Kind: Prune, Every: time.Hour, Run: run})
	require.ErrorContains(t, err, "twice")
}

func TestPeriodsBeginAtTheirMultiples(t *testing.T) {
	t.Parallel()
	p := Periodic{Kind: Alerts, Every: time.Minute}
	at := time.Date(2026, 3, 1, 10, 20, 59, 999, time.UTC)
	require.Equal(t, time.Date(2026, 3, 1, 10, 21, 0, 0, time.UTC), p.Next(at))
	require.Equal(t, time.Date(2026, 3, 1, 10, 22, 0, 0, time.UTC), p.Next(p.Next(at)), "the beginning belongs to its period")
	require.Equal(t, p.Next(at), p.of(p.Next(at)).Period)
	require.Equal(t, p.Next(at), p.of(p.Next(at).Add(-100*time.Millisecond)).Period, "entered a little early it is the period to come")
}

// ran notes what ran where.
type ran struct {
	mu   sync.Mutex
	list []string
}

func (r *ran) add(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, s)
}

// TestEveryWorkspaceOnceInAPeriod runs two processes on one database: each
// workspace has its turn once, and one that fails holds no other up.
func TestEveryWorkspaceOnceInAPeriod(t *testing.T) {
	t.Parallel()
	dsn := enginetest.NewDatabase(t)
	first, second := open(t, dsn), open(t, dsn)
	for _, name := range []string{"one", "two", "three"} {
		require.NoError(t, first.CreateWorkspace(t.Context(), store.Workspace{Name: name, Title: name, Host: name + ".test"}))
	}
	var done ran
	periodic := Periodic{Kind: Prune, Every: 24 * time.Hour, Run: func(_ context.Context, workspace string, _ time.Time) error {
		done.add(workspace)
		if workspace == "two" {
			return errors.New("in trouble")
		}
		return nil
	}}
	a := start(t, first, periodic)
	ended, cancel := a.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	defer cancel()
	b := start(t, second, periodic)
	endedB, cancelB := b.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	defer cancelB()
	// Four jobs in all: one that finds the workspaces, and theirs. The first may
	// have ended before the subscription.
	seen := map[string]time.Time{}
	for len(seen) < 3 {
		select {
		case e := <-ended:
			note(t, seen, e)
		case e := <-endedB:
			note(t, seen, e)
		case <-t.Context().Done():
			t.Fatal("the jobs did not end")
		}
	}
	// Asked again in the same period, nothing is entered.
	again, err := b.client.Insert(t.Context(), periodic.of(seen["one"]), nil)
	require.NoError(t, err)
	require.True(t, again.UniqueSkippedAsDuplicate)
	done.mu.Lock()
	require.ElementsMatch(t, []string{"one", "two", "three"}, done.list)
	done.mu.Unlock()
	require.Equal(t, 2.0, count(t, a, "done")+count(t, b, "done"))
	require.Equal(t, 1.0, count(t, a, "failed")+count(t, b, "failed"))
}

func note(t *testing.T, seen map[string]time.Time, e *river.Event) {
	t.Helper()
	require.Equal(t, Prune, e.Job.Kind)
	var args task
	require.NoError(t, json.Unmarshal(e.Job.EncodedArgs, &args))
	if args.Workspace == "" {
		require.Equal(t, river.EventKindJobCompleted, e.Kind)
		return
	}
	seen[args.Workspace] = args.Period
}

func TestStopWaitsForWhatRuns(t *testing.T) {
	t.Parallel()
	db := open(t, enginetest.NewDatabase(t))
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: "one", Title: "One"}))
	began, release := make(chan struct{}), make(chan struct{})
	var done ran
	j, err := New(db, Periodic{Kind: Clean, Every: time.Hour, Run: func(ctx context.Context, workspace string, _ time.Time) error {
		close(began)
		<-release
		done.add(workspace)
		return ctx.Err()
	}})
	require.NoError(t, err)
	j.testing = true
	require.NoError(t, j.Start(t.Context()))
	<-began
	stopped := make(chan error, 1)
	go func() { stopped <- j.Stop(context.Background()) }()
	close(release)
	require.NoError(t, <-stopped)
	require.Equal(t, []string{"one"}, done.list)
	require.Equal(t, 1.0, count(t, j, "done"))
}

func open(t *testing.T, dsn string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	return db
}

func start(t *testing.T, db *store.DB, list ...Periodic) *Jobs {
	t.Helper()
	j, err := New(db, list...)
	require.NoError(t, err)
	j.testing = true
	require.NoError(t, j.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, j.Stop(context.Background())) })
	return j
}

func count(t *testing.T, j *Jobs, outcome string) float64 {
	t.Helper()
	var sum float64
	for _, c := range j.Collectors() {
		found := make(chan prometheus.Metric, 16)
		c.Collect(found)
		close(found)
		for m := range found {
			var d dto.Metric
			require.NoError(t, m.Write(&d))
			for _, l := range d.Label {
				if l.GetName() == "outcome" && l.GetValue() == outcome {
					sum += d.Counter.GetValue()
				}
			}
		}
	}
	return sum
}
