package mortise

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The waits between tries: the first, doubled each time, and the longest one.
// Whoever is told to wait longer gets the refusal at once.
const (
	firstWait   = 200 * time.Millisecond
	longestWait = 10 * time.Second
)

// WithRetries tries again up to n times what failed for the moment: the network,
// 429, 502, 503 and 504. Reading is tried again as it is; a write of records gets
// an Idempotency-Key of its own, so that it is done once. What cannot be sent
// twice without harm is not tried again.
func WithRetries(n int) Option { return func(c *Client) { c.retries = n } }

// keyHeader carries the key of a write.
const keyHeader = "Idempotency-Key"

// again tells whether a request can be sent again without harm, and prepares it
// for that.
func (c *Client) again(ctx context.Context, r *Request) bool {
	if c.retries < 1 {
		return false
	}
	if _, held := r.Body.(io.Seeker); r.Body != nil && !held {
		return false // a stream, which is gone once it is read
	}
	if safe(r.Method) {
		return true
	}
	if !takesKey(r.Path) {
		return false
	}
	if r.Header.Get(keyHeader) == "" && ctx.Value(keyOfContext{}) == nil {
		header := r.Header.Clone()
		if header == nil {
			header = http.Header{}
		}
		header.Set(keyHeader, rand.Text())
		r.Header = header
	}
	return true
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// withoutKey are the actions to which no key can be given.
var withoutKey = []string{":export", ":validate", ":aggregate", ":inspect", ":duplicates", ":zip", ":link"}

// takesKey tells whether the server takes an Idempotency-Key with writes to a
// path.
func takesKey(path string) bool {
	for _, action := range withoutKey {
		if strings.HasSuffix(path, action) {
			return false
		}
	}
	if strings.Contains(path, "/comments") || strings.Contains(path, "/shares/") {
		return false // of a record, and not the record itself
	}
	return path == "/api/v1/batch" || strings.HasPrefix(path, "/api/v1/records/")
}

// passing tells whether a failure may pass, and how long to wait at least.
func passing(resp *Response, err error) (wait time.Duration, passes bool) {
	if err == nil {
		return 0, false
	}
	p, refused := AsProblem(err)
	if !refused {
		return 0, true // the network
	}
	switch {
	case p.Code == "idempotency_in_flight", p.Status == http.StatusTooManyRequests, p.Status == http.StatusBadGateway,
		p.Status == http.StatusServiceUnavailable, p.Status == http.StatusGatewayTimeout:
	default:
		return 0, false
	}
	if resp != nil {
		if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			wait = time.Duration(seconds) * time.Second
		}
	}
	return wait, wait <= longestWait
}

// pause waits, and tells whether to go on.
func pause(ctx context.Context, wait time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(wait):
		return true
	}
}

// persist sends a request until it is answered or there is no use.
func (c *Client) persist(ctx context.Context, r Request) (*Response, error) {
	if !c.again(ctx, &r) {
		return c.send(ctx, r)
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, fmt.Errorf("read body of %s %s: %w", r.Method, r.Path, err)
		}
	}
	wait := firstWait
	for n := 0; ; n++ {
		if r.Body != nil {
			r.Body = bytes.NewReader(body)
		}
		resp, err := c.send(ctx, r)
		least, passes := passing(resp, err)
		if !passes || n == c.retries || !pause(ctx, max(wait, least)) {
			return resp, err
		}
		wait = min(2*wait, longestWait)
	}
}
