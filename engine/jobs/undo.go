package jobs

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/problem"
)

// UndoParams are those of a job that takes another one back.
type UndoParams struct {
	Job    string          `json:"job"`    // id of the other one
	Params json.RawMessage `json:"params"` // of the other one
	// Errand is what the caller said of this request.
	Errand json.RawMessage `json:"errand"`
}

// Undo enters the job that takes back what a job of a user has done, for who
// may hear of that one. Each is taken back once, unless that fails or is
// cancelled. The order says whose it is, its language and its scopes.
func (j *Jobs) Undo(ctx context.Context, job Job, o Order, errand any) (Job, error) {
	kind := j.offered[job.Kind].Undo
	switch {
	case job.EndedAt == nil:
		return Job{}, problem.New(problem.Conflict, "job_open")
	case kind == "":
		return Job{}, problem.New(problem.Conflict, "job_not_undoable")
	}
	said, err := json.Marshal(errand)
	if err != nil {
		return Job{}, problem.Wrap(problem.Internal, "internal", err)
	}
	o.Kind, o.Entity, o.Undoes = kind, job.Entity, job.ID
	o.Params = UndoParams{Job: job.ID, Params: job.Params, Errand: said}
	return j.Enqueue(ctx, o)
}
