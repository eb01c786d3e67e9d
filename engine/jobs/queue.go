package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Order asks for work.
type Order struct {
	Workspace, User string // whose rights it is done with
	Language        string // of what it tells
	Kind            string // one that is offered
	Entity          string // its name, if it is about one
	Params          any    // as JSON
	Undoes          string // id of the job that this one takes back, if it does
	// Scopes are those of the token that asks, to which the work is narrowed;
	// nil for all that the user may.
	Scopes []string
}

// Job is a piece of work as its user sees it.
type Job struct {
	Workspace  string           `json:"-"`
	User       string           `json:"-"`
	Params     json.RawMessage  `json:"-"`
	Scopes     []string         `json:"-"` // as ordered
	Checkpoint json.RawMessage  `json:"-"` // what was saved last
	Content    store.JobFile    `json:"-"`
	ID         string           `json:"id"`
	Kind       string           `json:"kind"`
	Entity     string           `json:"entity,omitempty"`
	State      string           `json:"state"`                // queued, running, done, failed, cancelled
	Cancelling bool             `json:"cancelling,omitempty"` // runs, and was asked to end
	CreatedAt  time.Time        `json:"created_at"`
	StartedAt  *time.Time       `json:"started_at,omitempty"`
	EndedAt    *time.Time       `json:"ended_at,omitempty"`
	Done       int64            `json:"done"`
	Total      int64            `json:"total"` // 0 while it is unknown
	Counts     map[string]int64 `json:"counts"`
	Result     json.RawMessage  `json:"result,omitempty"`
	Problem    *Problem         `json:"problem,omitempty"` // of a failed one
	File       *File            `json:"file,omitempty"`
	Undoes     string           `json:"undoes,omitempty"` // the job that this one takes back
}

// Problem is why a job has failed, in the words of its user's language.
type Problem struct {
	Code   string           `json:"code"`
	Title  string           `json:"title"`
	Errors []problem.Detail `json:"errors,omitempty"`
}

// File is the result of a job as a file.
type File struct {
	Name      string     `json:"name"`
	MediaType string     `json:"media_type"`
	Size      int64      `json:"size"` // bytes
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
}

// Enqueue enters work, which begins at once if there is room.
func (j *Jobs) Enqueue(ctx context.Context, o Order) (job Job, err error) {
	params, err := json.Marshal(o.Params)
	switch {
	case err != nil:
		return Job{}, fmt.Errorf("enter a job: %w", err)
	case len(params) > MaxParams:
		return Job{}, problem.New(problem.TooLarge, "job_too_large").With("max", MaxParams)
	case j.offered[o.Kind].Run == nil:
		return Job{}, fmt.Errorf("job %q: no such kind", o.Kind)
	}
	row := store.JobRow{ID: uuid.Must(uuid.NewV7()).String(), Kind: o.Kind, User: o.User, Entity: o.Entity, Language: o.Language, Params: params, Undoes: o.Undoes, Scopes: o.Scopes}
	err = j.entering(ctx, func(tx store.Querier, enter enterer) error {
		ok, err := store.InsertJob(ctx, tx, store.SchemaName(o.Workspace), row, MaxOpen, again)
		if broken := (*store.ConstraintError)(nil); errors.As(err, &broken) {
			return problem.New(problem.Conflict, "job_undone")
		} else if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Throttled, "jobs_open").With("max", MaxOpen).With("retry_after", 10)
		}
		return enter(ctx, o.Workspace, store.WaitingJob{ID: row.ID, Kind: row.Kind})
	})
	if err != nil {
		return Job{}, err
	}
	return j.Get(ctx, o.Workspace, o.User, row.ID)
}

// Get gives a job of a user; another's is as one that does not exist.
func (j *Jobs) Get(ctx context.Context, workspace, user, id string) (Job, error) {
	if canonical(id) == "" {
		return Job{}, notFound()
	}
	return j.shown(workspace)(j.db.JobOf(ctx, workspace, user, canonical(id)))
}

// Cancel ends a job that waits, and asks the one that runs to end. One that has
// ended stays as it is.
func (j *Jobs) Cancel(ctx context.Context, workspace, user, id string) (Job, error) {
	if canonical(id) == "" {
		return Job{}, notFound()
	}
	return j.shown(workspace)(j.db.CancelJob(ctx, workspace, user, canonical(id)))
}

// Delete forgets a job that has ended, with its file.
func (j *Jobs) Delete(ctx context.Context, workspace, user, id string) error {
	job, err := j.Get(ctx, workspace, user, id)
	if err != nil {
		return err
	}
	if job.EndedAt == nil {
		return problem.New(problem.Conflict, "job_open")
	}
	return j.db.DeleteJob(ctx, workspace, user, job.ID, j.remover(ctx))
}

// Limits of a list of jobs.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Question asks for jobs of a user.
type Question struct {
	User        string
	Kind, State string // "" for all
	After       string // id of the last one of the page before
	Limit       int    // 0 for DefaultLimit
	// Shown, when given, says of which jobs the asker may hear, by their scopes.
	Shown func(scopes []string) bool
}

// List gives jobs, the newest first, and whether there are more.
func (j *Jobs) List(ctx context.Context, workspace string, q Question) (list []Job, more bool, err error) {
	switch {
	case q.Limit == 0:
		q.Limit = DefaultLimit
	case q.Limit < 0 || q.Limit > MaxLimit:
		return nil, false, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": MaxLimit})
	}
	if q.After != "" && canonical(q.After) == "" {
		return nil, false, problem.InvalidAt("?after", "bad_cursor", nil)
	}
	ask := store.JobQuestion{User: q.User, Kind: q.Kind, State: q.State, Before: canonical(q.After), Limit: q.Limit + 1}
	list = []Job{}
	for {
		rows, err := j.db.JobsOf(ctx, workspace, ask)
		if err != nil {
			return nil, false, err
		}
		for _, row := range rows {
			ask.Before = row.ID
			if q.Shown != nil && !q.Shown(row.Scopes) {
				continue
			}
			if len(list) == q.Limit {
				return list, true, nil
			}
			list = append(list, show(workspace, row))
		}
		if len(rows) < ask.Limit {
			return list, false, nil
		}
	}
}

func (j *Jobs) shown(workspace string) func(row store.JobRow, ok bool, err error) (Job, error) {
	return func(row store.JobRow, ok bool, err error) (Job, error) {
		if err != nil {
			return Job{}, err
		}
		if !ok {
			return Job{}, notFound()
		}
		return show(workspace, row), nil
	}
}

func show(workspace string, r store.JobRow) Job {
	job := Job{Workspace: workspace, User: r.User, Params: r.Params, Scopes: r.Scopes, Checkpoint: r.Checkpoint, Content: r.File, ID: r.ID, Kind: r.Kind, Entity: r.Entity, State: r.State,
		Cancelling: r.Cancelling && r.EndedAt == nil, CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, EndedAt: r.EndedAt,
		Done: r.Done, Total: r.Total, Counts: map[string]int64{}, Result: r.Result}
	// Both were written by this package.
	_ = json.Unmarshal(r.Counts, &job.Counts)
	if len(r.Problem) > 0 {
		job.Problem = worded(KeptProblem(r.Problem), r.Language)
	}
	job.Undoes = r.Undoes
	if r.File.Name != "" {
		job.File = &File{Name: r.File.Name, MediaType: r.File.MediaType, Size: r.File.Size, ExpiresAt: r.File.Expires}
	}
	return job
}

func notFound() error { return problem.New(problem.NotFound, "not_found") }

// canonical is an id in its usual form, "" for what is none.
func canonical(id string) string {
	u, err := uuid.Parse(id)
	if err != nil || len(id) != 36 {
		return ""
	}
	return u.String()
}
