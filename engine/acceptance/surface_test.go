package acceptance_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
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
// that somebody who may does get at it the same way.
type probe struct {
	method, path, body string
	header             map[string]string
	// canary must not occur in A's answer and must in the control's; "" when the
	// answer's status alone counts.
	canary string
	// refused: A's answer is an error, and the control's is none.
	refused bool
	// like is another path that must be answered to A with the same bytes, so
	// that the answer tells nothing; to the control they are different.
	like string
	// admin makes the administrator the control, where the chief may not either.
	admin bool
	// scopes: not A asks, but a token of the chief that has these.
	scopes []string
	// job: the answer is a job, of which all is read that comes of it.
	job bool
	// fails is the status of the control, if that is an error too: another one
	// than A's.
	fails int
	// rightly is the path by which the control gets at the same.
	rightly string
	// shows is what the control's answer has instead of the canary, where nobody
	// gets at that.
	shows string
}

// surface is a way in which records, or what is known of them, come out or
// change. Each column has probes, or a reason why it cannot be.
type surface struct {
	name   string
	routes []string // "GET /api/v1/records/:entity"
	cells  map[kind][]probe
	none   map[kind]string
}

// fill puts the cast's records into a text.
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
		document(t, "grant", object{"name": "deal_bulk", "role": "seller", "entity": "deal", "actions": []string{"bulk_edit"}, "scope": []string{"own", "pool"}}),
		document(t, "grant", object{"name": "deal_bulk_chief", "role": "chief", "entity": "deal", "actions": []string{"bulk_edit", "bulk_archive"}, "scope": "all"}),
		document(t, "pool", object{"name": "deals", "title": "Deals", "entity": "deal", "members": []string{"seller"}, "admins": []string{"chief"}, "hidden": []string{"margin"}}),
	})
	c.withFiles(t)
	c.withTalk(t)
	c.withRelations(t)
	c.withPast(t)
	c.withLater(t)
	c.everyRouteIsListed(t)
	var table verdicts
	for _, s := range matrix() {
		for _, k := range kinds {
			table.enter(t, s, k, func(p probe) []string { return c.try(t, p) })
		}
	}
	table.print(t)
}

// try makes an attempt as A, and then the control. It gives what is wrong.
func (c *cast) try(t *testing.T, p probe) (faults []string) {
	t.Helper()
	wrong := func(format string, args ...any) {
		faults = append(faults, p.method+" "+p.path+" "+p.body+": "+fmt.Sprintf(format, args...))
	}
	before := ""
	changes := p.method != http.MethodGet && p.refused && !strings.Contains(p.path+p.body, "spare}") && !strings.Contains(p.path, "gone}")
	if changes {
		before = c.stored(t)
	}
	who := c.a
	if p.scopes != nil {
		who = person{id: c.chief.id, client: c.narrow}
	}
	got := c.ask(t, p, p.path, who)
	if p.canary != "" && bytes.Contains(got.body, []byte(c.fill(p.canary))) {
		wrong("betrays %q: %.500s", p.canary, got.body)
	}
	if p.refused && got.status < 400 {
		wrong("is answered %d: %.300s", got.status, got.body)
	}
	if changes && c.stored(t) != before {
		wrong("is refused, and yet changed something")
	}
	if p.like != "" {
		if other := c.ask(t, p, p.like, who); !same(got, other) {
			wrong("%d %v %.300s\nbut %s: %d %v %.300s", got.status, got.header, got.body, p.like, other.status, other.header, other.body)
		}
	}
	c.controlled(t, p, got, wrong)
	return faults
}

// controlled makes the same attempt as somebody who may.
func (c *cast) controlled(t *testing.T, p probe, got reply, wrong func(format string, args ...any)) {
	t.Helper()
	who := c.chief
	if p.admin {
		who = person{client: c.admin}
	}
	path, shows := p.path, p.canary
	if p.rightly != "" {
		path = p.rightly
	}
	if p.shows != "" {
		shows = p.shows
	}
	control := c.ask(t, p, path, who)
	switch {
	case p.fails == 0 && control.status >= 400, p.fails != 0 && control.status != p.fails:
		wrong("control is answered %d: %.300s", control.status, control.body)
	case shows != "" && !bytes.Contains(control.body, []byte(c.fill(shows))):
		wrong("control lacks %q: %.500s", shows, control.body)
	case p.fails != 0 && same(got, control):
		wrong("control is answered the same: %.300s", control.body)
	case p.like != "" && shows == "" && same(control, c.ask(t, p, p.like, who)):
		wrong("control is answered %d as %s: %.300s", control.status, p.like, control.body)
	case shows == "" && !p.refused && p.like == "":
		wrong("proves nothing")
	}
}

// same tells that two answers cannot be told apart.
func same(a, b reply) bool {
	told := func(r reply) http.Header {
		h := r.header.Clone()
		h.Del("Date")
		return h
	}
	return a.status == b.status && bytes.Equal(a.body, b.body) && reflect.DeepEqual(told(a), told(b))
}

func (c *cast) ask(t *testing.T, p probe, path string, who person) reply {
	t.Helper()
	if p.method == toldByHook {
		return c.told(t, c.fill(path), who)
	}
	fresh, spares := c.fresh(t, path+p.body, who)
	fill := func(text string) string { return c.fill(strings.NewReplacer(fresh...).Replace(text)) }
	q := call{method: p.method, path: fill(path), token: who.client.Token(), header: map[string]string{}}
	for name, value := range p.header {
		q.header[name] = fill(value)
	}
	if p.body != "" {
		q.body = strings.NewReader(fill(p.body))
	}
	r := c.call(t, q)
	if r.broken != nil || r.status >= 500 {
		t.Fatalf("%s %s: status %d %v: %.300s", p.method, path, r.status, r.broken, r.body)
	}
	if p.job {
		r = c.follow(t, r, who.client)
	}
	for _, id := range spares { // it may be gone already
		_ = c.admin.Records("deal").Archive(context.Background(), id)
	}
	r.body = legible(t, r.body)
	return r
}

// everyRouteIsListed fails for a route that no surface has and that is not
// said to hold no records.
func (c *cast) everyRouteIsListed(t *testing.T) {
	t.Helper()
	listed := map[string]bool{}
	for _, s := range matrix() {
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
	for _, s := range matrix() {
		names = append(names, s.name)
	}
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("a surface stands twice: %v", names)
	}
}
