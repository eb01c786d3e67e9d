package acceptance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// sample is a policy of another product's examples, said in grants of ours.
// What it has to decide is read from its own files.
type sample struct {
	file string // below the folder access
	docs func(t *testing.T) []mortise.Document
	load func(w *world)
	// asks says how a question of the sample is asked here: "type relation" →
	// entity and action.
	asks map[string]ask
	// not says why other questions are not asked.
	not map[string]string
}

type ask struct{ entity, action string }

// world is what a sample is about: its users, teams and records by name.
type world struct {
	*server
	t       *testing.T
	prefix  string
	users   map[string]string // name → id
	teams   map[string]string
	records map[string]string // "entity name" → id
}

func (w *world) user(name string, fields mortise.Record, roles ...string) string {
	w.t.Helper()
	values := mortise.Record{"name": name, "email": strings.ReplaceAll(w.prefix, " ", "-") + "." + strings.ToLower(name) + "@samples.test"}
	for k, v := range fields {
		values[k] = v
	}
	id := mustCreate(w.t, w.admin, "user", values).ID()
	w.users[name] = id
	for _, role := range roles {
		mustCreate(w.t, w.admin, "user_role", mortise.Record{"user": id, "role": w.role(role)})
	}
	return id
}

func (w *world) role(name string) string {
	w.t.Helper()
	page, err := w.admin.Records("role").List(context.Background(), mortise.ListOptions{Filter: fmt.Sprintf("name == %q", name)})
	if err != nil || len(page.Data) != 1 {
		w.t.Fatalf("role %s: %v", name, err)
	}
	return page.Data[0].ID()
}

// team makes a team of users that holds roles.
func (w *world) team(name string, members []string, roles ...string) {
	w.t.Helper()
	id := mustCreate(w.t, w.admin, "team", mortise.Record{"name": w.prefix + " " + name}).ID()
	w.teams[name] = id
	for _, m := range members {
		mustCreate(w.t, w.admin, "team_member", mortise.Record{"team": id, "user": w.users[m]})
	}
	for _, role := range roles {
		mustCreate(w.t, w.admin, "team_role", mortise.Record{"team": id, "role": w.role(role)})
	}
}

func (w *world) add(entity, name string, fields mortise.Record) string {
	w.t.Helper()
	values := mortise.Record{"name": name}
	for k, v := range fields {
		values[k] = v
	}
	id := mustCreate(w.t, w.admin, entity, values).ID()
	w.records[entity+" "+name] = id
	return id
}

// shareAt shares a record at a moment, until another.
func (w *world) shareAt(at time.Time, entity, name string, to record.ShareTo, level string, until *time.Time) {
	w.t.Helper()
	admin, _, err := w.serving.App.Identity.UserByEmail(context.Background(), "main", "root@example.test")
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := w.serving.App.CallerOf(context.Background(), "main", admin)
	if err != nil {
		w.t.Fatal(err)
	}
	c.Now = at
	if _, err := w.serving.App.Records.Share(context.Background(), c, entity, w.records[entity+" "+name], record.ShareRequest{To: to, Level: level, Until: until}); err != nil {
		w.t.Fatalf("share %s %s: %v", entity, name, err)
	}
}

func (w *world) share(entity, name, level string, to record.ShareTo) {
	w.t.Helper()
	w.shareAt(time.Now().UTC(), entity, name, to, level, nil)
}

// may asks one question, at a moment.
func (w *world) may(user string, a ask, name string, at time.Time) bool {
	w.t.Helper()
	ctx := context.Background()
	c, err := w.serving.App.CallerOf(ctx, "main", w.users[user])
	if err != nil {
		w.t.Fatalf("%s: %v", user, err)
	}
	if !at.IsZero() {
		c.Now = at
	}
	id := w.records[a.entity+" "+name]
	if a.entity == "user" {
		id = w.users[name]
	}
	if id == "" {
		w.t.Fatalf("there is no %s %s", a.entity, name)
	}
	_, err = w.serving.App.Records.Get(ctx, c, a.entity, id, []string{"id"}, nil)
	if a.action == "read" || err != nil {
		return err == nil
	}
	answer, err := w.serving.App.Records.MayI(ctx, c, a.entity, []string{id})
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.Contains(answer[id].Actions, a.action)
}

// TestAcceptanceSamples compares the decisions of other products' examples with ours.
func TestAcceptanceSamples(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "access")
	t.Setenv("ACCEPTANCE_URL", "") // it asks as of other times, and so needs a server of its own
	s := start(t)
	docs := sampleUsers(t, s)
	for _, name := range sortedKeys(samples) {
		docs = append(docs, samples[name].docs(t)...)
	}
	s.publish(t, docs)
	decisions, refused := 0, map[string]int{}
	for _, name := range sortedKeys(samples) {
		p := samples[name]
		w := &world{server: s, t: t, prefix: name, users: map[string]string{}, teams: map[string]string{}, records: map[string]string{}}
		p.load(w)
		n := 0
		for _, q := range questions(t, filepath.Join(dir, p.file), w) {
			a, ok := p.asks[q.object+" "+q.relation]
			if !ok {
				refused[name+": "+q.object+" "+q.relation+": "+p.not[q.object+" "+q.relation]]++
				if p.not[q.object+" "+q.relation] == "" {
					t.Errorf("%s asks for %s of %s: neither asked nor said why not", name, q.relation, q.object)
				}
				continue
			}
			n++
			if got := w.may(q.user, a, q.name, q.at); got != q.want {
				t.Errorf("%s: %s %s %s %s at %v: %v, want %v", name, q.user, q.relation, q.object, q.name, q.at, got, q.want)
			}
		}
		t.Logf("%s: %d decisions equal", name, n)
		decisions += n
	}
	t.Logf("%d samples, %d decisions", len(samples), decisions)
	for _, why := range sortedKeys(refused) {
		t.Logf("not re-expressed: %s (%d)", why, refused[why])
	}
}

// question is one decision that a sample states.
type question struct {
	user, relation, object, name string // object is its type
	at                           time.Time
	want                         bool
}

func questions(t *testing.T, path string, w *world) []question {
	t.Helper()
	if strings.HasSuffix(path, ".yaml") {
		return relationQuestions(t, path, w)
	}
	return requestQuestions(t, path)
}

type storeFile struct {
	Tests []struct {
		Check []struct {
			User, Object string
			Context      map[string]any
			Assertions   map[string]bool
		}
		ListObjects []struct {
			User, Type string
			Context    map[string]any
			Assertions map[string][]string
		} `yaml:"list_objects"`
		ListUsers []struct {
			Object     string
			Context    map[string]any
			UserFilter []struct{ Type, Relation string } `yaml:"user_filter"`
			Assertions map[string]struct{ Users []string }
		} `yaml:"list_users"`
	}
}

// relationQuestions reads the tests of a store of relationships: checks one by
// one, and lists as a question about each object or user that there is.
func relationQuestions(t *testing.T, path string, w *world) []question {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f storeFile
	if err := yaml.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	var out []question
	for _, test := range f.Tests {
		for _, c := range test.Check {
			kind, name, _ := strings.Cut(c.Object, ":")
			for relation, want := range c.Assertions {
				out = append(out, question{after(c.User), relation, kind, name, moment(c.Context), want})
			}
		}
		for _, l := range test.ListObjects {
			for relation, objects := range l.Assertions {
				for key := range w.records {
					entity, name, _ := strings.Cut(key, " ")
					if samples[w.prefix].asks[l.Type+" "+relation].entity == entity {
						out = append(out, question{after(l.User), relation, l.Type, name, moment(l.Context), slices.Contains(objects, l.Type+":"+name)})
					}
				}
			}
		}
		for _, l := range test.ListUsers {
			kind, name, _ := strings.Cut(l.Object, ":")
			for relation, set := range l.Assertions {
				if l.UserFilter[0].Relation != "" || slices.ContainsFunc(set.Users, func(u string) bool { return strings.HasSuffix(u, ":*") }) {
					continue // asks for groups, or for everybody, not for users
				}
				for user := range w.users {
					if l.UserFilter[0].Type == "employee" == slices.ContainsFunc(set.Users, func(u string) bool { return strings.HasPrefix(u, "employee:") }) {
						out = append(out, question{user, relation, kind, name, moment(l.Context), slices.ContainsFunc(set.Users, func(u string) bool { return after(u) == user })})
					}
				}
			}
		}
	}
	return out
}

func after(text string) string {
	_, name, _ := strings.Cut(text, ":")
	return name
}

func moment(context map[string]any) time.Time {
	text, _ := context["current_time"].(string)
	at, _ := time.Parse(time.RFC3339, text)
	return at
}

// requestQuestions reads a folder of requests that are to be allowed or denied.
func requestQuestions(t *testing.T, dir string) []question {
	t.Helper()
	var out []question
	for verdict, want := range map[string]bool{"ALLOW": true, "DENY": false} {
		files, err := filepath.Glob(filepath.Join(dir, verdict, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no requests in %s %s: %v", dir, verdict, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var r struct {
				Principal, Action, Resource string
				Context                     map[string]any
			}
			if err := json.Unmarshal(raw, &r); err != nil {
				t.Fatal(err)
			}
			part := func(s string) (kind, name string) {
				kind, name, _ = strings.Cut(s, "::")
				return kind, strings.Trim(name, `"`)
			}
			_, user := part(r.Principal)
			_, action := part(r.Action)
			kind, name := part(r.Resource)
			if signedIn, asked := r.Context["is_authenticated"].(bool); asked && !signedIn {
				action += " (not signed in)"
			}
			out = append(out, question{user, action, kind, name, time.Time{}, want})
		}
	}
	return out
}
