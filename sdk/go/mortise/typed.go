package mortise

import (
	"context"
	"fmt"
	"iter"
	"net/http"
)

// Typed are the records of one entity as values of a Go type, as "mortise
// generate --lang go" writes them.
type Typed[T any] struct{ Records }

// TypedRecords gives the records of an entity as values of T.
func TypedRecords[T any](c *Client, entity string) Typed[T] { return Typed[T]{c.Records(entity)} }

// TypedPage is one page of a list. Next is "" on the last.
type TypedPage[T any] struct {
	Data  []T    `json:"data"`
	Next  string `json:"next"`
	Count *int64 `json:"count"`
}

// List gives one page.
func (t Typed[T]) List(ctx context.Context, o ListOptions) (*TypedPage[T], error) {
	var p TypedPage[T]
	err := t.client.call(ctx, Request{Method: http.MethodGet, Path: t.path, Query: o.query()}, nil, &p)
	return &p, err
}

// All gives every record of a list, page after page. It ends with the first
// error.
func (t Typed[T]) All(ctx context.Context, o ListOptions) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			page, err := t.List(ctx, o)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, one := range page.Data {
				if !yield(one, nil) {
					return
				}
			}
			if o.After = page.Next; o.After == "" {
				return
			}
		}
	}
}

// Get gives one record.
func (t Typed[T]) Get(ctx context.Context, id string) (T, error) {
	var one T
	err := t.client.call(ctx, Request{Method: http.MethodGet, Path: t.at(id)}, nil, &one)
	return one, err
}

// Create makes a record of what values holds.
func (t Typed[T]) Create(ctx context.Context, values T) (T, error) {
	var one T
	err := t.client.call(ctx, Request{Method: http.MethodPost, Path: t.path}, values, &one)
	return one, err
}

// Update changes the fields that changes holds; to clear one, change the
// untyped Records.
func (t Typed[T]) Update(ctx context.Context, id string, version int64, changes T) (T, error) {
	req := Request{Method: http.MethodPatch, Path: t.at(id)}
	if version != 0 {
		req.Header = http.Header{"If-Match": {fmt.Sprintf(`"%d"`, version)}}
	}
	var one T
	err := t.client.call(ctx, req, changes, &one)
	return one, err
}
