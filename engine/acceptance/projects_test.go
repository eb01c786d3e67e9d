package acceptance_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// abacPolicy is a policy of attributes: who and what there is.
type abacPolicy struct {
	users, resources map[string]map[string]string // name → attribute → text; sets keep their braces
}

var abacLine = regexp.MustCompile(`^(userAttrib|resourceAttrib)\((\w+),\s*(.*)\)$`)

func readPolicy(t *testing.T, file string) abacPolicy {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := abacPolicy{map[string]map[string]string{}, map[string]map[string]string{}}
	for _, line := range strings.Split(string(raw), "\n") {
		m := abacLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		attributes := map[string]string{}
		for _, pair := range strings.Split(m[3], ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			attributes[name] = strings.TrimSpace(value)
		}
		if m[1] == "userAttrib" {
			p.users[m[2]] = attributes
		} else {
			p.resources[m[2]] = attributes
		}
	}
	return p
}

// set gives the elements of "{a b}".
func set(text string) []string { return strings.Fields(strings.Trim(text, "{}")) }

// projectDefinitions say the five rules of the study as grants. An area of
// expertise is one text, for every task of the study needs exactly one.
func projectDefinitions(t *testing.T, s *server) []mortise.Document {
	grant := func(name, when string, actions []string, read, write any) mortise.Document {
		return document(t, "grant", object{"name": name, "role": "everyone", "entity": "asset", "actions": actions, "scope": "all", "when": when, "read": read, "write": write})
	}
	none := object{"only": []string{}}
	seen := object{"only": []string{"name", "kind", "content"}}
	working := "kind == 'task' && project in user.projects && expertise in user.expertise"
	return []mortise.Document{
		withUserFields(t, s, object{
			"projects": field("tags", "upr0jects1", nil), "projects_led": field("tags", "upr0jectsl", nil), "tasks": field("tags", "utasks0001", nil),
			"expertise": field("tags", "uexpertis1", nil), "employee": field("boolean", "uemployee1", nil),
		}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "asset", "title": "Asset", "type": "object", "x-id": "a5s9et0001", "x-label": "name",
			"properties": object{
				"name": field("text", "a5name0001", nil), "kind": field("text", "a5kind0001", nil), "project": field("text", "a5project1", nil),
				"expertise": field("text", "a5experti1", nil), "proprietary": field("boolean", "a5propriet", nil),
				"content": field("text", "a5content1", nil), "status": field("text", "a5status01", nil),
			},
		}),
		document(t, "grant", object{"name": "asset_admin", "role": "administrator", "entity": "asset", "actions": []string{"create", "import"}, "scope": "all", "write": "all"}),
		grant("leads", "kind in ['schedule', 'budget'] && project in user.projects_led", []string{"read", "update"}, seen, object{"only": []string{"content"}}),
		grant("schedule", "kind == 'schedule' && project in user.projects", []string{"read"}, seen, none),
		grant("assigned", "kind == 'task' && name in user.tasks", []string{"read", "update"}, object{"only": []string{"name", "status"}}, object{"only": []string{"status"}}),
		grant("open_tasks", working+" && proprietary == false", []string{"read", "comment"}, seen, none),
		grant("employees", working+" && user.employee == true", []string{"read", "comment"}, seen, none),
	}
}

// withUserFields gives the entity of users with more fields.
func withUserFields(t *testing.T, s *server, fields object) mortise.Document {
	t.Helper()
	raw, err := s.admin.Definitions().Get(context.Background(), "entity", "user")
	if err != nil {
		t.Fatal(err)
	}
	var body object
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	for name, f := range fields {
		body["properties"].(object)[name] = f
	}
	return document(t, "entity", body)
}

// projectUser is one user of the study, and how he sees the assets.
type projectUser struct {
	person
	listed map[string]bool                // assets whose content a list shows
	may    map[string]map[string][]string // asset → actions and "write:<field>" of me/access
}

// TestAcceptanceProjectManagement compares all cells of the study, asked one by one
// through the API and in lists, with its matrix.
func TestAcceptanceProjectManagement(t *testing.T) {
	dir := filepath.Join(dataFolder(t), "access", "project-management")
	policy := readPolicy(t, filepath.Join(dir, "project-management.abac"))
	s := start(t)
	s.publish(t, projectDefinitions(t, s))
	ids := map[string]string{}
	for _, name := range sortedKeys(policy.resources) {
		a := policy.resources[name]
		values := mortise.Record{"name": name, "kind": a["type"], "project": a["project"], "content": "content of " + name, "status": "open"}
		if a["type"] == "task" {
			values["expertise"], values["proprietary"] = set(a["expertise"])[0], a["proprietary"] == "True"
		}
		ids[name] = mustCreate(t, s.admin, "asset", values).ID()
	}
	users := map[string]*projectUser{}
	for _, name := range sortedKeys(policy.users) {
		users[name] = s.projectUser(t, name, policy.users[name], ids)
	}
	cells, wrong := 0, 0
	for _, row := range readMatrix(t, filepath.Join(dir, "project-management.csv")) {
		cells++
		if got := users[row[0]].decide(t, s, row[1], ids[row[1]], row[2]); got != row[3] {
			wrong++
			t.Errorf("%s %s %s: %s, want %s", row[0], row[2], row[1], got, row[3])
		}
	}
	t.Logf("%d users × %d assets × 4 actions: %d cells, %d differ", len(users), len(ids), cells, wrong)
	if cells != 3040 {
		t.Errorf("%d cells, want 3,040", cells)
	}
}

func (s *server) projectUser(t *testing.T, name string, a map[string]string, ids map[string]string) *projectUser {
	t.Helper()
	u := &projectUser{person: s.newUser(t, name, nil), listed: map[string]bool{}, may: map[string]map[string][]string{}}
	_, err := s.admin.Records("user").Update(context.Background(), u.id, 0, mortise.Record{
		"projects": set(a["projects"]), "projects_led": set(a["projectsLed"]), "tasks": set(a["tasks"]), "expertise": set(a["expertise"]),
		"employee": a["isEmployee"] == "True",
	})
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range u.client.Records("asset").All(context.Background(), mortise.ListOptions{Fields: []string{"name", "content"}, Filter: "content != nil", Limit: 7}) {
		if err != nil {
			t.Fatal(err)
		}
		u.listed[rec["name"].(string)] = true
	}
	var list []string
	for _, id := range ids {
		list = append(list, id)
	}
	r := s.call(t, call{method: "GET", token: u.client.Token(), path: "/api/v1/me/access?" + url.Values{"entity": {"asset"}, "ids": {strings.Join(list, ",")}}.Encode()})
	var answer struct {
		Data map[string]struct {
			Actions []string
			Fields  map[string]string
		}
	}
	if err := json.Unmarshal(r.body, &answer); err != nil || r.status != http.StatusOK {
		t.Fatalf("%v %s", err, r.body)
	}
	for id, m := range answer.Data {
		u.may[id] = map[string][]string{"actions": m.Actions}
		for f, how := range m.Fields {
			u.may[id][how] = append(u.may[id][how], f)
		}
	}
	return u
}

// decide asks for one cell of the matrix.
func (u *projectUser) decide(t *testing.T, s *server, asset, id, action string) string {
	t.Helper()
	ctx := context.Background()
	allowed := false
	switch action {
	case "read":
		rec, err := u.client.Records("asset").Get(ctx, id)
		allowed = err == nil && rec["content"] != nil
		if allowed != u.listed[asset] {
			t.Errorf("%s: a list and a get differ", asset)
		}
	case "write":
		_, err := u.client.Records("asset").Update(ctx, id, 0, mortise.Record{"content": "written"})
		allowed = err == nil
		if allowed != slices.Contains(u.may[id]["write"], "content") {
			t.Errorf("%s: what may be written and what is differ", asset)
		}
	case "setStatus":
		_, err := u.client.Records("asset").Update(ctx, id, 0, mortise.Record{"status": "done"})
		allowed = err == nil
		if allowed != slices.Contains(u.may[id]["write"], "status") {
			t.Errorf("%s: what may be written and what is differ", asset)
		}
	case "request":
		allowed = slices.Contains(u.may[id]["actions"], "comment")
	}
	if allowed {
		return "allow"
	}
	return "deny"
}

// readMatrix gives the rows user, resource, action, expected.
func readMatrix(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
