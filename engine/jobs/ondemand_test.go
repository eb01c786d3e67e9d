package jobs

import (
	"context"
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// bench is a database with one workspace, and a user of it.
type bench struct {
	t       *testing.T
	db      *store.DB
	dsn     string
	user    string
	content *file.Service
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dsn: enginetest.NewDatabase(t), user: uuid.NewString()}
	b.db = open(t, b.dsn)
	require.NoError(t, b.db.CreateWorkspace(t.Context(), store.Workspace{Name: "one", Title: "One"}))
	b.content = file.New(b.db)
	bucket, err := file.Folder(t.TempDir())
	require.NoError(t, err)
	b.content.Bucket = bucket
	return b
}

// process gives the jobs of one more process, which has not started to work.
func (b *bench) process(run func(ctx context.Context, t *Task) error) *Jobs {
	b.t.Helper()
	j, err := New(open(b.t, b.dsn))
	require.NoError(b.t, err)
	j.testing, j.pace = true, pace{lease: time.Second, beat: 200 * time.Millisecond, sweep: 200 * time.Millisecond, later: 50 * time.Millisecond}
	j.SetFiles(b.content)
	require.NoError(b.t, j.Offer(OnDemand{Kind: "count", Run: run}))
	b.t.Cleanup(func() { require.NoError(b.t, j.Stop(context.Background())) })
	return j
}

func (b *bench) working(run func(ctx context.Context, t *Task) error) *Jobs {
	b.t.Helper()
	j := b.process(run)
	require.NoError(b.t, j.Start(b.t.Context()))
	return j
}

func (b *bench) order(params any) Order {
	return Order{Workspace: "one", User: b.user, Language: "en", Kind: "count", Params: params}
}

func (b *bench) enqueue(j *Jobs) Job {
	b.t.Helper()
	job, err := j.Enqueue(b.t.Context(), b.order(nil))
	require.NoError(b.t, err)
	require.Equal(b.t, "queued", job.State)
	return job
}

// until waits for a job to be in a state.
func (b *bench) until(j *Jobs, id, state string) (job Job) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		var err error
		job, err = j.Get(b.t.Context(), "one", b.user, id)
		return err == nil && job.State == state
	}, 30*time.Second, 5*time.Millisecond, "%s", state)
	return job
}

func TestOnDemandTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := b.working(func(ctx context.Context, task *Task) error {
		if err := task.Report(ctx, Progress{Done: 3, Total: 7, Counts: map[string]int64{"created": 2}}); err != nil {
			return err
		}
		out, err := task.Output(ctx, "list: of all.txt", "text/plain", time.Hour)
		if err != nil {
			return err
		}
		defer out.Discard()
		if _, err := io.WriteString(out, "all"); err != nil {
			return err
		}
		task.Finish(map[string]any{"sum": json.RawMessage(task.Params)})
		return out.Close()
	})
	job, err := j.Enqueue(t.Context(), b.order(42))
	require.NoError(t, err)
	job = b.until(j, job.ID, "done")
	require.EqualValues(t, 3, job.Done)
	require.EqualValues(t, 7, job.Total)
	require.Equal(t, map[string]int64{"created": 2}, job.Counts)
	require.JSONEq(t, `{"sum":42}`, string(job.Result))
	require.Equal(t, "list_ of all.txt", job.File.Name)
	require.EqualValues(t, 3, job.File.Size)

	f, err := j.File(t.Context(), job)
	require.NoError(t, err)
	r, err := b.content.Read(t.Context(), f.Key, 0, f.Size)
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	require.Equal(t, "all", string(text))

	// Another user's is as one that does not exist.
	_, err = j.Get(t.Context(), "one", uuid.NewString(), job.ID)
	require.True(t, problem.Is(err, problem.NotFound))
	_, err = j.Cancel(t.Context(), "one", uuid.NewString(), job.ID)
	require.True(t, problem.Is(err, problem.NotFound))
	require.True(t, problem.Is(j.Delete(t.Context(), "one", uuid.NewString(), job.ID), problem.NotFound))

	require.NoError(t, j.Expire(t.Context(), "one", time.Now().Add(2*time.Hour)))
	job, err = j.Get(t.Context(), "one", b.user, job.ID)
	require.NoError(t, err)
	require.Nil(t, job.File)
	_, err = b.content.Read(t.Context(), f.Key, 0, f.Size)
	require.Error(t, err)
	require.NoError(t, j.Prune(t.Context(), "one", time.Now().Add(KeepJobs+time.Hour)))
	_, err = j.Get(t.Context(), "one", b.user, job.ID)
	require.True(t, problem.Is(err, problem.NotFound))
}

func TestFailedTellsWhyInTheUsersWords(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := b.working(func(context.Context, *Task) error {
		return problem.InvalidAt("/to/user", "missing_record", nil)
	})
	o := b.order(nil)
	o.Language = "zh-CN"
	job, err := j.Enqueue(t.Context(), o)
	require.NoError(t, err)
	job = b.until(j, job.ID, "failed")
	require.Equal(t, problem.Message("zh-CN", job.Problem.Code, nil), job.Problem.Title)
	require.Equal(t, "/to/user", job.Problem.Errors[0].Pointer)
	require.Equal(t, problem.Message("zh-CN", "missing_record", nil), job.Problem.Errors[0].Message)
	require.NoError(t, j.Delete(t.Context(), "one", b.user, job.ID))
}

func TestPanicFailsTheJobAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := b.working(func(context.Context, *Task) error { panic("at the disco") })
	job := b.until(j, b.enqueue(j).ID, "failed")
	require.Equal(t, "internal", job.Problem.Code)
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	began := make(chan struct{})
	j := b.working(func(ctx context.Context, task *Task) error {
		task.Finish("so far")
		close(began)
		<-ctx.Done()
		return ctx.Err()
	})
	running := b.enqueue(j)
	<-began
	require.True(t, problem.Is(j.Delete(t.Context(), "one", b.user, running.ID), problem.Conflict))
	job, err := j.Cancel(t.Context(), "one", b.user, running.ID)
	require.NoError(t, err)
	require.True(t, job.Cancelling)
	job = b.until(j, running.ID, "cancelled")
	require.JSONEq(t, `"so far"`, string(job.Result))
	again, err := j.Cancel(t.Context(), "one", b.user, running.ID)
	require.NoError(t, err)
	require.Equal(t, "cancelled", again.State)
	require.False(t, again.Cancelling)
}

func TestWaitingJobsAreLimitedAndCancelledAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := b.process(func(context.Context, *Task) error { return nil }) // nobody works
	var last Job
	for range MaxOpen {
		last = b.enqueue(j)
	}
	_, err := j.Enqueue(t.Context(), b.order(nil))
	require.True(t, problem.Is(err, problem.Throttled), "%v", err)
	other := b.order(nil)
	other.User = uuid.NewString()
	_, err = j.Enqueue(t.Context(), other)
	require.NoError(t, err, "another user's")
	job, err := j.Cancel(t.Context(), "one", b.user, last.ID)
	require.NoError(t, err)
	require.Equal(t, "cancelled", job.State)
	b.enqueue(j)
	list, more, err := j.List(t.Context(), "one", Question{User: b.user, State: "cancelled", Limit: 5})
	require.NoError(t, err)
	require.False(t, more)
	require.Len(t, list, 1)
	list, more, err = j.List(t.Context(), "one", Question{User: b.user, Limit: MaxOpen})
	require.NoError(t, err)
	require.True(t, more)
	list, more, err = j.List(t.Context(), "one", Question{User: b.user, After: list[len(list)-1].ID})
	require.NoError(t, err)
	require.False(t, more)
	require.Len(t, list, 1)
	_, err = j.Enqueue(t.Context(), b.order(make([]byte, MaxParams)))
	require.True(t, problem.Is(err, problem.TooLarge))
}

// claim takes a job as a process would that dies at once.
func (b *bench) claim(id string) {
	b.t.Helper()
	_, ok, err := b.db.ClaimJob(b.t.Context(), "one", store.JobHold{ID: id, Holder: uuid.NewString(), For: time.Microsecond}, MaxRunning)
	require.NoError(b.t, err)
	require.True(b.t, ok)
}

func TestWhoHasLostItsJobCommitsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	held, lost := make(chan struct{}), make(chan error, 1)
	j := b.working(func(ctx context.Context, task *Task) error {
		close(held)
		require.Eventually(t, func() bool { return task.SaveAlone(ctx, 1, Progress{}) != nil }, 20*time.Second, 5*time.Millisecond)
		lost <- task.SaveAlone(ctx, 2, Progress{})
		return nil
	})
	job := b.enqueue(j)
	<-held
	_, err := b.db.Pool().Exec(t.Context(), "UPDATE ws_one.job SET holder = gen_random_uuid()")
	require.NoError(t, err)
	require.ErrorIs(t, <-lost, ErrLost)
	job, err = j.Get(t.Context(), "one", b.user, job.ID)
	require.NoError(t, err)
	require.Equal(t, "running", job.State, "the other one's to end")
}

func TestOneProcessOnlyHasAJob(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	j := b.process(func(context.Context, *Task) error { return nil })
	job := b.enqueue(j)
	_, ok, err := b.db.ClaimJob(t.Context(), "one", store.JobHold{ID: job.ID, Holder: uuid.NewString(), For: time.Minute}, MaxRunning)
	require.NoError(t, err)
	require.True(t, ok)
	_, ok, err = b.db.ClaimJob(t.Context(), "one", store.JobHold{ID: job.ID, Holder: uuid.NewString(), For: time.Minute}, MaxRunning)
	require.NoError(t, err)
	require.False(t, ok)
	// Of one user, so many run.
	second, third := b.enqueue(j), b.enqueue(j)
	for id, want := range map[string]bool{second.ID: true} {
		_, ok, err = b.db.ClaimJob(t.Context(), "one", store.JobHold{ID: id, Holder: uuid.NewString(), For: time.Minute}, MaxRunning)
		require.NoError(t, err)
		require.Equal(t, want, ok)
	}
	_, ok, err = b.db.ClaimJob(t.Context(), "one", store.JobHold{ID: third.ID, Holder: uuid.NewString(), For: time.Minute}, MaxRunning)
	require.NoError(t, err)
	require.False(t, ok)
}

func TestAJobThatKillsItsProcessIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	idle := b.process(func(context.Context, *Task) error { return nil })
	job := b.enqueue(idle)
	for range maxTries {
		b.claim(job.ID)
	}
	j := b.working(func(context.Context, *Task) error { panic("never") })
	job = b.until(j, job.ID, "failed")
	require.Equal(t, "job_gave_up", job.Problem.Code)
}

// What a job needs may be away for longer than it is tried.
func TestAJobWaitsForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	times := 0
	j := b.working(func(context.Context, *Task) error {
		if times++; times <= maxTries+2 {
			return problem.New(problem.Unavailable, "definitions_changing")
		}
		return nil
	})
	b.until(j, b.enqueue(j).ID, "done")
	require.Equal(t, maxTries+3, times)
}

// A server that stops gives its job back, and the next goes on with it.
func TestStoppingHandsOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	began := make(chan struct{})
	first := b.working(func(ctx context.Context, task *Task) error {
		if err := task.SaveAlone(ctx, 7, Progress{Done: 7}); err != nil {
			return err
		}
		close(began)
		<-ctx.Done()
		return ctx.Err()
	})
	job := b.enqueue(first)
	<-began
	require.NoError(t, first.Stop(context.Background()))
	waiting, err := first.Get(t.Context(), "one", b.user, job.ID)
	require.NoError(t, err)
	require.Equal(t, "queued", waiting.State)
	second := b.working(func(_ context.Context, task *Task) error {
		task.Finish(json.RawMessage(task.Checkpoint))
		return nil
	})
	job = b.until(second, job.ID, "done")
	require.JSONEq(t, "7", string(job.Result))
	require.EqualValues(t, 7, job.Done)
}
