package acceptance_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestBadSize sends more than the limits allow. The server may close the
// connection before it has read everything; it must never answer 5xx, keep
// what it got, or fall over.
func TestBadSize(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	const mb = 1 << 20
	long := func(n int) io.Reader {
		return io.MultiReader(strings.NewReader(`{"name":"`), io.LimitReader(repeat('x'), int64(n)), strings.NewReader(`"}`))
	}
	rows := io.MultiReader(strings.NewReader("name\n"), io.LimitReader(repeat('y'), 60*mb))
	for name, c := range map[string]call{
		"10 MB body":          {method: "POST", path: "/api/v1/records/deal", body: bytes.NewReader(all(long(10 * mb)))},
		"60 MB chunked":       {method: "POST", path: "/api/v1/records/deal", body: long(60 * mb), chunked: true},
		"60 MB gzip bomb":     {method: "POST", path: "/api/v1/records/deal", body: bytes.NewReader(zipped(long(60 * mb))), header: map[string]string{"Content-Encoding": "gzip"}},
		"60 MB import":        {method: "POST", path: "/api/v1/records/deal:import", body: rows, chunked: true, header: map[string]string{"Content-Type": "text/csv"}},
		"gzip bomb of import": {method: "POST", path: "/api/v1/records/deal:import", body: bytes.NewReader(zipped(long(60 * mb))), header: map[string]string{"Content-Type": "text/csv", "Content-Encoding": "gzip"}},
		"60 MB definition":    {method: "PUT", path: "/api/v1/definitions/entity/trap", body: long(60 * mb), chunked: true},
	} {
		t.Run(name, func(t *testing.T) {
			c.token = s.admin.Token()
			got := s.call(t, c)
			if got.broken != nil && got.status == 0 {
				t.Logf("closed early: %v", got.broken)
			} else if got.status < 400 || got.status >= 500 {
				t.Errorf("status %d: %.300s", got.status, got.body)
			} else {
				got.problem(t)
			}
			if _, err := s.admin.Me(context.Background()); err != nil {
				t.Errorf("the server does not answer any more: %v", err)
			}
		})
	}
	if n := s.count(t, "deal", ""); n != 0 {
		t.Errorf("%d deals were half-written", n)
	}
}

// TestBadVersion: a stale update is refused with what it needs to go on, and
// writes nothing.
func TestBadVersion(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	ctx := context.Background()
	deals := s.admin.Records("deal")
	rec := mustCreate(t, s.admin, "deal", mortise.Record{"name": "first", "seats": 1})
	if _, err := deals.Update(ctx, rec.ID(), rec.Version(), mortise.Record{"name": "second"}); err != nil {
		t.Fatal(err)
	}
	_, err := deals.Update(ctx, rec.ID(), rec.Version(), mortise.Record{"name": "third"})
	if p, ok := mortise.AsProblem(err); !ok || p.Status != http.StatusPreconditionFailed {
		t.Fatalf("a stale version gave %v", err)
	}
	got, err := deals.Get(ctx, rec.ID())
	if err != nil || got.Text("name") != "second" {
		t.Errorf("stale update wrote: %v %v", got, err)
	}
	c := call{method: "PATCH", path: "/api/v1/records/deal/" + rec.ID(), token: s.admin.Token(), body: strings.NewReader(`{"name":"x"}`), header: map[string]string{"If-Match": "soon"}}
	if r := s.call(t, c); r.status < 400 || r.status >= 500 {
		t.Errorf("If-Match that is none: status %d", r.status)
	}
}

type repeat byte

// Read implements io.Reader without an end.
func (r repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r)
	}
	return len(p), nil
}

func all(r io.Reader) []byte {
	b, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprintf("read from memory: %v", err))
	}
	return b
}

func zipped(r io.Reader) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, r); err != nil {
		panic(fmt.Sprintf("zip in memory: %v", err))
	}
	_ = w.Close()
	return b.Bytes()
}
