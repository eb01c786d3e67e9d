package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// keyed sends a request with a key.
func (s *server) keyed(t *testing.T, who *mortise.Client, key, path, kind, body string) reply {
	t.Helper()
	return s.call(t, call{method: http.MethodPost, path: path, token: who.Token(), body: strings.NewReader(body), header: map[string]string{"Idempotency-Key": key, "Content-Type": kind}})
}

const asJSON = "application/json"

// TestJobsAreBegunOncePerKey: a request that begins a job, sent again with its
// key, is answered with the job that it has begun.
func TestJobsAreBegunOncePerKey(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	c.serving.Work(t)
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_bulk", "role": "chief", "entity": "deal", "actions": []string{"bulk_edit"}, "scope": "all"})})
	who := c.chief.client
	file := upload(t, who, "new.csv", "name\nImported\n")
	for path, body := range map[string]string{
		recordsDeals + ":bulk":   `{"action":"update","ids":["` + c.own.ID() + `"],"fields":{"note":"once"}}`,
		recordsDeals + ":export": `{"format":"csv"}`,
		recordsDeals + ":import": `{"file":"` + file + `"}`,
	} {
		first := c.keyed(t, who, path, path, asJSON, body)
		again := c.keyed(t, who, path, path, asJSON, body)
		if first.status != http.StatusAccepted || again.status != http.StatusAccepted || again.header.Get("Idempotency-Replayed") != "true" ||
			idOf(t, first.body) != idOf(t, again.body) || again.header.Get("Location") != first.header.Get("Location") {
			t.Errorf("%s: %d %s, then %d %s", path, first.status, first.body, again.status, again.body)
			continue
		}
		if job, err := c.finished(t, who, idOf(t, first.body)); err != nil || job.State != "done" {
			t.Errorf("%s: %+v %v", path, job, err)
		}
		if last := c.keyed(t, who, path, path, asJSON, body); !bytes.Contains(last.body, []byte(`"state":"done"`)) {
			t.Errorf("%s: once it has ended: %s", path, last.body)
		}
		if other := c.keyed(t, who, path, path, asJSON, body+" "); other.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: the key of another request: %d", path, other.status)
		}
		if err := who.DeleteJob(context.Background(), idOf(t, first.body)); err != nil {
			t.Fatal(err)
		}
		if gone := c.keyed(t, who, path, path, asJSON, body); gone.status != http.StatusConflict || gone.problem(t).Code != "idempotency_answer_gone" {
			t.Errorf("%s: a job that is forgotten: %d %s", path, gone.status, gone.body)
		}
	}
	if n := c.count(t, "deal", `name == "Imported"`); n != 1 {
		t.Errorf("%d records were imported", n)
	}
}

// finished waits for a job.
func (s *server) finished(t *testing.T, who *mortise.Client, job string) (*mortise.Job, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return who.WaitJob(ctx, job, nil)
}

func idOf(t *testing.T, body []byte) string {
	t.Helper()
	var one struct{ ID string }
	if err := json.Unmarshal(body, &one); err != nil || one.ID == "" {
		t.Fatalf("no id in %s: %v", body, err)
	}
	return one.ID
}

// TestImportsOfABodyAreDoneOncePerKey: rows of a file that is sent again are not
// written again, and the undoing of an import is begun once.
func TestImportsOfABodyAreDoneOncePerKey(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	c.serving.Work(t)
	who := c.chief.client
	const rows = "name\nOne\nTwo\n"
	first := c.keyed(t, who, "rows", recordsDeals+":import", "text/csv", rows)
	again := c.keyed(t, who, "rows", recordsDeals+":import", "text/csv", rows)
	if first.status != http.StatusOK || !bytes.Equal(first.body, again.body) || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %s, then %d %s", first.status, first.body, again.status, again.body)
	}
	if n := c.count(t, "deal", `name in ["One", "Two"]`); n != 2 {
		t.Errorf("%d records were imported", n)
	}
	job := c.keyed(t, who, "job", recordsDeals+":import", asJSON, `{"file":"`+upload(t, who, "new.csv", "name\nThree\n")+`"}`)
	id := idOf(t, job.body)
	if _, err := c.finished(t, who, id); err != nil {
		t.Fatal(err)
	}
	undo := c.keyed(t, who, "undo", "/api/v1/jobs/"+id+":undo", asJSON, "")
	same := c.keyed(t, who, "undo", "/api/v1/jobs/"+id+":undo", asJSON, "")
	if undo.status != http.StatusAccepted || idOf(t, undo.body) != idOf(t, same.body) {
		t.Errorf("undo: %d %s, then %d %s", undo.status, undo.body, same.status, same.body)
	}
}

// TestDecisionsAreMadeOncePerKey: an approval that is sent again is answered as
// it was the first time, not as one that comes too late.
func TestDecisionsAreMadeOncePerKey(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	p := &passing{s, s.customer(t, "Of Anna", s.anna.id, nil)}
	path := "/api/v1/records/approval/" + p.ask(t) + ":approve"
	first := p.keyed(t, p.mary.client, "decision", path, asJSON, `{"comment":"because"}`)
	again := p.keyed(t, p.mary.client, "decision", path, asJSON, `{"comment":"because"}`)
	if first.status != http.StatusOK || again.status != http.StatusOK || !bytes.Equal(first.body, again.body) {
		t.Errorf("%d %s, then %d %s", first.status, first.body, again.status, again.body)
	}
	if late := p.keyed(t, p.mary.client, "another", path, asJSON, `{"comment":"because"}`); late.status < 400 {
		t.Errorf("approved twice: %d %s", late.status, late.body)
	}
	if got, err := p.bert.client.Records("customer").Get(context.Background(), p.id); err != nil || got.ID() != p.id {
		t.Errorf("Bert has not got the customer: %v", err)
	}
}
