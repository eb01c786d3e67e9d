package acceptance_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// rbac is a set of users and their permissions, both by number.
type rbac struct {
	users, permissions []string
	holds              map[[2]string]bool // user, permission
}

func readRBAC(t *testing.T, file string) rbac {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := rbac{holds: map[[2]string]bool{}}
	users, permissions := map[string]bool{}, map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		pair := strings.Fields(lines.Text())
		if len(pair) != 2 {
			continue
		}
		users[pair[0]], permissions[pair[1]] = true, true
		r.holds[[2]string{pair[0], pair[1]}] = true
	}
	r.users, r.permissions = byNumber(users), byNumber(permissions)
	return r
}

func byNumber(set map[string]bool) []string {
	list := sortedKeys(set)
	sort.Slice(list, func(i, j int) bool {
		a, _ := strconv.Atoi(list[i])
		b, _ := strconv.Atoi(list[j])
		return a < b
	})
	return list
}

// bundles puts permissions together that the same users hold: number → bundle.
func (r rbac) bundles() map[string]string {
	names := map[string]string{}
	out := map[string]string{}
	for _, p := range r.permissions {
		var holders strings.Builder
		for _, u := range r.users {
			if r.holds[[2]string{u, p}] {
				holders.WriteString(u + " ")
			}
		}
		if names[holders.String()] == "" {
			names[holders.String()] = fmt.Sprintf("b%d", len(names))
		}
		out[p] = names[holders.String()]
	}
	return out
}

func doorEntity(t *testing.T, name, id string) mortise.Document {
	return document(t, "entity", object{
		"$schema": "mortise:entity", "name": name, "title": name, "type": "object", "x-id": "d" + id, "x-label": "number",
		"properties": object{"number": field("text", "n"+id, nil), "bundle": field("text", "b"+id, nil)},
	})
}

func bundleGrant(t *testing.T, entity, bundle string) mortise.Document {
	return document(t, "grant", object{
		"name": bundle, "direct": true, "entity": entity, "actions": []string{"read"}, "scope": "all",
		"when": "bundle == '" + bundle + "'", "read": "all",
	})
}

// TestAcceptanceHealthCare loads a real set of users and permissions as direct grants,
// and compares all cells and all lists.
func TestAcceptanceHealthCare(t *testing.T) {
	r := readRBAC(t, filepath.Join(dataFolder(t), "access", "rbac-real", "hc.txt"))
	ctx := context.Background()
	s := start(t)
	docs := []mortise.Document{
		doorEntity(t, "door", "oor000001"),
		document(t, "grant", object{"name": "door_admin", "role": "administrator", "entity": "door", "actions": []string{"read", "create"}, "scope": "all", "read": "all", "write": "all"}),
	}
	for _, p := range r.permissions {
		docs = append(docs, bundleGrant(t, "door", "p"+p))
	}
	s.publish(t, docs)
	ids := map[string]string{}
	for _, p := range r.permissions {
		ids[p] = mustCreate(t, s.admin, "door", mortise.Record{"number": p, "bundle": "p" + p}).ID()
	}
	allowed, wrong := 0, 0
	for _, u := range r.users {
		who := s.newUser(t, "user"+u, nil)
		var want []string
		for _, p := range r.permissions {
			if r.holds[[2]string{u, p}] {
				want = append(want, p)
				mustCreate(t, s.admin, "user_grant", mortise.Record{"user": who.id, "grant": "p" + p, "reason": "as in the data", "until": "2099-01-01T00:00:00Z"})
			}
		}
		var got []string
		for rec, err := range who.client.Records("door").All(ctx, mortise.ListOptions{Fields: []string{"number"}, Limit: 20}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, rec.Text("number"))
		}
		sort.Strings(got)
		sort.Strings(want)
		if !slices.Equal(got, want) {
			t.Errorf("user %s: the list holds %v, want %v", u, got, want)
		}
		for _, p := range r.permissions {
			reply := s.call(t, call{method: "GET", path: "/api/v1/records/door/" + ids[p], token: who.client.Token()})
			may := reply.status == http.StatusOK
			if may {
				allowed++
			}
			if may != r.holds[[2]string{u, p}] {
				wrong++
				t.Errorf("user %s, permission %s: %d", u, p, reply.status)
			}
		}
	}
	t.Logf("%d users × %d permissions: %d cells, %d allowed, %d differ", len(r.users), len(r.permissions), len(r.users)*len(r.permissions), allowed, wrong)
	if allowed != 1486 {
		t.Errorf("%d pairs are allowed, want 1,486", allowed)
	}
}

// doorEntities is over how many entities the permissions of the large set are
// spread.
const doorEntities = 41

// TestAcceptanceAmericasLarge loads a set of 3,485 users and 10,127 permissions: the
// server stays usable, and decisions are quick.
func TestAcceptanceAmericasLarge(t *testing.T) {
	r := readRBAC(t, filepath.Join(dataFolder(t), "access", "rbac-real", "americas_large.txt"))
	if os.Getenv("ACCEPTANCE_URL") != "" {
		t.Setenv("ACCEPTANCE_URL", "") // it loads by SQL, and so needs a server of its own
	}
	l := loadLarge(t, r)
	l.administration(t)
	l.decisions(t)
}

// decisions asks for cells by chance, half of them allowed, and measures.
func (l *large) decisions(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	random := rand.New(rand.NewPCG(3485, 10127))
	var pairs [][2]string
	for pair := range l.holds {
		pairs = append(pairs, pair)
	}
	sort.Slice(pairs, func(i, j int) bool { return pairs[i][0]+" "+pairs[i][1] < pairs[j][0]+" "+pairs[j][1] })
	var took []time.Duration
	wrong := 0
	for i := range 3000 {
		pair := pairs[random.IntN(len(pairs))]
		if i%2 == 1 {
			pair[1] = l.permissions[random.IntN(len(l.permissions))]
		}
		began := time.Now()
		c, err := l.server.serving.App.CallerOf(ctx, "main", l.userID[pair[0]])
		if err != nil {
			t.Fatal(err)
		}
		_, err = l.server.serving.App.Records.Get(ctx, c, l.entityOf[pair[1]], l.recordID[pair[1]], nil, nil)
		took = append(took, time.Since(began))
		if (err == nil) != l.holds[pair] {
			wrong++
			t.Errorf("user %s, permission %s: %v", pair[0], pair[1], err)
		}
	}
	slices.Sort(took)
	p50, p95, p99 := took[len(took)/2], took[len(took)*95/100], took[len(took)*99/100]
	t.Logf("%d decisions with the principal loaded anew each time, %d differ: p50 %v, p95 %v, p99 %v", len(took), wrong, p50, p95, p99)
	if p95 > 10*time.Millisecond {
		t.Errorf("p95 is %v, want less than 10 ms", p95)
	}
}
