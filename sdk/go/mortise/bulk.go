package mortise

import (
	"context"
	"net/http"
	"time"
)

// BulkRequest says what is done to which records: those of IDs, or all that a
// list of Filter and Search shows, or with All every one.
type BulkRequest struct {
	Action   string            `json:"action"` // update, archive, restore, transfer, assign, release, share
	IDs      []string          `json:"ids,omitempty"`
	Filter   any               `json:"filter,omitempty"` // an Expr text or a JSON filter
	Search   string            `json:"q,omitempty"`
	Archived bool              `json:"archived,omitempty"`
	All      bool              `json:"all,omitempty"`
	Fields   Record            `json:"fields,omitempty"`
	To       map[string]string `json:"to,omitempty"` // user, team; of a share role or department as well
	Level    string            `json:"level,omitempty"`
	Until    *time.Time        `json:"until,omitempty"`
	Reason   string            `json:"reason,omitempty"`
}

// BulkPreview is what a bulk operation would come to: the first Tried of the
// Records were tried without a trace.
type BulkPreview struct {
	Records  int           `json:"records"`
	Tried    int           `json:"tried"`
	Refused  int           `json:"refused"`
	Problems []BulkProblem `json:"problems"`
}

// BulkProblem is why a record was not changed.
type BulkProblem struct {
	ID     string          `json:"id"`
	Code   string          `json:"code"`
	Title  string          `json:"title"`
	Errors []ProblemDetail `json:"errors"`
}

// Bulk starts a job that does something to many records.
func (r Records) Bulk(ctx context.Context, q BulkRequest) (*Job, error) {
	var job Job
	return &job, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":bulk"}, q, &job)
}

// PreviewBulk tells what a bulk operation would come to.
func (r Records) PreviewBulk(ctx context.Context, q BulkRequest) (*BulkPreview, error) {
	var p BulkPreview
	dry := struct {
		BulkRequest
		Dry bool `json:"dry"`
	}{q, true}
	return &p, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":bulk"}, dry, &p)
}
