package mortise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Export writes the records of a list as CSV to w as they come, with the
// readable fields of the entity when o names none. Limit, After and Count do
// not count. What was written is whole only when there is no error.
func (r Records) Export(ctx context.Context, w io.Writer, o ListOptions) error {
	o.Limit, o.After, o.Count = 0, "", ""
	path := r.path + ":export"
	target := r.client.base + path
	if q := o.query(); len(q) > 0 {
		target += "?" + q.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	r.client.head(req, Request{Method: http.MethodGet, Path: path})
	req.Header.Set("Accept", "text/csv, application/problem+json")
	resp, err := r.client.http.Do(req)
	if err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		body, err := io.ReadAll(resp.Body)
		return errors.Join(problemOf(&Response{Status: resp.StatusCode, Header: resp.Header, Body: body}), err)
	}
	if _, err := io.Copy(w, resp.Body); err != nil {
		return fmt.Errorf("read answer of GET %s: %w", path, err)
	}
	return nil
}
