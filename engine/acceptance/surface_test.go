package acceptance_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// kind is what a surface could betray.
type kind string

// The columns of the matrix.
const (
	rowDenied    kind = "row denied"
	fieldHidden  kind = "field hidden"
	fieldMasked  kind = "field masked"
	actionDenied kind = "action denied"
)

var kinds = []kind{rowDenied, fieldHidden, fieldMasked, actionDenied}

// probe is one attempt to get at what is denied to seller A, and the control
// that the chief does get at it the same way.
type probe struct {
	method, path, body string
	// canary must not occur in A's answer and must in the chief's; "" when the
	// answer's status alone counts.
	canary string
	// refused: A's answer is an error, and the chief's is none.
	refused bool
	// like is another path that must be answered to A with the same bytes, so
	// that the answer tells nothing.
	like string
	// admin makes the administrator the control, where the chief may not either.
	admin bool
	// lacking: the control cannot be made here; another probe of the surface, or
	// another test, has it.
	lacking bool
}

// surface is a way in which records, or what is known of them, come out or
// change. Each column has probes, or a reason why it cannot be.
type surface struct {
	name   string
	routes []string // "GET /api/v1/records/:entity"
	cells  map[kind][]probe
	none   map[kind]string
}

// fill puts the cast's records into a text. {spare} and {poolspare} are a new
// record of A and of nobody for each request, for probes whose control changes
// it.
func (c *cast) fill(text string) string {
	return strings.NewReplacer(slices.Concat(c.past, []string{"{own}", c.own.ID(), "{rival}", c.rival.ID(), "{pool}", c.pool.ID(), "{a}", c.a.id, "{b}", c.b.id, "{chief}", c.chief.id,
		"{missing}", missingDeal, "{firm}", c.foreign.ID(), "{open}", c.open, "{closed}", c.closed,
		"{talk}", c.talk, "{talkfile}", c.talkFile, "{paper}", c.paper, "{ledger}", c.ledger, "{photo}", c.photo})...).Replace(text)
}

// TestSurfaces runs the whole matrix: every route and every kind of job stands
// in it, every cell is tried, and nothing comes out.
func TestSurfaces(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	if c.serving.App == nil {
		t.Skip("the routes of a server that runs elsewhere cannot be listed")
	}
	c.publish(t, []mortise.Document{
		document(t, "grant", object{"name": "deal_export", "role": "seller", "entity": "deal", "actions": []string{"export"}, "scope": []string{"own", "pool"}}),
		document(t, "pool", object{"name": "deals", "title": "Deals", "entity": "deal", "members": []string{"seller"}, "admins": []string{"chief"}, "hidden": []string{"margin"}}),
	})
	c.withFiles(t)
	c.withTalk(t)
	c.withRelations(t)
	c.withPast(t)
	c.everyRouteIsListed(t)
	cells, probes := 0, 0
	for _, s := range append(slices.Clone(surfaces), relationSurfaces...) {
		for _, k := range kinds {
			tries := s.cells[k]
			switch reason := s.none[k]; {
			case len(tries) == 0 && reason == "":
				t.Errorf("%s × %s is neither tried nor said to be impossible", s.name, k)
			case len(tries) > 0 && reason != "":
				t.Errorf("%s × %s is tried and said to be impossible", s.name, k)
			case len(tries) > 0:
				cells++
			}
			for _, p := range tries {
				probes++
				c.try(t, s.name+" × "+string(k), p)
			}
		}
	}
	t.Logf("%d surfaces × %d columns: %d cells tried with %d probes", len(surfaces)+len(relationSurfaces), len(kinds), cells, probes)
}

// try makes an attempt as A, and then the control as the chief.
func (c *cast) try(t *testing.T, cell string, p probe) {
	t.Helper()
	before := c.stored(t)
	got := c.ask(t, p, p.path, c.a)
	if p.canary != "" && bytes.Contains(got.body, []byte(c.fill(p.canary))) {
		t.Errorf("%s: %s %s betrays %q: %.500s", cell, p.method, p.path, p.canary, got.body)
	}
	if p.refused && got.status < 400 {
		t.Errorf("%s: %s %s is answered %d: %.300s", cell, p.method, p.path, got.status, got.body)
	}
	if p.method != http.MethodGet && p.refused && !strings.Contains(p.path, "spare}") && c.stored(t) != before {
		t.Errorf("%s: %s %s is refused, and yet changed something", cell, p.method, p.path)
	}
	if p.like != "" {
		other := c.ask(t, p, p.like, c.a)
		if got.status != other.status || !bytes.Equal(got.body, other.body) {
			t.Errorf("%s: %s %s: %d %.300s\nbut %s: %d %.300s", cell, p.method, p.path, got.status, got.body, p.like, other.status, other.body)
		}
	}
	if p.lacking {
		return
	}
	who := c.chief
	if p.admin {
		who = person{client: c.admin}
	}
	control := c.ask(t, p, p.path, who)
	if control.status >= 400 {
		t.Errorf("%s: control: %s %s is answered %d: %.300s", cell, p.method, p.path, control.status, control.body)
	}
	if p.canary != "" && !bytes.Contains(control.body, []byte(c.fill(p.canary))) {
		t.Errorf("%s: control: %s %s lacks %q: %.500s", cell, p.method, p.path, p.canary, control.body)
	}
}

func (c *cast) ask(t *testing.T, p probe, path string, who person) reply {
	t.Helper()
	fill := c.fill
	for name, owner := range map[string]any{"{spare}": c.a.id, "{poolspare}": nil} {
		if strings.Contains(path+p.body, name) {
			spare := mustCreate(t, c.admin, "deal", mortise.Record{"name": "Spare", "owner": owner}).ID()
			fill = func(text string) string { return strings.ReplaceAll(c.fill(text), name, spare) }
		}
	}
	q := call{method: p.method, path: fill(path), token: who.client.Token()}
	if p.body != "" {
		q.body = strings.NewReader(fill(p.body))
	}
	r := c.call(t, q)
	if r.broken != nil || r.status >= 500 {
		t.Fatalf("%s %s: status %d %v: %.300s", p.method, path, r.status, r.broken, r.body)
	}
	return r
}

// everyRouteIsListed fails for a route that no surface has and that is not
// said to hold no records.
func (c *cast) everyRouteIsListed(t *testing.T) {
	t.Helper()
	listed := map[string]bool{}
	for _, s := range surfaces {
		for _, r := range s.routes {
			listed[r] = true
		}
	}
	for r := range withoutRecords {
		if listed[r] {
			t.Errorf("%s is a surface and said to hold no records", r)
		}
		listed[r] = true
	}
	seen := map[string]bool{}
	for _, r := range c.serving.App.HTTP.GetRoutes(true) {
		if r.Method == http.MethodHead || seen[r.Method+" "+r.Path] {
			continue
		}
		name := r.Method + " " + strings.ReplaceAll(r.Path, `\:`, ":")
		seen[name] = true
		if !listed[name] {
			t.Errorf("%s is in no surface of the matrix", name)
		}
	}
	for r := range listed {
		if !seen[r] {
			t.Errorf("%s is in the matrix, but there is no such route", r)
		}
	}
}

// TestJobsAreListed fails for a kind of job of which nobody has said who may
// learn what from it.
func TestJobsAreListed(t *testing.T) {
	t.Parallel()
	a, err := app.New(t.Context(), openStore(t))
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Concat(jobs.Kinds(), a.Jobs.Offered())
	slices.Sort(got)
	if want := sortedKeys(jobSurfaces); !slices.Equal(got, want) {
		t.Errorf("the kinds of jobs are %v, the matrix has %v", got, want)
	}
}

func openStore(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// query writes a query string.
func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return "?" + v.Encode()
}

// twice is a condition with a value that is there, and the same with one that
// is not: both must be answered alike.
func twice(filter, value, other string) (path, like string) {
	return recordsDeals + query("filter", strings.ReplaceAll(filter, "$", value)), recordsDeals + query("filter", strings.ReplaceAll(filter, "$", other))
}

func filterProbe(filter, value, other, canary string) probe {
	path, like := twice(filter, value, other)
	return probe{method: "GET", path: path, like: like, canary: canary}
}

// unique keeps the sorted names of the surfaces apart.
func TestSurfacesAreNamedOnce(t *testing.T) {
	t.Parallel()
	var names []string
	for _, s := range append(slices.Clone(surfaces), relationSurfaces...) {
		names = append(names, s.name)
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a surface stands twice: %v", names)
	}
}
