package acceptance_test

import (
	"context"
	"encoding/json"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// twinMail is the address of two records that A may not read.
const twinMail = "canary-twin@example.com"

// withLater has things for all rows of the matrix: webhooks of A and of the
// chief, jobs and uploads of the chief, records to be merged, a request for an
// approval.
func (c *cast) withLater(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	chief := c.chief.client
	c.serving.App.Webhooks.Private = true
	c.serving.Work(t)
	go c.serving.App.Webhooks.Run(t.Context())
	c.publish(t, []mortise.Document{
		document(t, "grant", object{"name": "deal_import", "role": "seller", "entity": "deal", "actions": []string{"import"}, "scope": "own"}),
		document(t, "grant", object{"name": "deal_merge", "role": "chief", "entity": "deal", "actions": []string{"merge", "release", "assign", "claim"}, "scope": "all", "to": "all"}),
		document(t, "grant", object{"name": "deal_purge", "role": "administrator", "entity": "deal", "actions": []string{"purge", "merge"}, "scope": "all"}),
		document(t, "mask", object{"name": "deal_pool_note", "entity": "deal", "fields": []string{"note"}, "show": "all", "when": "owner == nil", "except": []string{"chief", "administrator"}}),
		document(t, "grant", object{"name": "webhook_own", "role": "seller", "entity": "webhook", "actions": []string{"read"}, "scope": "own", "read": "all"}),
		document(t, "obligation", object{"name": "dear", "title": "Dear", "entity": "deal", "actions": []string{"update"}, "when": "seats > 900", "except": []string{"administrator", "chief"}, "needs": "approval", "by": "chief"}),
	})
	for id, values := range map[string]mortise.Record{c.rival.ID(): {"code": "R-1"}, c.pool.ID(): {"code": "P-1", "note": "canary-masked"}} {
		if _, err := c.admin.Records("deal").Update(ctx, id, 0, values); err != nil {
			t.Fatal(err)
		}
	}
	add := func(values mortise.Record) string { return mustCreate(t, c.admin, "deal", values).ID() }
	twin := add(mortise.Record{"name": "Twin", "owner": c.b.id, "email": twinMail})
	survivor, merged := add(mortise.Record{"name": "Survivor", "owner": c.a.id}), add(mortise.Record{"name": "Merged", "owner": c.b.id})
	asked := add(mortise.Record{"name": "Asked", "owner": c.b.id, "seats": 950})
	answer := func(who *mortise.Client, method, at, body string, header map[string]string) reply {
		t.Helper()
		r := c.call(t, call{method: method, path: at, token: who.Token(), body: strings.NewReader(body), header: header})
		if r.status >= 300 {
			t.Fatalf("%s %s: %d %s", method, at, r.status, r.body)
		}
		return r
	}
	answer(c.admin, "POST", recordsDeals+"?allow_duplicate=1", `{"name":"Twin too","owner":"`+c.b.id+`","email":"`+twinMail+`"}`, nil)
	answer(chief, "POST", recordsDeals+"/"+survivor+":merge", `{"with":"`+merged+`"}`, nil)
	var filed struct{ Request struct{ ID string } }
	if err := json.Unmarshal(answer(c.b.client, "PATCH", recordsDeals+"/"+asked+"?request=approval", `{"note":"canary-asked"}`, nil).body, &filed); err != nil {
		t.Fatal(err)
	}
	job := c.done(t, answer(chief, "POST", recordsDeals+":export", `{"format":"csv"}`, nil))
	bulk := c.done(t, answer(chief, "POST", recordsDeals+":bulk", `{"action":"update","ids":["`+c.rival.ID()+`"],"fields":{"hot":true}}`, nil))
	begun := answer(chief, http.MethodPost, "/api/v1/uploads", "", map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Content-Type": ""})
	aside, err := chief.Records("deal").Comment(ctx, c.rival.ID(), mortise.NewComment{Text: "aside"})
	if err != nil {
		t.Fatal(err)
	}
	share := idOf(t, answer(chief, "POST", recordsDeals+"/"+c.rival.ID()+":share", `{"to":{"user":"`+c.b.id+`"},"level":"read"}`, nil).body)
	c.narrow = c.scoped(t, chief, reads...)
	c.chiefHook, c.hers = c.newMessages(t, "canary-hook", c.chief.id), c.newMessages(t, "Of Anna", c.a.id)
	c.past = append(c.past, "{twin}", twin, "{survivor}", survivor, "{merged}", merged, "{asked}", asked, "{request}", filed.Request.ID, "{job}", job, "{bulkjob}", bulk,
		"{upload}", path.Base(begun.header.Get("Location")), "{aside}", aside.ID, "{share}", share, "{hook}", c.chiefHook.hook, "{delivery}", c.delivered(t, c.chiefHook))
}

// done waits for a job of the chief, and gives its id.
func (c *cast) done(t *testing.T, r reply) string {
	t.Helper()
	job, err := c.finished(t, c.chief.client, idOf(t, r.body))
	if err != nil || job.State != "done" {
		t.Fatalf("%+v %v", job, err)
	}
	return job.ID
}

// fresh makes what a text names that is new for each request: {spare} of A,
// {poolspare} of nobody and {rivalspare} of B, {rowspare} with a row of its own,
// {gone} and {rivalgone} archived; {rivalrow} and {hiddenrow} are files of who
// asks. It gives the text with their ids, and the records.
func (c *cast) fresh(t *testing.T, text string, who person) (fill []string, records []string) {
	t.Helper()
	for name, values := range map[string]mortise.Record{
		"{spare}": {"owner": c.a.id}, "{poolspare}": {"owner": nil}, "{rivalspare}": {"owner": c.b.id}, "{gone}": {"owner": c.a.id}, "{rivalgone}": {"owner": c.b.id},
		"{rowspare}": {"owner": c.a.id, "items": []object{{"name": "row"}}},
	} {
		if !strings.Contains(text, name) {
			continue
		}
		values["name"] = "Spare"
		id := mustCreate(t, c.admin, "deal", values).ID()
		if strings.HasSuffix(name, "gone}") {
			if err := c.admin.Records("deal").Archive(context.Background(), id); err != nil {
				t.Fatal(err)
			}
		}
		fill, records = append(fill, name, id), append(records, id)
	}
	for name, rows := range map[string]string{"{rivalrow}": "code,note\nR-1,now\n", "{hiddenrow}": "name,margin\nFrom a file,4\n"} {
		if strings.Contains(text, name) {
			fill = append(fill, name, upload(t, who.client, "rows.csv", rows))
		}
	}
	return fill, records
}
