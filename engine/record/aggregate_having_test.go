package record_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func (b *notebook) aggregate(t *testing.T, c *record.Caller, q record.AggregateRequest) (string, error) {
	t.Helper()
	a, err := b.records.Aggregate(context.Background(), c, "note", q)
	if err != nil {
		return "", err
	}
	rows := make([]map[string]json.RawMessage, len(a.Rows))
	for i, row := range a.Rows {
		rows[i] = row.Values
	}
	text, err := json.Marshal(rows)
	require.NoError(t, err)
	return string(text), nil
}

func newNumbers(t *testing.T) *notebook {
	t.Helper()
	b := newNotebook(t, document(t, definition.KindGrant, "note_clerk",
		`{"name":"note_clerk","role":"clerk","entity":"note","actions":["read"],"scope":"all","read":"all","find":{"only":["rank","author"]}}`))
	for _, n := range []mortise.Record{
		{"title": "a", "rank": 1, "weight": json.Number("1.5"), "author": b.clerkID}, {"title": "b", "rank": 1, "weight": json.Number("2.5")}, {"title": "a", "rank": 2, "weight": json.Number("4")}, {"title": "c"},
	} {
		b.note(t, n)
	}
	return b
}

func TestRowsOfAnAggregateAreChosenAndSorted(t *testing.T) {
	t.Parallel()
	b := newNumbers(t)
	admin, _, err := b.App.Identity.UserByEmail(context.Background(), "main", "root@example.test")
	require.NoError(t, err)
	root := b.caller(t, admin)
	total := []record.Measure{{As: "n", Fn: "count"}, {As: "total", Fn: "sum", Field: "weight"}}
	by := []record.GroupBy{{Field: "title"}}
	for name, c := range map[string]struct {
		q    record.AggregateRequest
		want string
	}{
		"sorted by a measure": {record.AggregateRequest{Measures: total, Groups: by, Sort: "-total"}, `[{"n":2,"title":"a","total":5.5},{"n":1,"title":"b","total":2.5},{"n":1,"title":"c","total":0}]`},
		"having, as Expr":     {record.AggregateRequest{Measures: total, Groups: by, Having: json.RawMessage(`"n > 1 or title == 'c'"`)}, `[{"n":2,"title":"a","total":5.5},{"n":1,"title":"c","total":0}]`},
		"having, as JSON":     {record.AggregateRequest{Measures: total, Groups: by, Having: json.RawMessage(`{"total":{"between":[2,3]}}`)}, `[{"n":1,"title":"b","total":2.5}]`},
		"me among groups":     {record.AggregateRequest{Groups: []record.GroupBy{{Field: "author"}}, Having: json.RawMessage(`"author == me"`)}, `[{"author":"` + admin + `","count":3}]`},
		"the first":           {record.AggregateRequest{Measures: total[:1], Groups: by, Limit: 1}, `[{"n":2,"title":"a"}]`},
		"a measure of some":   {record.AggregateRequest{Measures: []record.Measure{{As: "heavy", Fn: "count", Filter: json.RawMessage(`"weight > 2"`)}, {As: "n", Fn: "count"}}}, `[{"heavy":2,"n":4}]`},
		"of an expression":    {record.AggregateRequest{Measures: []record.Measure{{As: "x", Fn: "sum", Expr: "rank * weight"}, {As: "days", Fn: "max", Expr: "days(now() - created_at)"}}, Sort: "x"}, `[{"x":12,"days":0}]`},
		"of nothing":          {record.AggregateRequest{Groups: by, Filter: json.RawMessage(`{"rank":7}`)}, `[]`},
	} {
		got, err := b.aggregate(t, root, c.q)
		require.NoError(t, err, name)
		require.JSONEq(t, c.want, got, name)
	}
}

// All that is wrong is told at once, and what one may not find by is told like
// what does not exist.
func TestWrongAggregates(t *testing.T) {
	t.Parallel()
	b := newNumbers(t)
	_, err := b.aggregate(t, b.clerk, record.AggregateRequest{
		Measures: []record.Measure{{Fn: "mode", Field: "rank"}, {Fn: "sum", Field: "author"}, {Fn: "sum", Field: "title"}, {Fn: "count", As: "N"}, {Fn: "count", Filter: json.RawMessage(`"nothing == 1"`)},
			{Fn: "sum", Expr: "rank +"}, {Fn: "sum", Expr: "author"}, {Fn: "max", Expr: "weight * 2"}, {Fn: "sum", Field: "rank", Expr: "rank"}},
		Groups: []record.GroupBy{{Field: "title"}, {Field: "rank", Bucket: "month"}, {Field: "author", Width: "3"}, {Field: "author.name.x"}},
		Filter: json.RawMessage(`{"title":"a"}`), Limit: 1001, Sort: "other",
	})
	var invalid *problem.Error
	require.ErrorAs(t, err, &invalid)
	var wrong []string
	for _, d := range invalid.Details {
		wrong = append(wrong, d.Pointer+" "+d.Code)
	}
	require.ElementsMatch(t, []string{
		"/limit out_of_range", "/groups/0/field unknown_field", "/groups/1/bucket not_an_option", "/groups/2/width field_not_measurable", "/groups/3/field unknown_field",
		"/measures/0/fn not_an_option", "/measures/1/field field_not_measurable", "/measures/2/field unknown_field", "/measures/3/as bad_name", "/measures/4/filter unknown_field",
		"/measures/5/expr expression_syntax", "/measures/6/expr field_not_measurable", "/measures/7/expr unknown_field", "/measures/8/expr field_or_expr", "/measures/6/as duplicate",
		"/filter unknown_field", "/sort unknown_field",
	}, wrong)
}
