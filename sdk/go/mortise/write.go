package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

type keyOfContext struct{}

// Idempotent gives a context whose writes carry an Idempotency-Key: the same
// write sent again within a day is answered the same and done once. The key is up
// to 200 visible ASCII characters, new for each write: a UUID will do.
func Idempotent(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, keyOfContext{}, key)
}

// Upsert makes a record, or changes the one that has the same values in the
// fields of key, which must be one of the entity's unique rules. created tells
// which.
func (r Records) Upsert(ctx context.Context, key []string, values Record) (rec Record, created bool, err error) {
	body, err := bodyOf(values)
	if err != nil {
		return nil, false, err
	}
	resp, err := r.client.Do(ctx, Request{Method: http.MethodPut, Path: r.path, Query: url.Values{"key": {join(key)}}, Body: body})
	if err != nil {
		return nil, false, err
	}
	return rec, resp.Status == http.StatusCreated, resp.decode(&rec)
}

// Operation is one of a batch. A text of the form $1.id in ID, Fields or To
// stands for what the first operation was answered with; the text itself is
// written $$1.id.
type Operation struct {
	Action  string   `json:"action"` // create, update, upsert, archive, restore, transfer, assign, claim, release
	Entity  string   `json:"entity"`
	ID      string   `json:"id,omitempty"`
	Version int64    `json:"version,omitempty"` // that was seen; 0 for any
	Key     []string `json:"key,omitempty"`     // of upsert
	Fields  Record   `json:"fields,omitempty"`
	To      *Owner   `json:"to,omitempty"` // of transfer and assign
}

// OperationResult is what one operation came to.
type OperationResult struct {
	Status int    `json:"status"`
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Record Record `json:"record"` // nil where nothing is shown
}

// Batch does up to 200 operations, one after the other: all of them or none.
func (c *Client) Batch(ctx context.Context, operations ...Operation) ([]OperationResult, error) {
	var out struct {
		Results []OperationResult `json:"results"`
	}
	in := map[string]any{"operations": operations}
	err := c.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/batch"}, in, &out)
	return out.Results, err
}

// Conflict is a field that somebody else has changed since the record was read,
// and that a refused Update changes, too. Base, Mine and Theirs are absent where
// they may not be known.
type Conflict struct {
	Field  string  `json:"field"`
	Base   any     `json:"base"`
	Mine   any     `json:"mine"`
	Theirs any     `json:"theirs"`
	By     *Person `json:"by"`
	At     string  `json:"at"`
}

// Conflicts are those of a change that was refused with the code
// changed_by_other.
func (p *Problem) Conflicts() []Conflict {
	var body struct {
		Conflicts []Conflict `json:"conflicts"`
	}
	if json.Unmarshal(p.Body, &body) != nil {
		return nil
	}
	return body.Conflicts
}
