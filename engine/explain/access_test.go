package explain_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Who may ask, and what nobody learns by asking.
func testWhoMayAsk(t *testing.T, w *world) {
	t.Parallel()
	ctx := context.Background()
	li := w.caller("Li", "en")
	ask := func(q explain.Question) error {
		_, err := w.service.Explain(ctx, li, q)
		return err
	}
	kind := func(want problem.Kind, err error) {
		t.Helper()
		if !problem.Is(err, want) {
			t.Errorf("want a problem of kind %d, got %v", want, err)
		}
	}
	kind(problem.Forbidden, ask(explain.Question{User: w.users["Wang"], Entity: "customer", ID: w.records["held"]}))
	hidden, missing := ask(explain.Question{Entity: "customer", ID: w.records["acme"]}), ask(explain.Question{Entity: "customer", ID: w.users["Li"]})
	kind(problem.NotFound, hidden)
	kind(problem.NotFound, missing)
	if hidden.Error() != missing.Error() {
		t.Errorf("unreadable says %q, missing %q", hidden, missing)
	}
	_, err := w.service.Explain(ctx, w.caller("Chen", "en"), explain.Question{Entity: "customer"})
	kind(problem.NotFound, err)
	kind(problem.NotFound, ask(explain.Question{Entity: "nothing"}))
	credit, unknown := ask(explain.Question{Entity: "customer", ID: w.records["held"], Field: "credit"}), ask(explain.Question{Entity: "customer", ID: w.records["held"], Field: "nothing"})
	kind(problem.Invalid, credit)
	if strings.ReplaceAll(credit.Error(), "credit", "nothing") != unknown.Error() {
		t.Errorf("a field that he reads nowhere says %q, one that is not there %q", credit, unknown)
	}
	_, err = w.service.Who(ctx, li, explain.WhoQuestion{Entity: "customer", ID: w.records["held"]})
	kind(problem.Forbidden, err)
	_, err = w.service.What(ctx, li, explain.WhatQuestion{User: w.users["Wang"]})
	kind(problem.Forbidden, err)
	if _, err = w.service.What(ctx, li, explain.WhatQuestion{}); err != nil {
		t.Error(err)
	}
	w.audited(t, "Li", 9)
}

// audited tells when fewer questions of somebody are in the audit.
func (w *world) audited(t *testing.T, name string, least int) {
	t.Helper()
	var asked int
	row := w.App.DB.Pool().QueryRow(context.Background(), "SELECT count(*) FROM ws_main.audit WHERE actor = $1 AND action LIKE 'access.%'", w.users[name])
	if err := row.Scan(&asked); err != nil || asked < least {
		t.Errorf("%d questions of %s are in the audit: %v", asked, name, err)
	}
}

// An asker who reads no customer finds no value of one in any answer.
func testWordsDoNotLeak(t *testing.T, w *world) {
	t.Parallel()
	for _, language := range []string{"en", "zh-CN"} {
		for name, user := range w.users {
			for _, action := range []string{"read", "update", "archive", "export"} {
				a, err := w.service.Explain(context.Background(), w.caller("Wu", language), explain.Question{User: user, Entity: "customer", ID: w.records["acme"], Action: action, Field: "phone"})
				if err != nil {
					t.Fatal(err)
				}
				raw, err := json.Marshal(a)
				if err != nil {
					t.Fatal(err)
				}
				for _, secret := range []string{"Acme", "13800138000", "700", "Sales\"", w.users["Wang"], w.records["sales"]} {
					if strings.Contains(string(raw), secret) {
						t.Errorf("%s about %s: %s stands in %s", action, name, secret, raw)
					}
				}
				for _, r := range a.Reasons {
					for _, c := range r.Conditions {
						if c.Holds != nil {
							t.Errorf("%s about %s: tells whether %q holds", action, name, c.Text)
						}
					}
				}
			}
		}
	}
}

// Who may agrees with each user's own list.
func testWhoAgreesWithLists(t *testing.T, w *world) {
	t.Parallel()
	ctx := context.Background()
	for _, record := range []string{"acme", "bolt", "held"} {
		a, err := w.service.Who(ctx, w.caller("Root", "en"), explain.WhoQuestion{Entity: "customer", ID: w.records[record]})
		if err != nil {
			t.Fatal(err)
		}
		if a.Total != len(a.Users) {
			t.Errorf("%s: total %d, users %v", record, a.Total, a.Users)
		}
		for name, client := range w.clients {
			_, err := client.Records("customer").Get(ctx, w.records[record])
			i := slices.IndexFunc(a.Users, func(u explain.Able) bool { return u.ID == w.users[name] })
			if (err == nil) != (i >= 0) {
				t.Errorf("%s may read %s: %v; who says %v", name, record, err, a.Users)
			}
			if i >= 0 && (len(a.Users[i].Grants) == 0 || a.Users[i].Grants[0].Via == "" || a.Users[i].Name == "") {
				t.Errorf("%s may read %s: %v", name, record, a.Users[i])
			}
		}
	}
	first, err := w.service.Who(ctx, w.caller("Root", "en"), explain.WhoQuestion{Entity: "customer", ID: w.records["bolt"], Limit: 2})
	if err != nil || len(first.Users) != 2 || first.Next != first.Users[1].ID {
		t.Fatalf("a page of two: %v %v", first, err)
	}
	second, err := w.service.Who(ctx, w.caller("Root", "en"), explain.WhoQuestion{Entity: "customer", ID: w.records["bolt"], Limit: 2, After: first.Next})
	if err != nil || len(second.Users) == 0 || second.Users[0].ID <= first.Next || second.Total != first.Total {
		t.Fatalf("the page after: %v %v", second, err)
	}
}

// What a user may do, in words.
func testWhat(t *testing.T, w *world) {
	t.Parallel()
	for _, language := range []string{"en", "zh-CN"} {
		a, err := w.service.What(context.Background(), w.caller("Root", language), explain.WhatQuestion{User: w.users["Zhao"], Entity: "customer", Counts: true})
		if err != nil {
			t.Fatal(err)
		}
		a.TookMS, a.User = 0, ""
		raw, err := json.MarshalIndent(a, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/what."+language+".json", string(raw)+"\n")
	}
}

// An administrator sees which policies fail, nobody else does.
func testHealth(t *testing.T, w *world) {
	t.Parallel()
	h, err := w.service.Health(context.Background(), w.caller("Root", "en"))
	if err != nil || h.Entities < 10 || len(h.Failing) > 0 || h.Revision != nil {
		t.Errorf("%v %v", h, err)
	}
	if _, err := w.service.Health(context.Background(), w.caller("Li", "en")); !problem.Is(err, problem.Forbidden) {
		t.Errorf("Li sees the health of access: %v", err)
	}
}

// What an explanation says is what happens.
func testExplanationsAgree(t *testing.T, w *world) {
	t.Parallel()
	ctx := context.Background()
	allowed := 0
	for name, client := range w.clients {
		for _, record := range []string{"acme", "bolt", "held"} {
			_, err := client.Records("customer").Get(ctx, w.records[record])
			may, mayErr := client.Access(ctx, "customer", []string{w.records[record]})
			if mayErr != nil && err == nil {
				t.Fatal(mayErr)
			}
			for _, action := range []string{"read", "update", "archive"} {
				a, askErr := w.service.Explain(ctx, w.caller("Root", "en"), explain.Question{User: w.users[name], Entity: "customer", ID: w.records[record], Action: action})
				if askErr != nil {
					t.Fatal(askErr)
				}
				is := err == nil
				if action != "read" {
					is = slices.Contains(may[w.records[record]].Actions, action)
				}
				if a.Allowed != is {
					t.Errorf("%s may %s %s: %t, explained as %q", name, action, record, is, a.Text)
				}
				if is {
					allowed++
				}
			}
		}
	}
	if allowed < 5 {
		t.Errorf("only %d of all are allowed", allowed)
	}
}

// Who asks about himself is not told of fields that he can read on no record,
// though they decide.
func testFieldsThatDoNotExist(t *testing.T, w *world) {
	t.Parallel()
	ctx := context.Background()
	sun := w.caller("Sun", "en")
	a, err := w.service.Explain(ctx, sun, explain.Question{Entity: "customer", ID: w.records["fine"]})
	if err != nil || !a.Allowed {
		t.Fatalf("Sun may read the customer: %v %v", a, err)
	}
	all, err := w.service.What(ctx, sun, explain.WhatQuestion{Entity: "customer"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal([]any{a, all})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"credit", "Credit", "600", "723", "department", "Service", "hidden"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("%s stands in %s", secret, raw)
		}
	}
	if !strings.Contains(string(raw), "what you may not see") {
		t.Errorf("nothing says that there is more: %s", raw)
	}
}
