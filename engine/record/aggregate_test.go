package record_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/record"
)

// listed is a record as a list shows it, with cells that are hidden or masked
// taken out: what the same numbers are computed from in Go.
type listed map[string]any

func (m *boxOffice) listed(t *testing.T, c *record.Caller, filter string) (all []listed) {
	t.Helper()
	fields := []string{"title", "state", "amount", "seats", "due", "seen", "paid", "phone", "shop", "double", "owner", "tags", "shop.name", "shop.city", "shop.level"}
	a, err := m.records.List(context.Background(), c, "ticket", record.ListRequest{Fields: fields, Filter: filter, Limit: record.MaxLimit}, nil)
	require.NoError(t, err)
	require.Empty(t, a.Next)
	d := json.NewDecoder(bytes.NewReader([]byte("[" + string(a.Rows) + "]")))
	d.UseNumber()
	var rows []map[string]any
	require.NoError(t, d.Decode(&rows))
	for _, row := range rows {
		flat := listed{"id": row["id"]}
		for name, v := range row {
			if far, ok := v.(map[string]any); ok && name == "shop" {
				flat[name] = far["id"]
				for member, v := range far {
					flat["shop."+member] = v
				}
			} else {
				flat[name] = v
			}
		}
		if meta, ok := row["_meta"].(map[string]any); ok {
			for _, name := range meta["redacted"].([]any) {
				delete(flat, name.(string))
			}
		}
		flat.compute()
		all = append(all, flat)
	}
	return all
}

// The expressions that are measured, as Go computes them.
const (
	product = "amount * seats - shop.level"
	share   = "paid ? 100 : 0"
)

func (l listed) compute() {
	l[share] = 0
	if l["paid"] == true {
		l[share] = 100
	}
	var x [3]*big.Rat
	for i, name := range []string{"amount", "seats", "shop.level"} {
		if x[i], _ = new(big.Rat).SetString(fmt.Sprint(l[name])); x[i] == nil {
			return
		}
	}
	all := new(big.Rat).Mul(x[0], x[1])
	l[product] = all.Sub(all, x[2]).FloatString(2)
}

// keys are the groups that a record is in: one, or one for each of its tags.
func (l listed) keys(groups []record.GroupBy, zone *time.Location) []string {
	keys := []string{""}
	for _, g := range groups {
		values := []any{l[g.Field]}
		if list, ok := l[g.Field].([]any); ok && len(list) > 0 {
			values = list
		}
		var longer []string
		for _, key := range keys {
			for _, v := range values {
				longer = append(longer, key+bucketed(v, g, zone)+"|")
			}
		}
		keys = longer
	}
	return keys
}

// bucketed is the group of a value, as Go computes it.
func bucketed(v any, g record.GroupBy, zone *time.Location) string {
	if v == nil {
		return "null"
	}
	if g.Width != "" {
		x, _ := new(big.Rat).SetString(fmt.Sprint(v))
		w, _ := new(big.Rat).SetString(g.Width.String())
		q := new(big.Rat).Quo(x, w)
		whole := new(big.Int).Div(q.Num(), q.Denom()) // floor: denominators are positive
		low := new(big.Rat).Mul(new(big.Rat).SetInt(whole), w)
		return strings.TrimSuffix(strings.TrimRight(low.FloatString(4), "0"), ".")
	}
	text := fmt.Sprint(v)
	if g.Bucket == "" {
		b, _ := json.Marshal(v)
		return string(b)
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		at, _ = time.ParseInLocation(time.DateOnly, text, zone)
	}
	at = at.In(zone)
	y, mo, d := at.Date()
	day := func(y int, m time.Month, d int) string {
		return `"` + time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + `"`
	}
	switch g.Bucket {
	case "week":
		return day(y, mo, d-(int(at.Weekday())+6)%7)
	case "month":
		return day(y, mo, 1)
	case "quarter":
		return day(y, (mo-1)/3*3+1, 1)
	case "year":
		return day(y, 1, 1)
	case "weekday":
		return fmt.Sprint((int(at.Weekday())+6)%7 + 1)
	case "month_of_year":
		return fmt.Sprint(int(mo))
	case "hour_of_day":
		return fmt.Sprint(at.Hour())
	case "hour":
		return `"` + at.Truncate(time.Hour).UTC().Format(time.RFC3339) + `"`
	}
	return day(y, mo, d)
}

// measured computes a measure of records in Go; "null" for none.
func measured(rows []listed, m record.Measure) string {
	field := cmp.Or(m.Field, m.Expr)
	if field == "" {
		return fmt.Sprint(len(rows))
	}
	var values []any
	for _, r := range rows {
		if r[field] != nil {
			values = append(values, r[field])
		}
	}
	texts := map[string]bool{}
	sum, numbers := new(big.Rat), []*big.Rat{}
	for _, v := range values {
		texts[fmt.Sprint(v)] = true
		if x, ok := new(big.Rat).SetString(fmt.Sprint(v)); ok {
			numbers = append(numbers, x)
			sum.Add(sum, x)
		}
	}
	slices.SortFunc(numbers, func(a, b *big.Rat) int { return a.Cmp(b) })
	switch m.Fn {
	case "count":
		return fmt.Sprint(len(values))
	case "count_distinct":
		return fmt.Sprint(len(texts))
	case "sum":
		return sum.FloatString(6)
	}
	if len(values) == 0 {
		return "null"
	}
	n := big.NewRat(int64(len(values)), 1)
	switch m.Fn {
	case "min", "max":
		if len(numbers) < len(values) {
			all := sortedText(texts)
			if m.Fn == "min" {
				return `"` + all[0] + `"`
			}
			return `"` + all[len(all)-1] + `"`
		}
		if m.Fn == "min" {
			return numbers[0].FloatString(6)
		}
		return numbers[len(numbers)-1].FloatString(6)
	case "avg":
		return sum.Quo(sum, n).FloatString(6)
	case "median":
		middle := new(big.Rat).Add(numbers[(len(numbers)-1)/2], numbers[len(numbers)/2])
		return middle.Quo(middle, big.NewRat(2, 1)).FloatString(6)
	}
	if len(values) < 2 {
		return "null"
	}
	mean, squares := new(big.Rat).Quo(sum, n), new(big.Rat)
	for _, x := range numbers {
		d := new(big.Rat).Sub(x, mean)
		squares.Add(squares, d.Mul(d, d))
	}
	variance, _ := squares.Quo(squares, n.Sub(n, big.NewRat(1, 1))).Float64()
	return fmt.Sprintf("%.6f", math.Sqrt(variance))
}

func sortedText(set map[string]bool) (all []string) {
	for s := range set {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// same compares an answer with what Go computed; numbers to six digits.
func same(got json.RawMessage, want string) bool {
	if string(got) == want {
		return true
	}
	x, ok := new(big.Float).SetString(string(got))
	y, ok2 := new(big.Float).SetString(want)
	if !ok || !ok2 {
		return false
	}
	d, _ := new(big.Float).Sub(x, y).Float64()
	return math.Abs(d) < 2e-6
}

var (
	aggregateGroups = []record.GroupBy{
		{Field: "state"}, {Field: "title"}, {Field: "seats"}, {Field: "paid"}, {Field: "phone"}, {Field: "tags"}, {Field: "tags"}, {Field: "shop"}, {Field: "owner"}, {Field: "due"}, {Field: "double"},
		{Field: "shop.name"}, {Field: "shop.city"}, {Field: "shop.level"}, {Field: "amount", Width: "7.5"}, {Field: "seats", Width: "2"},
		{Field: "due", Bucket: "week"}, {Field: "due", Bucket: "quarter"}, {Field: "due", Bucket: "weekday"}, {Field: "seen", Bucket: "day"}, {Field: "seen", Bucket: "month"},
		{Field: "seen", Bucket: "year"}, {Field: "seen", Bucket: "hour"}, {Field: "seen", Bucket: "hour_of_day"}, {Field: "seen", Bucket: "month_of_year"}, {Field: "seen", Bucket: "weekday"},
	}
	aggregateMeasures = []record.Measure{
		{Fn: "count"}, {Fn: "count", Field: "seats"}, {Fn: "count", Field: "shop.city"}, {Fn: "count_distinct", Field: "phone"}, {Fn: "count_distinct", Field: "shop.city"},
		{Fn: "sum", Field: "amount"}, {Fn: "sum", Field: "shop.level"}, {Fn: "avg", Field: "amount"}, {Fn: "avg", Field: "double"}, {Fn: "min", Field: "amount"}, {Fn: "max", Field: "seats"},
		{Fn: "min", Field: "due"}, {Fn: "median", Field: "amount"}, {Fn: "median", Field: "seats"}, {Fn: "stddev", Field: "amount"}, {Fn: "stddev", Field: "shop.level"},
		{Fn: "sum", Expr: product}, {Fn: "count", Expr: product}, {Fn: "max", Expr: product}, {Fn: "median", Expr: product}, {Fn: "avg", Expr: share}, {Fn: "count_distinct", Expr: product},
	}
	aggregateFilters = []string{"", "", `{"seats":{"gt":1}}`, `{"or":[{"state":"won"},{"shop.city":"上海"}]}`, `{"$expr":"amount > 0 or due == nil"}`}
)

// What is computed in the database is what the same caller computes of the
// records as lists show them to him, whatever is hidden or masked; and the
// filter of each row opens as many records as the row counts.
func TestAggregatesAreThoseOfTheRecordsAsListed(t *testing.T) {
	t.Parallel()
	m := newBoxOffice(t, 150)
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []*record.Caller{m.clerk, m.root} {
		for range 60 {
			var q record.AggregateRequest
			for i := range r.IntN(3) {
				g := aggregateGroups[r.IntN(len(aggregateGroups))]
				g.As = fmt.Sprintf("g%d", i)
				q.Groups = append(q.Groups, g)
			}
			for i := range 4 {
				x := aggregateMeasures[r.IntN(len(aggregateMeasures))]
				x.As = fmt.Sprintf("m%d", i)
				q.Measures = append(q.Measures, x)
			}
			q.Measures, q.Limit, q.Totals = append(q.Measures, record.Measure{Fn: "count", As: "n"}), 1000, true
			filter := aggregateFilters[r.IntN(len(aggregateFilters))]
			if filter != "" {
				q.Filter = json.RawMessage(filter)
			}
			m.compare(t, c, q, filter, r)
		}
	}
}

func (m *boxOffice) compare(t *testing.T, c *record.Caller, q record.AggregateRequest, filter string, r *rand.Rand) {
	t.Helper()
	asked, _ := json.Marshal(q)
	got, err := m.records.Aggregate(context.Background(), c, "ticket", q)
	require.NoError(t, err, string(asked))
	all := m.listed(t, c, filter)
	want := map[string][]listed{}
	for _, row := range all {
		for _, key := range row.keys(q.Groups, c.Zone) {
			want[key] = append(want[key], row)
		}
	}
	if len(q.Groups) == 0 {
		want[""] = all
	}
	require.Equal(t, len(want), len(got.Rows), string(asked))
	for _, row := range got.Rows {
		key := ""
		for i, g := range q.Groups {
			v := row.Values[fmt.Sprintf("g%d", i)]
			if x, ok := new(big.Rat).SetString(string(v)); ok && g.Width != "" {
				v = json.RawMessage(strings.TrimSuffix(strings.TrimRight(x.FloatString(4), "0"), "."))
			}
			key += string(v) + "|"
		}
		rows, ok := want[key]
		require.True(t, ok, "%s: no group %s", asked, key)
		for i, x := range q.Measures[:4] {
			v := row.Values[fmt.Sprintf("m%d", i)]
			require.True(t, same(v, measured(rows, x)), "%s: group %s, measure %d: %s, not %s", asked, key, i, v, measured(rows, x))
		}
		if r.IntN(4) == 0 && len(q.Groups) > 0 {
			opened := string(row.Filter)
			if filter != "" {
				opened = `{"and":[` + opened + `,` + filter + `]}`
			}
			require.Equal(t, len(rows), len(m.listed(t, c, opened)), "%s: %s", asked, opened)
		}
	}
	for i, x := range q.Measures[:4] {
		require.True(t, same(got.Totals[fmt.Sprintf("m%d", i)], measured(all, x)), "%s: total %d", asked, i)
	}
}
