package scale

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/record"
)

// What is promised of a search and of numbers about a million records.
const (
	searching   = 50 * time.Millisecond
	aggregating = 3 * time.Second
)

// What is sought: rare and common pairs of characters, and what is nowhere.
var sought = []string{"乄亅", "公司", "deal", "abcd", "c4ca42", "乄公", "鑫鑫", "公司 c4ca42"}

// Two characters find among a million records, whoever asks.
func TestScaleOfSearch(t *testing.T) {
	asked(t)
	w := newWorld(t)
	var size string
	if err := w.App.DB.Pool().QueryRow(context.Background(), `SELECT pg_size_pretty(sum(pg_relation_size(indexrelid))) FROM pg_index WHERE indexrelid::regclass::text LIKE '%sx_dealxxxxxx%'`).Scan(&size); err != nil {
		t.Fatal(err)
	}
	t.Logf("the index holds %s", size)
	var name string
	if err := w.App.DB.Pool().QueryRow(context.Background(), w.names(`SELECT left({deal.name}, 2) FROM {deal} ORDER BY created_at LIMIT 1`)).Scan(&name); err == nil {
		sought[0] = name
	}
	for _, role := range []string{"everything", "own", "union"} {
		for i, who := range []string{"most", "nothing"} {
			c := w.caller(w.id(role, i))
			for _, q := range sought {
				rows, best, median := w.measure(c, record.ListRequest{Search: q})
				t.Logf("%-12s %-8s q=%-12s %3d rows %8.2f (%8.2f) ms", role, who, q, rows, ms(median), ms(best))
				if best > slack*searching {
					t.Errorf("%s, who sees %s: seeking %s takes %s at best", role, who, q, best)
				}
			}
		}
	}
	w.numbers()
}

// numbers measures aggregates.
func (w *world) numbers() {
	for _, role := range []string{"everything", "own", "union"} {
		c := w.caller(w.id(role, 0))
		for name, q := range map[string]record.AggregateRequest{
			"count":            {},
			"kanban":           {Groups: []record.GroupBy{{Field: "status"}}},
			"sum by month":     {Groups: []record.GroupBy{{Field: "created_at", Bucket: "month"}}, Measures: []record.Measure{{Fn: "sum", Field: "amount"}, {Fn: "count"}}},
			"by account name":  {Groups: []record.GroupBy{{Field: "account.name"}}, Measures: []record.Measure{{Fn: "avg", Field: "amount"}}, Sort: "-avg_amount", Limit: 20},
			"by owner, filter": {Groups: []record.GroupBy{{Field: "owner"}}, Filter: json.RawMessage(`{"score":{"gt":900}}`), Measures: []record.Measure{{Fn: "count", As: "n"}}, Sort: "-n", Limit: 20},
		} {
			var took []time.Duration
			for range 3 {
				began := time.Now()
				if _, err := w.App.Records.Aggregate(context.Background(), c, "deal", q); err != nil {
					w.t.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			w.t.Logf("%-12s %-18s %s", role, name, fmt.Sprint(took[0].Round(time.Millisecond)))
			if took[0] > slack*aggregating {
				w.t.Errorf("%s: %s takes %s", role, name, took[0])
			}
		}
	}
}
