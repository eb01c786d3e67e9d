package mortise_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// flaky refuses so many requests and then answers; it keeps what it was sent.
type flaky struct {
	status, refusals int
	after            string
	keys, bodies     []string
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	f.keys, f.bodies = append(f.keys, r.Header.Get("Idempotency-Key")), append(f.bodies, string(body))
	if len(f.keys) <= f.refusals {
		w.Header().Set("Retry-After", f.after)
		w.WriteHeader(f.status)
		fmt.Fprintf(w, `{"status":%d,"code":"later","title":"Later"}`, f.status)
		return
	}
	fmt.Fprint(w, `{"id":"1"}`)
}

func TestRetries(t *testing.T) {
	t.Parallel()
	create := func(c *mortise.Client) error {
		_, err := c.Records("order").Create(context.Background(), mortise.Record{"name": "A"})
		return err
	}
	read := func(c *mortise.Client) error {
		_, err := c.Records("order").Get(context.Background(), "1")
		return err
	}
	publish := func(c *mortise.Client) error {
		_, err := c.Do(context.Background(), mortise.Request{Method: "POST", Path: "/api/v1/draft:publish"})
		return err
	}
	for name, tt := range map[string]struct {
		server flaky
		n      int
		call   func(*mortise.Client) error
		sent   int
		fails  bool
	}{
		"a read is sent again":                {flaky{status: 503, refusals: 2}, 2, read, 3, false},
		"no more often than was said":         {flaky{status: 503, refusals: 2}, 1, read, 2, true},
		"not unless it was said":              {flaky{status: 503, refusals: 1}, 0, read, 1, true},
		"a write is sent again with its key":  {flaky{status: 429, refusals: 1}, 2, create, 2, false},
		"a refusal for good is one":           {flaky{status: 422, refusals: 1}, 2, create, 1, true},
		"what takes no key is sent once":      {flaky{status: 503, refusals: 1}, 2, publish, 1, true},
		"nobody waits for an hour by himself": {flaky{status: 429, refusals: 1, after: "3600"}, 2, read, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(&tt.server)
			defer s.Close()
			c, err := mortise.New(s.URL, mortise.WithRetries(tt.n))
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.call(c); (err != nil) != tt.fails {
				t.Errorf("got %v", err)
			}
			if len(tt.server.keys) != tt.sent {
				t.Fatalf("sent %d times, want %d", len(tt.server.keys), tt.sent)
			}
			for i := range tt.server.keys {
				if tt.server.keys[i] != tt.server.keys[0] || tt.server.bodies[i] != tt.server.bodies[0] {
					t.Errorf("try %d differs: %q %q", i, tt.server.keys[i], tt.server.bodies[i])
				}
			}
		})
	}
}

func TestProblemsAreOfAKind(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("save: %w", &mortise.Problem{Status: 412, Code: "changed_by_other", Body: []byte(`{"conflicts":[{"field":"name","mine":"A","theirs":"B"}]}`)})
	if !errors.Is(err, mortise.ErrStale) || !errors.Is(err, mortise.Code("changed_by_other")) || errors.Is(err, mortise.ErrNotFound) || errors.Is(err, mortise.Code("other")) {
		t.Errorf("%v is not of its kind", err)
	}
	if p, _ := mortise.AsProblem(err); len(p.Conflicts()) != 1 || p.Conflicts()[0].Theirs != "B" {
		t.Errorf("conflicts: %v", p.Conflicts())
	}
}

func TestVerifyWebhook(t *testing.T) {
	t.Parallel()
	now, body := time.Unix(1_700_000_000, 0), []byte(`{"id":"1"}`)
	sign := func(secret string, at int64) string {
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "%d.%s", at, body)
		return "t=" + strconv.FormatInt(at, 10) + ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	for name, tt := range map[string]struct {
		signature string
		body      []byte
		ok        bool
	}{
		"signed":                  {sign("s3cret", now.Unix()), body, true},
		"with another secret":     {sign("other", now.Unix()), body, false},
		"long ago":                {sign("s3cret", now.Unix()-301), body, false},
		"in the future":           {sign("s3cret", now.Unix()+301), body, false},
		"with another body":       {sign("s3cret", now.Unix()), []byte(`{"id":"2"}`), false},
		"with one of two secrets": {sign("s3cret", now.Unix()) + ",v1=00", body, true},
		"not at all":              {"", body, false},
	} {
		if _, err := mortise.VerifyWebhook("s3cret", tt.signature, tt.body, now); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
