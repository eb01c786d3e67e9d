package acceptance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// manyCustomers makes more customers than anybody may take in a day: 150 of
// one source, 50 of another, 10 of a third.
func (s *shipped) manyCustomers(t *testing.T) {
	t.Helper()
	csv := bytes.NewBufferString("name,source,note\n")
	for i := range 210 {
		source := "baidu"
		if i >= 200 {
			source = "walk_in"
		} else if i >= 150 {
			source = "qq_group"
		}
		fmt.Fprintf(csv, "Customer %03d,%s,canary-note\n", i, source)
	}
	result, err := s.admin.Records("customer").Import(context.Background(), csv, mortise.ImportOptions{})
	if err != nil || result.Created != 210 {
		t.Fatalf("import: %+v, %v", result, err)
	}
}

// holders has a user for each role that there is.
func (s *server) holders(t *testing.T) map[string]person {
	t.Helper()
	all := map[string]person{}
	for role, err := range s.admin.Records("role").All(context.Background(), mortise.ListOptions{}) {
		if err != nil {
			t.Fatal(err)
		}
		if name := role.Text("name"); name != "everyone" {
			all[name] = s.newUser(t, "holder_"+name, []string{name})
		}
	}
	if len(all) < 4 || all["administrator"].client == nil || all["sales_manager"].client == nil {
		t.Fatalf("the roles are %v", sortedKeys(all))
	}
	return all
}

// take exports customers and tells how many came out.
func take(t *testing.T, who person, filter string) (records int, err error) {
	t.Helper()
	var out bytes.Buffer
	err = who.client.Records("customer").Export(context.Background(), &out, mortise.ListOptions{Filter: filter, Fields: []string{"name", "note"}})
	return strings.Count(out.String(), "canary-note"), err
}

// TestExportingAllCustomersIsRefusedToEveryRole is P8 for exports: whole and in
// slices, whoever asks, from whichever process.
func TestExportingAllCustomersIsRefusedToEveryRole(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	s.manyCustomers(t)
	there, exporters := s.serving.Another(t), []string{}
	for role, who := range s.holders(t) {
		n, err := take(t, who, "")
		if err == nil || n != 0 {
			t.Errorf("%s exports all customers: %d came out", role, n)
		}
		if code(err) != "quota_exceeded" {
			n, err = take(t, who, `source == "baidu"`)
			if n != 0 || code(err) != "not_found" && code(err) != "action_not_granted" {
				t.Errorf("%s, who may not export, exports %d (%v)", role, n, err)
			}
			continue
		}
		exporters = append(exporters, role)
		s.slices(t, role, who, there)
	}
	if slices.Sort(exporters); !slices.Equal(exporters, []string{"administrator", "sales_manager"}) {
		t.Errorf("%v may export some", exporters)
	}
}

// slices has somebody export piece by piece on one day: all pieces together
// are no more than one.
func (s *shipped) slices(t *testing.T, role string, who person, there string) {
	t.Helper()
	for _, try := range []struct {
		filter string
		want   int // 0 for refused
	}{
		{`source == "baidu"`, 150}, {`source in ["qq_group", "walk_in"]`, 0}, {`source == "qq_group"`, 50}, {`source == "walk_in"`, 0}, {`name == "Customer 209"`, 0}, {"", 0},
	} {
		n, err := take(t, who, try.filter)
		if n != try.want || (err == nil) != (try.want > 0) || err != nil && code(err) != "quota_exceeded" {
			t.Errorf("%s exports where %s: %d came out (%v), want %d", role, try.filter, n, err, try.want)
		}
	}
	elsewhere, err := mortise.New(there, mortise.WithToken(who.client.Token()))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := take(t, person{who.id, elsewhere}, `source == "walk_in"`); n != 0 || code(err) != "quota_exceeded" {
		t.Errorf("%s exports %d more from another process (%v)", role, n, err)
	}
	r := s.call(t, call{method: "GET", path: recordsCustomers + ":export" + query("filter", `source == "walk_in"`), header: map[string]string{"Cookie": s.cookie(t, who)}})
	deniedReply(t, role+" exports more in a browser", "quota_exceeded", r)
	var out bytes.Buffer
	if err := who.client.Records("follow_up").Export(context.Background(), &out, mortise.ListOptions{Fields: []string{"subject", "customer.note"}}); err == nil || strings.Contains(out.String(), "canary-note") {
		t.Errorf("%s exports customers through their follow-ups: %.200s", role, out.String())
	}
	allowed(t, role+" exports follow-ups", who.client.Records("follow_up").Export(context.Background(), &out, mortise.ListOptions{Fields: []string{"subject"}}))
}

// restriction is a shipped restriction, as much of it as matters here.
func (s *shipped) restriction(t *testing.T, name string) object {
	t.Helper()
	body, err := s.admin.Definitions().Get(context.Background(), "restriction", name)
	if err != nil {
		t.Fatal(err)
	}
	var out object
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	if except, _ := out["except"].([]any); len(except) > 0 || out["entity"] != "customer" || out["when"] != "true" {
		t.Errorf("%s exempts %v, or not every customer counts: %s", name, except, body)
	}
	return out
}

// TestTakingAllCustomersThroughTheAPIIsRefusedToEveryRole is P8 for reading:
// records that programs read count per user and day, page by page.
func TestTakingAllCustomersThroughTheAPIIsRefusedToEveryRole(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	if r := s.restriction(t, "customer_export_all"); fmt.Sprint(r["actions"], r["quota"], r["channels"]) != "[export] map[records:200] <nil>" {
		t.Errorf("shipped is %v", r)
	}
	r := s.restriction(t, "customer_read_all")
	if fmt.Sprint(r["actions"], r["quota"], r["channels"]) != "[read] map[records:2000] [api]" {
		t.Errorf("shipped is %v", r)
	}
	r["quota"] = object{"records": 5}
	s.publish(t, []mortise.Document{document(t, "restriction", r)})
	var last string
	for i := range 7 {
		last = s.customer(t, fmt.Sprintf("Canary %d", i), "", nil)
	}
	readers := 0
	for role, who := range s.holders(t) {
		customers := who.client.Records("customer")
		page, err := customers.List(ctx, mortise.ListOptions{Limit: 3})
		if code(err) == "not_found" || err == nil && len(page.Data) == 0 {
			continue // reads no customer of the pool
		}
		readers++
		if err != nil || len(page.Data) != 3 {
			t.Errorf("%s reads a first page: %v (%v)", role, page, err)
		}
		_, err = customers.List(ctx, mortise.ListOptions{Limit: 3, After: page.Next})
		denied(t, role+" reads a second page", "quota_exceeded", err)
		_, err = customers.Get(ctx, last)
		allowed(t, role+" reads one", err)
		_, err = customers.List(ctx, mortise.ListOptions{Limit: 3, Filter: `name == "Canary 5"`})
		allowed(t, role+" reads one by a filter", err)
		_, err = customers.Get(ctx, last)
		denied(t, role+" reads the sixth", "quota_exceeded", err)
		_, err = customers.List(ctx, mortise.ListOptions{Filter: `name startsWith "Canary"`, Sort: []string{"-name"}})
		denied(t, role+" reads them sorted", "quota_exceeded", err)
		web := s.call(t, call{method: "GET", path: recordsCustomers + "/" + last, header: map[string]string{"Cookie": s.cookie(t, who)}})
		if web.status != http.StatusOK {
			t.Errorf("%s does not read at a screen what programs may not: %d %s", role, web.status, web.body)
		}
	}
	if readers != 5 {
		t.Errorf("%d roles read the pool, want salesperson, sales_lead, sales_manager, finance, administrator", readers)
	}
}

// TestFollowUpsAreNoWayAroundTheQuotaOfCustomers: what a relation tells of a
// customer counts like the customer, except for the label.
func TestFollowUpsAreNoWayAroundTheQuotaOfCustomers(t *testing.T) {
	t.Parallel()
	s := educationCast(t)
	ctx := context.Background()
	r := s.restriction(t, "customer_read_all")
	r["quota"] = object{"records": 5}
	s.publish(t, []mortise.Document{document(t, "restriction", r)})
	var talk, last string
	for i := range 7 {
		last = s.customer(t, fmt.Sprintf("Followed %d", i), s.anna.id, mortise.Record{"note": "canary-note"})
		talk = mustCreate(t, s.admin, "follow_up", mortise.Record{"subject": "Call", "customer": last}).ID()
	}
	hers := s.anna.client.Records("customer")
	_, err := hers.History(ctx, last)
	allowed(t, "the history of one", err)
	for role, c := range map[string]*mortise.Client{"sales_manager": s.mary.client, "administrator": s.admin} {
		followUps := c.Records("follow_up")
		page, err := followUps.List(ctx, mortise.ListOptions{Fields: []string{"subject", "customer.name"}})
		if err != nil || len(page.Data) != 7 {
			t.Errorf("%s lists follow-ups with the names of customers: %v (%v)", role, page, err)
		}
		list := func(limit int) error {
			_, err := followUps.List(ctx, mortise.ListOptions{Limit: limit, Fields: []string{"subject", "customer.name", "customer.note", "customer.phone"}})
			return err
		}
		denied(t, role+" reads all through their follow-ups", "quota_exceeded", list(7))
		allowed(t, role+" reads some", list(4))
		_, err = followUps.Get(ctx, talk, "subject", "customer.note")
		allowed(t, role+" reads one", err)
		_, err = followUps.Get(ctx, talk, "subject", "customer.note")
		denied(t, role+" reads the sixth", "quota_exceeded", err)
		_, err = c.Records("customer").List(ctx, mortise.ListOptions{Limit: 1})
		denied(t, role+" reads the sixth directly", "quota_exceeded", err)
		_, err = followUps.List(ctx, mortise.ListOptions{})
		allowed(t, role+" still lists follow-ups", err)
		customer, _ := page.Data[0]["customer"].(map[string]any)
		s.answersNothing(t, role, c, fmt.Sprint(customer["id"]))
	}
	_, err = hers.List(ctx, mortise.ListOptions{Limit: 2}) // she has read three
	allowed(t, "the fifth of a salesperson", err)
	_, err = hers.History(ctx, last)
	denied(t, "the sixth, by its history", "quota_exceeded", err)
}

// answersNothing: once a quota of reading is used up, a change is done, and its
// answer does not show the record.
func (s *shipped) answersNothing(t *testing.T, role string, c *mortise.Client, id string) {
	t.Helper()
	for _, try := range []struct {
		method, tail string
		body         object
	}{
		{"PATCH", "", object{"wechat": "by_" + role}}, {"DELETE", "", nil}, {"POST", ":restore", nil},
		{"POST", ":transfer", object{"to": object{"user": s.bert.id}, "reason": "x"}}, {"POST", ":transfer", object{"to": object{"user": s.anna.id}, "reason": "x"}},
	} {
		r := s.as(t, c, try.method, recordsCustomers+"/"+id+try.tail, try.body)
		if r.status >= 300 || bytes.Contains(r.body, []byte("canary-note")) {
			t.Errorf("%s: %s%s is answered %d %s", role, try.method, try.tail, r.status, r.body)
		}
	}
	rec, err := s.anna.client.Records("customer").Get(context.Background(), id)
	if err != nil || rec.Text("wechat") != "by_"+role || rec.Text("note") != "canary-note" {
		t.Errorf("the owner reads %v (%v)", rec, err)
	}
}
