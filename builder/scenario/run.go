package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Principal is a user who is signed in.
type Principal struct {
	ID     string
	Client *mortise.Client
}

// T hears what is wrong; a *testing.T is one. Fatalf and Fatal do not return.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// Server is what the runner needs of the server under test.
type Server interface {
	// Administrator may do everything with the records of the files.
	Administrator() Principal
	// NewUser makes a user with these roles and signs him in.
	NewUser(t T, name string, roles []string) Principal
}

// runner is one file while it runs.
type runner struct {
	file  *File
	admin Principal
	users map[string]Principal
	ids   map[string]string // of users and records, by name
	// making are the records that are being made, or are made.
	making map[string]bool
}

// Run makes the file's users and records, what the fields of users name first,
// then runs its scenarios in order, each
// through each.
func Run(t T, server Server, f *File, each func(name string, run func(t T))) {
	t.Helper()
	r := &runner{file: f, admin: server.Administrator(), users: map[string]Principal{}, ids: map[string]string{}, making: map[string]bool{}}
	for _, u := range f.Users {
		p := server.NewUser(t, f.Entity+"."+u.Name, u.Roles)
		r.users[u.Name], r.ids[u.Name] = p, p.ID
	}
	for _, u := range f.Users {
		r.place(t, u)
	}
	for _, rec := range f.Records {
		r.create(t, rec.Name)
	}
	for _, s := range f.Scenarios {
		each(s.Name, func(t T) { r.scenario(t, s) })
	}
}

func (r *runner) scenario(t T, s Scenario) {
	before := r.stored(t, s)
	got := r.send(t, s, r.ids[s.Record])
	r.checkDecision(t, s, got)
	r.checkRefusal(t, s, got)
	for _, text := range s.Never {
		if got.tells(text) {
			t.Errorf("the answer has %q, which must never be in it: %s", text, got.body)
		}
	}
	if s.Want != "allowed" {
		r.checkNothingSaid(t, s, got)
		r.checkNothingChanged(t, s, before)
		return
	}
	if s.Action == "list" {
		r.checkList(t, s, got)
	} else if s.Action != "archive" {
		r.checkRecord(t, s, got)
	}
}

// answer is what came back, whole.
type answer struct {
	status  int
	body    []byte
	problem *mortise.Problem
}

// accidental are ids and the fractions of seconds: any digits may stand in them
// by chance.
var accidental = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\.[0-9]+Z`)

// tells finds a text in the answer, where it does not stand by chance.
func (a answer) tells(text string) bool {
	body := string(a.body)
	if !accidental.MatchString(text) {
		body = accidental.ReplaceAllString(body, "")
	}
	return strings.Contains(body, text)
}

func (a answer) record() map[string]any {
	var m map[string]any
	dec := json.NewDecoder(bytes.NewReader(a.body))
	dec.UseNumber()
	_ = dec.Decode(&m)
	return m
}

// send does the scenario's action, on any id.
func (r *runner) send(t T, s Scenario, id string) answer {
	t.Helper()
	resp, err := r.users[s.As].Client.Do(context.Background(), r.request(t, s, id))
	problem, refused := mortise.AsProblem(err)
	if err != nil && !refused {
		t.Fatal(err)
	}
	if resp.Status >= http.StatusInternalServerError {
		t.Fatalf("status %d: %s", resp.Status, resp.Body)
	}
	return answer{resp.Status, resp.Body, problem}
}

func (r *runner) request(t T, s Scenario, id string) mortise.Request {
	path := "/api/v1/records/" + s.Entity
	q := url.Values{}
	for name, value := range map[string]string{"filter": s.Filter, "sort": s.Sort, "fields": s.Expand} {
		if value != "" {
			q.Set(name, value)
		}
	}
	body := func() *bytes.Reader {
		values := r.resolve(s.Values)
		if to, ok := values["to"]; ok && handings[s.Action] {
			values["to"] = map[string]any{"user": to}
		}
		b, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b)
	}
	switch s.Action {
	case "list":
		q.Set("limit", "200")
		q.Set("count", "exact")
		return mortise.Request{Method: http.MethodGet, Path: path, Query: q}
	case "create":
		return mortise.Request{Method: http.MethodPost, Path: path, Body: body()}
	case "read":
		return mortise.Request{Method: http.MethodGet, Path: path + "/" + id, Query: q}
	case "update":
		return mortise.Request{Method: http.MethodPatch, Path: path + "/" + id, Body: body()}
	case "archive":
		return mortise.Request{Method: http.MethodDelete, Path: path + "/" + id}
	case "restore":
		return mortise.Request{Method: http.MethodPost, Path: path + "/" + id + ":restore"}
	case "transfer", "assign", "share", "claim", "release":
		return mortise.Request{Method: http.MethodPost, Path: path + "/" + id + ":" + s.Action, Body: body()}
	}
	panic(fmt.Sprintf("action %q", s.Action))
}

// stored is the record as the administrator reads it, or how many there are
// before a create.
func (r *runner) stored(t T, s Scenario) string {
	t.Helper()
	records := r.admin.Client.Records(s.Entity)
	if s.Action == "list" || s.Action == "create" {
		page, err := records.List(context.Background(), mortise.ListOptions{Limit: 1, Count: "exact"})
		if err != nil || page.Count == nil {
			t.Fatalf("count as administrator: %v", err)
		}
		return fmt.Sprint(*page.Count)
	}
	resp, err := r.admin.Client.Do(context.Background(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/records/" + s.Entity + "/" + r.ids[s.Record]})
	if _, refused := mortise.AsProblem(err); err != nil && !refused {
		t.Fatal(err)
	}
	return string(resp.Body)
}
