package mortise

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// Change is one entry of a record's history.
type Change struct {
	Seq      int64         `json:"seq"`
	At       string        `json:"at"`
	By       Person        `json:"by"`
	OnBehalf *Person       `json:"on_behalf"` // nil: for himself
	Action   string        `json:"action"`
	Channel  string        `json:"channel"` // web, api, import, job, automation, publish, system
	Version  int64         `json:"version"`
	Reason   string        `json:"reason"`
	Fields   []FieldChange `json:"fields"`
}

// FieldChange is a field before and after a change. Labels names the records
// that a relation or links held, by id, as far as the caller may know them.
type FieldChange struct {
	Name   string            `json:"name"`
	Before any               `json:"before"`
	After  any               `json:"after"`
	Labels map[string]string `json:"labels"`
	Files  map[string]string `json:"files"`
}

// History gives the newest changes of a record, newest first.
func (r Records) History(ctx context.Context, id string) ([]Change, error) {
	list, _, err := r.historyBefore(ctx, id, 0)
	return list, err
}

// AllHistory gives every change of a record, newest first, page after page. It
// ends with the first error.
func (r Records) AllHistory(ctx context.Context, id string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for before := int64(0); ; {
			list, next, err := r.historyBefore(ctx, id, before)
			if err != nil {
				yield(Change{}, err)
				return
			}
			for _, one := range list {
				if !yield(one, nil) {
					return
				}
			}
			if before = next; next == 0 {
				return
			}
		}
	}
}

func (r Records) historyBefore(ctx context.Context, id string, before int64) ([]Change, int64, error) {
	var out struct {
		Data []Change `json:"data"`
		Next int64    `json:"next"`
	}
	q := url.Values{}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.at(id) + "/history", Query: q}, nil, &out)
	return out.Data, out.Next, err
}

// Undo takes one change of a record back. It is refused (412) when the same has
// been changed since.
func (r Records) Undo(ctx context.Context, id string, seq int64) (Record, error) {
	var rec Record
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":undo"}, map[string]any{"seq": seq}, &rec)
	return rec, err
}

// Revert gives a record the values that it had at a version.
func (r Records) Revert(ctx context.Context, id string, version int64) (Record, error) {
	var rec Record
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":revert"}, map[string]any{"version": version}, &rec)
	return rec, err
}

// Reversion is what a Revert would change, and the fields that it would leave,
// with the reason.
type Reversion struct {
	Version int64           `json:"version"`
	Changes []FieldChange   `json:"changes"`
	Skipped []ProblemDetail `json:"skipped"`
}

// PreviewRevert tells what a Revert would change, and changes nothing.
func (r Records) PreviewRevert(ctx context.Context, id string, version int64) (*Reversion, error) {
	var v Reversion
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":revert"}, map[string]any{"version": version, "dry": true}, &v)
	return &v, err
}
