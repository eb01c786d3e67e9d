package scale

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
)

// What is promised, and how far a busy machine may be from it.
const (
	page  = 5 * time.Millisecond
	slack = 3
	ratio = 1.3 // of an owner's list to the administrator's
)

// questions are what users ask of a list.
var questions = []struct {
	name     string
	q        record.ListRequest
	promised bool
}{
	{"newest", record.ListRequest{}, true},
	{"by score", record.ListRequest{Sort: "-score"}, false},
	{"filtered", record.ListRequest{Filter: "name contains 'abc'"}, false},
	{"counted", record.ListRequest{Count: "estimated"}, false},
}

// A page costs the same whatever its reader sees: nothing, or most, in any way.
func TestScaleOfLists(t *testing.T) {
	asked(t)
	began := time.Now()
	w := newWorld(t)
	t.Logf("%d deals, %d users, %d shares made in %s", deals, users, shares, time.Since(began).Round(time.Second))
	var head strings.Builder
	for _, q := range questions {
		fmt.Fprintf(&head, "%29s", q.name)
	}
	t.Logf("%-20s%s", "median (best), ms", head.String())
	for _, role := range slices.Sorted(maps.Keys(scopes)) {
		for i, who := range []string{"most", "nothing"} {
			w.row(role, who, w.caller(w.id(role, i)))
		}
	}
	w.ratios()
}

// row measures all questions of one user.
func (w *world) row(role, who string, c *record.Caller) {
	var line strings.Builder
	for _, q := range questions {
		rows, best, median := w.measure(c, q.q)
		fmt.Fprintf(&line, "%7d rows %7.2f (%6.2f)", rows, ms(median), ms(best))
		if q.promised && best > slack*page {
			w.t.Errorf("%s, who sees %s: a page takes %s at best", role, who, best)
		}
	}
	w.t.Logf("%-20s%s", role+", "+who, line.String())
}

// measure gives the number of rows, the shortest time, which other work on the
// machine disturbs least, and the median.
func (w *world) measure(c *record.Caller, q record.ListRequest) (rows int, best, median time.Duration) {
	w.t.Helper()
	var took []time.Duration
	var dst []byte
	for range 21 {
		began := time.Now()
		a, err := w.App.Records.List(context.Background(), c, "deal", q, dst[:0])
		if err != nil {
			w.t.Fatal(err)
		}
		took = append(took, time.Since(began))
		rows, dst = strings.Count(string(a.Rows), `{"id":`), a.Rows
	}
	slices.Sort(took)
	return rows, took[0], took[len(took)/2]
}

// ratios compares the list of who owns a thousand deals with that of an
// administrator, turn by turn.
func (w *world) ratios() {
	own, all := w.caller(w.id("own", 0)), w.caller(w.id("everything", 0))
	var costs [2][]time.Duration
	for range 300 {
		for i, c := range []*record.Caller{own, all} {
			began := time.Now()
			if _, err := w.App.Records.List(context.Background(), c, "deal", record.ListRequest{}, nil); err != nil {
				w.t.Fatal(err)
			}
			costs[i] = append(costs[i], time.Since(began))
		}
	}
	for i := range costs {
		slices.Sort(costs[i])
	}
	a, b := costs[0][len(costs[0])/4], costs[1][len(costs[1])/4]
	w.t.Logf("an owner's list %.2f ms, the administrator's %.2f ms: %.2f times", ms(a), ms(b), float64(a)/float64(b))
	if float64(a) > ratio*slack*float64(b) {
		w.t.Errorf("an owner's list takes %s, the administrator's %s", a, b)
	}
}

func (w *world) id(kind string, i int) string {
	w.t.Helper()
	var id string
	if err := w.App.DB.Pool().QueryRow(context.Background(), "SELECT md5($1)::uuid::text", fmt.Sprint(kind, i)).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
