package acceptance_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// follow waits for the job that an answer names, and adds to the answer all that
// its user gets of it: the job, the list of jobs, its file, and the file by a
// link. A job that failed is as a request that is refused.
func (c *cast) follow(t *testing.T, r reply, who *mortise.Client) reply {
	t.Helper()
	if r.status != http.StatusAccepted {
		return r
	}
	job, err := c.finished(t, who, idOf(t, r.body))
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/api/v1/jobs/" + job.ID, "/api/v1/jobs"}
	if job.File != nil {
		link, err := who.JobLink(context.Background(), job.ID)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, "/api/v1/jobs/"+job.ID+"/file", strings.TrimPrefix(link, c.url))
	}
	for i, path := range paths {
		q := call{method: http.MethodGet, path: path, token: who.Token()}
		if i == 3 {
			q.token = ""
		}
		more := c.call(t, q)
		if more.status != http.StatusOK {
			t.Errorf("%s: %d %.200s", path, more.status, more.body)
		}
		r.body = append(append(r.body, '\n'), legible(t, more.body)...)
	}
	if err := who.DeleteJob(context.Background(), job.ID); err != nil {
		t.Fatal(err)
	}
	if job.State != "done" {
		r.status = http.StatusConflict
	}
	return r
}

var pdfStream = regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`)

// legible is what stands in an answer: the texts of a file that is packed.
func legible(t *testing.T, body []byte) []byte {
	t.Helper()
	out := bytes.NewBuffer(bytes.Clone(body))
	switch {
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString("\n" + f.Name + "\n")
			if _, err := io.Copy(out, r); err != nil {
				t.Fatal(err)
			}
		}
	case bytes.HasPrefix(body, []byte("%PDF")):
		for _, stream := range pdfStream.FindAllSubmatch(body, -1) {
			r, err := zlib.NewReader(bytes.NewReader(stream[1]))
			if err != nil {
				continue // not packed
			}
			text, _ := io.ReadAll(r) // up to what follows the stream
			out.Write(bytes.ReplaceAll(text, []byte{0}, nil))
		}
	}
	return out.Bytes()
}

// toldByHook is the method of a probe that changes the record in its path and
// reads the messages that come of it, and the log.
const toldByHook = "WEBHOOK"

// messages are what has come to an address.
type messages struct {
	*httptest.Server
	mu   sync.Mutex
	got  bytes.Buffer
	hook string
}

func (c *cast) newMessages(t *testing.T, title, owner string) *messages {
	t.Helper()
	m := &messages{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.got.Write(append(body, '\n'))
	}))
	t.Cleanup(m.Close)
	m.hook = mustCreate(t, c.admin, "webhook", mortise.Record{"title": title, "url": m.URL, "entity": "deal", "secret": "a-secret-to-sign-with", "owner": owner, "active": true}).ID()
	return m
}

func (m *messages) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.got.String()
}

// told changes a record, and one of A's after it, and gives what the hook of
// somebody was told once both hooks have heard of what they may.
func (c *cast) told(t *testing.T, record string, who person) reply {
	t.Helper()
	mark := "told at " + time.Now().Format(time.RFC3339Nano)
	for _, id := range []string{record, c.own.ID()} {
		if _, err := c.admin.Records("deal").Update(context.Background(), id, 0, mortise.Record{"note": mark + " " + id}); err != nil {
			t.Fatal(err)
		}
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if all := c.chiefHook.text(); strings.Contains(all, mark+" "+record) && strings.Contains(all, mark+" "+c.own.ID()) && strings.Contains(c.hers.text(), mark+" "+c.own.ID()) {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("the hooks have not heard of the change of %s", record)
		}
	}
	in, reader := c.chiefHook, c.admin
	if who.id == c.a.id {
		in, reader = c.hers, c.a.client
	}
	log := c.call(t, call{method: http.MethodGet, path: "/api/v1/webhooks/" + in.hook + "/deliveries", token: reader.Token()})
	if log.status != http.StatusOK {
		t.Fatalf("the log: %d %s", log.status, log.body)
	}
	return reply{status: log.status, body: append([]byte(in.text()), log.body...)}
}

// delivered waits until a hook's log has a message that came through, and gives its
// id.
func (c *cast) delivered(t *testing.T, m *messages) string {
	t.Helper()
	if _, err := c.admin.Webhook(m.hook).Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		r := c.call(t, call{method: http.MethodGet, path: "/api/v1/webhooks/" + m.hook + "/deliveries", token: c.admin.Token()})
		var log struct{ Data []struct{ ID, State string } }
		if err := json.Unmarshal(r.body, &log); err != nil {
			t.Fatal(err)
		}
		if len(log.Data) > 0 && log.Data[0].State == "delivered" {
			return log.Data[0].ID
		}
	}
	t.Fatal("no message came through")
	return ""
}
