package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

type tables map[string]string

func (t tables) Field(string, string) (query.Field, bool)    { return query.Field{}, false }
func (t tables) Target(string, string) (string, bool)        { return "", false }
func (t tables) Table(entity string) (table string, ok bool) { table, ok = t[entity]; return }

var (
	text   = query.Type{Kind: query.Text}
	name   = query.Field{Name: "name", Column: "f_name", Type: text}
	tags   = query.Field{Name: "tags", Column: "f_tags", Type: query.Type{Kind: query.Text, Array: true}}
	owner  = query.Field{Name: "owner", Column: "f_owner", Type: query.Type{Kind: query.UUID}}
	price  = query.Field{Name: "price", Column: "f_price", Type: query.Type{Kind: query.Number}}
	seats  = query.Field{Name: "seats", Column: "f_seats", Type: query.Type{Kind: query.Integer}}
	active = query.Field{Name: "active", Column: "f_active", Type: query.Type{Kind: query.Boolean}}
	userID = query.Param{Name: "user.id", Type: query.Type{Kind: query.UUID}}
)

func textValue(s string) query.Value { return query.Value{Type: text, V: s} }

func TestPredicateSQL(t *testing.T) {
	t.Parallel()
	manager := query.Field{Var: 1, Name: "manager", Column: "f_manager", Type: query.Type{Kind: query.UUID}}
	cases := map[string]struct {
		p    query.Predicate
		want string
	}{
		"nothing":              {nil, `FALSE`},
		"always":               {query.And{}, `TRUE`},
		"never":                {query.Or{}, `FALSE`},
		"own":                  {query.Compare{Op: query.Eq, X: owner, Y: userID}, `r."f_owner" = $1::uuid`},
		"pool":                 {query.Not{P: query.Present{X: owner}}, `r."f_owner" IS NULL`},
		"not":                  {query.Not{P: query.IsTrue{X: active}}, `(r."f_active" IS TRUE) IS NOT TRUE`},
		"text order":           {query.Compare{Op: query.Lt, X: name, Y: textValue("b")}, `r."f_name" COLLATE "C" < $1::text`},
		"text equality":        {query.Compare{Op: query.Eq, X: name, Y: textValue("b")}, `r."f_name" = $1::text`},
		"other kinds":          {query.Compare{Op: query.Eq, X: name, Y: userID}, `FALSE`},
		"contains":             {query.Match{How: query.Contains, X: name, Y: textValue("b")}, `r."f_name" LIKE $1::text`},
		"prefix":               {query.Match{How: query.HasPrefix, X: name, Y: textValue("%")}, `starts_with(r."f_name", $1::text)`},
		"suffix":               {query.Match{How: query.HasSuffix, X: name, Y: textValue("b")}, `right(r."f_name", length($1::text)) = $1::text`},
		"fold":                 {query.Match{How: query.Contains, X: name, Y: textValue("b"), Fold: true}, `lower(r."f_name" COLLATE "C") LIKE $1::text`},
		"fold of the caseless": {query.Match{How: query.Contains, X: name, Y: textValue("张_1"), Fold: true}, `r."f_name" LIKE $1::text`},
		"in column":            {query.In{X: textValue("vip"), List: tags}, `$1::text = ANY(r."f_tags")`},
		"integer in numbers":   {query.In{X: seats, List: query.Value{Type: query.Type{Kind: query.Number, Array: true}, V: []any{query.Decimal("1.5")}}}, `r."f_seats"::numeric = ANY(($1::numeric[])::numeric[])`},
		"shared placeholder":   {query.Or{query.Compare{Op: query.Eq, X: owner, Y: userID}, query.Compare{Op: query.Ne, X: owner, Y: userID}}, `(r."f_owner" = $1::uuid OR r."f_owner" <> $1::uuid)`},
		"to one": {
			query.Some{Var: 1, Relation: query.Relation{Entity: "user", Field: owner}, P: query.Compare{Op: query.Eq, X: manager, Y: userID}},
			`EXISTS (SELECT 1 FROM "ws_main"."e_user" q1 WHERE q1."id" = r."f_owner" AND q1."f_manager" = $1::uuid)`,
		},
		"to many": {
			query.Some{Var: 1, Relation: query.Relation{Entity: "user", Field: manager, Reverse: true}, P: query.Const(true)},
			`EXISTS (SELECT 1 FROM "ws_main"."e_user" q1 WHERE q1."f_manager" = r."id")`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := store.NewWriter("ws_main", tables{"user": "e_user"})
			w.Predicate(c.p, onlyRecord)
			if diff := cmp.Diff(c.want, w.SQL()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func onlyRecord(variable int) string {
	if variable == 0 {
		return "r"
	}
	return ""
}

func TestPredicateOfTheNewImage(t *testing.T) {
	t.Parallel()
	w := store.NewWriter("ws_main", tables{})
	changed := func(f query.Field) (string, bool) {
		if f.Name == "name" {
			return w.ParamText("new.name", f.Type), true
		}
		return "", false
	}
	p := query.And{query.Compare{Op: query.Eq, X: name, Y: textValue("x")}, query.Compare{Op: query.Eq, X: owner, Y: userID}}
	w.PredicateReading(p, onlyRecord, changed)
	want := `($1::text = $2::text AND r."f_owner" = $3::uuid)`
	if diff := cmp.Diff(want, w.SQL()); diff != "" {
		t.Error(diff)
	}
	got := w.Plan().Bind(func(name string) any { return map[string]any{"new.name": "new", "user.id": "u"}[name] })
	if diff := cmp.Diff([]any{"new", "x", "u"}, got); diff != "" {
		t.Error(diff)
	}
}

// Every kind of value must reach PostgreSQL exactly, alone and in arrays.
func TestArgumentsReachPostgreSQL(t *testing.T) {
	t.Parallel()
	ctx, db := context.Background(), enginetest.Database(t)
	instant := time.Date(2026, 1, 31, 12, 0, 0, 123456000, time.UTC)
	for kind, c := range map[query.Kind]struct {
		v    any
		text string
	}{
		query.Text:    {`a "quoted", {b}\ 客户`, `a "quoted", {b}\ 客户`},
		query.Integer: {int64(9007199254740993), "9007199254740993"},
		query.Number:  {query.Decimal("123456789012345678901234567890.5"), "123456789012345678901234567890.5"},
		query.Boolean: {true, "true"},
		query.Date:    {"2026-01-31", "2026-01-31"},
		query.Time:    {"15:04:05", "15:04:05"},
		query.Instant: {instant, "2026-01-31 12:00:00.123456"},
		query.UUID:    {"0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000001"},
	} {
		w := store.NewWriter("ws_main", tables{})
		single, many := query.Type{Kind: kind}, query.Type{Kind: kind, Array: true}
		w.Text("SELECT (")
		w.Value(query.Value{Type: single, V: c.v})
		w.Text(inUTC(kind), ")::text, ")
		w.Value(query.Value{Type: single, V: c.v})
		w.Text(" = ANY(")
		w.Value(query.Value{Type: many, V: []any{c.v}})
		w.Text(")")
		var got string
		var element bool
		if err := db.QueryRow(ctx, w.SQL(), w.Plan().Bind(nil)...).Scan(&got, &element); err != nil {
			t.Errorf("%s: %v", kind, err)
		} else if got != c.text || !element {
			t.Errorf("%s: alone %q, in an array %t", kind, got, element)
		}
	}
}

// inUTC makes the text of an instant independent of the server's time zone.
func inUTC(k query.Kind) string {
	if k == query.Instant {
		return " AT TIME ZONE 'UTC'"
	}
	return ""
}
