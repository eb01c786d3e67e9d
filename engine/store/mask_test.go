package store

import (
	"context"
	"fmt"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
)

// shows are the patterns of masks.
var shows = []string{"phone", "email", "name", "id", "tail", "date", "round", "all", "unknown"}

// maskCases say what each pattern leaves of a value. Patterns that are not
// named leave what other says: "" for nothing at all.
var maskCases = []struct {
	kind  query.Kind
	value string // as an SQL literal
	other string
	want  map[string]string
}{
	{query.Text, "'+8613812348000'", "••••••", map[string]string{
		"phone": "138****8000", "email": "***", "name": "+**", "id": "+86*******8000", "tail": "****8000"}},
	{query.Text, "'13812348000'", "••••••", map[string]string{
		"phone": "138****8000", "email": "***", "name": "1**", "id": "138****8000", "tail": "****8000"}},
	{query.Text, "'1234567'", "••••••", map[string]string{
		"phone": "****", "email": "***", "name": "1**", "id": "****", "tail": "****4567"}},
	{query.Text, "'li.lei@example.com'", "••••••", map[string]string{
		"phone": "li.***********.com", "email": "l***@example.com", "name": "l**", "id": "li.***********.com", "tail": "****.com"}},
	{query.Text, "'@x'", "••••••", map[string]string{"phone": "****", "email": "***", "name": "@**", "id": "****", "tail": "****"}},
	{query.Text, "'张三丰'", "••••••", map[string]string{"phone": "****", "email": "***", "name": "张**", "id": "****", "tail": "****"}},
	{query.Text, "'张'", "••••••", map[string]string{"phone": "****", "email": "***", "name": "**", "id": "****", "tail": "****"}},
	{query.Text, "'110105194912310021'", "••••••", map[string]string{
		"phone": "110***********0021", "email": "***", "name": "1**", "id": "110***********0021", "tail": "****0021"}},
	{query.Text, "''", "••••••", map[string]string{"phone": "****", "email": "***", "name": "**", "id": "****", "tail": "****"}},
	{query.Text, "NULL", "", nil},
	{query.Date, "'1987-06-05'", "", map[string]string{"date": "1987-01-01"}},
	{query.Date, "'0001-02-03'", "", map[string]string{"date": "0001-01-01"}},
	{query.Date, "NULL", "", nil},
	{query.Instant, "'2026-03-04 05:06:07.89+08'", "", map[string]string{"date": "2026-01-01 00:00:00+00"}},
	{query.Time, "'15:04:05'", "", nil},
	{query.Integer, "12345", "", map[string]string{"round": "10000"}},
	{query.Integer, "-87", "", map[string]string{"round": "-80"}},
	{query.Integer, "7", "", map[string]string{"round": "7"}},
	{query.Integer, "0", "", map[string]string{"round": "0"}},
	{query.Integer, "9223372036854775807", "", map[string]string{"round": "9000000000000000000"}},
	{query.Integer, "'-9223372036854775808'", "", map[string]string{"round": "-9000000000000000000"}},
	{query.Integer, "NULL", "", nil},
	{query.Number, "12345.678", "", map[string]string{"round": "10000"}},
	{query.Number, "999.9999999999999999999999", "", map[string]string{"round": "900"}},
	{query.Number, "-0.0345", "", map[string]string{"round": "0"}},
	{query.Number, "1.9", "", map[string]string{"round": "1"}},
	{query.Boolean, "true", "", nil},
	{query.UUID, "'6f9619ff-8b86-d011-b42d-00c04fc964ff'", "", nil},
}

// A mask shows what its pattern says and nothing of values that it does not
// fit, whatever their type, in the type of the field.
func TestMasksShowNoMore(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := enginetest.Database(t).Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Release()
	if _, err := db.Exec(ctx, "SET timezone = 'UTC'"); err != nil {
		t.Fatal(err)
	}
	for _, c := range maskCases {
		for _, show := range shows {
			want, ok := c.want[show]
			if !ok {
				want = c.other
			}
			kind := query.Type{Kind: c.kind}
			w := NewWriter("unused", nil)
			w.Text("SELECT coalesce((")
			w.masked(&Cell{Field: query.Field{Column: "v", Type: kind}, Show: show})
			w.Text(")::text, ''), pg_typeof(")
			w.masked(&Cell{Field: query.Field{Column: "v", Type: kind}, Show: show})
			w.Text(") = pg_typeof(q0.v) FROM (SELECT ", c.value, "::", SQLType(kind), " AS v) q0")
			var got string
			var sameType bool
			err := db.QueryRow(ctx, w.SQL()).Scan(&got, &sameType)
			if err != nil {
				t.Fatalf("%s of %s: %v", show, c.value, err)
			}
			if got != want || !sameType {
				t.Errorf("%s of %s shows %q, want %q (in the field's type: %t)", show, c.value, got, want, sameType)
			}
		}
	}
}

// Lists are never shown in part.
func TestMasksOfLists(t *testing.T) {
	t.Parallel()
	for _, show := range shows {
		w := NewWriter("unused", nil)
		w.Text("SELECT (")
		w.masked(&Cell{Field: query.Field{Column: "v", Type: query.Type{Kind: query.Text, Array: true}}, Show: show})
		w.Text(")::text FROM (SELECT ARRAY['secret'] AS v) q0")
		var got *string
		if err := enginetest.Database(t).QueryRow(context.Background(), w.SQL()).Scan(&got); err != nil || got != nil {
			t.Errorf("%s: %v %s", show, err, fmt.Sprint(got))
		}
	}
}
