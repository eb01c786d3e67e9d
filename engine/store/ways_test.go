package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
)

// waysWorld is a table of orders, owned by users or teams, with items that
// lead to them, small enough that every page is compared with a plain one.
type waysWorld struct {
	t      *testing.T
	schema string
	rng    *rand.Rand
}

func (waysWorld) Field(string, string) (query.Field, bool) { return query.Field{}, false }
func (waysWorld) Target(string, string) (string, bool)     { return "", false }
func (waysWorld) Table(entity string) (string, bool)       { return "e_" + entity, true }

var (
	uuidType = query.Type{Kind: query.UUID}
	uuidList = query.Type{Kind: query.UUID, Array: true}
	intType  = query.Type{Kind: query.Integer}
	textType = query.Type{Kind: query.Text}
)

func of(variable int, name string, t query.Type) query.Field {
	return query.Field{Var: variable, Name: name, Column: name, Type: t}
}

const (
	waysRows  = 2000
	waysUsers = 40
)

func newWaysWorld(t *testing.T, seed uint64) *waysWorld {
	w := &waysWorld{t: t, schema: enginetest.Schema(t), rng: rand.New(rand.NewPCG(seed, 7))}
	for _, sql := range []string{
		`CREATE FUNCTION s.uid(kind text, i bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || i)::uuid $$`,
		`CREATE TABLE s.epoch (number bigint)`, `INSERT INTO s.epoch VALUES (7)`,
		`CREATE TABLE s.e_user (id uuid PRIMARY KEY, department uuid, manager uuid, level bigint)`,
		fmt.Sprintf(`INSERT INTO s.e_user SELECT s.uid('user', i), CASE WHEN i %% 7 > 0 THEN s.uid('department', i %% 5) END, CASE WHEN i > 0 THEN s.uid('user', i / 3) END, i %% 4 FROM generate_series(0, %d) i`, waysUsers-1),
		`CREATE TABLE s.e_order (id uuid PRIMARY KEY, created_at timestamptz, archived_at timestamptz, owner uuid, team uuid, buyer uuid, name text, score bigint)`,
		fmt.Sprintf(`INSERT INTO s.e_order SELECT s.uid('order', i), timestamptz '2026-01-01' + (i / 3) * interval '1 hour', CASE WHEN i %% 13 = 0 THEN now() END,
			CASE WHEN h < 75 THEN s.uid('user', h %% %[2]d) END, CASE WHEN h %% 3 = 0 THEN s.uid('team', h %% 6) END, CASE WHEN h %% 4 > 0 THEN s.uid('user', h %% 9) END,
			CASE WHEN h %% 5 > 0 THEN 'name ' || h %% 20 END, CASE WHEN h %% 6 > 0 THEN h END FROM (SELECT i, (i::bigint * 2654435761) %% 100 AS h FROM generate_series(1, %[1]d) i) x`, waysRows, waysUsers),
		`CREATE INDEX ON s.e_order (created_at DESC, id DESC) WHERE archived_at IS NULL`, `CREATE INDEX ON s.e_order (owner, created_at DESC, id DESC) WHERE archived_at IS NULL`,
		`CREATE INDEX ON s.e_order (team, created_at DESC, id DESC) WHERE archived_at IS NULL`, `CREATE INDEX ON s.e_order (buyer) WHERE buyer IS NOT NULL`,
		`CREATE INDEX ON s.e_order (score, id) WHERE archived_at IS NULL`,
		`CREATE TABLE s.e_item (id uuid PRIMARY KEY, "order" uuid, seller uuid, level bigint)`,
		fmt.Sprintf(`INSERT INTO s.e_item SELECT s.uid('item', i), CASE WHEN i %% 9 > 0 THEN s.uid('order', i %% %d) END, CASE WHEN i %% 4 > 0 THEN s.uid('user', i %% 11) END, i %% 4 FROM generate_series(1, 1500) i`, waysRows/2),
		`CREATE INDEX ON s.e_item ("order")`, `CREATE INDEX ON s.e_item (seller)`, `ANALYZE s.e_order, s.e_item, s.e_user`,
	} {
		w.exec(strings.ReplaceAll(sql, "s.", Quote(w.schema)+"."))
	}
	return w
}

func (w *waysWorld) exec(sql string) {
	w.t.Helper()
	if _, err := enginetest.Database(w.t).Exec(context.Background(), sql); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

// condition makes a random condition on the record of a variable.
func (w *waysWorld) condition(variable int, entity string, depth int) query.Predicate {
	switch n := w.rng.IntN(12); {
	case depth > 0 && n < 3:
		return query.Or(w.several(variable, entity, depth-1))
	case depth > 0 && n < 6:
		return query.And(w.several(variable, entity, depth-1))
	case depth > 0 && n == 6:
		return query.Not{P: w.condition(variable, entity, depth-1)}
	case depth > 0 && n < 10:
		return w.some(variable, entity, depth-1)
	}
	return w.atom(variable, entity)
}

func (w *waysWorld) several(variable int, entity string, depth int) []query.Predicate {
	var list []query.Predicate
	for range 1 + w.rng.IntN(3) {
		list = append(list, w.condition(variable, entity, depth))
	}
	return list
}

// links are the relations by the entity that they start at.
var links = map[string][]query.Relation{
	"order": {{Entity: "user", Field: of(0, "owner", uuidType)}, {Entity: "user", Field: of(0, "buyer", uuidType)}, {Entity: "item", Field: of(0, "order", uuidType), Reverse: true}},
	"item":  {{Entity: "order", Field: of(0, "order", uuidType)}, {Entity: "user", Field: of(0, "seller", uuidType)}},
	"user":  {{Entity: "user", Field: of(0, "manager", uuidType)}, {Entity: "item", Field: of(0, "seller", uuidType), Reverse: true}, {Entity: "order", Field: of(0, "owner", uuidType), Reverse: true}},
}

func (w *waysWorld) some(variable int, entity string, depth int) query.Predicate {
	r := pick(w.rng, links[entity])
	r.From = variable
	if !r.Reverse {
		r.Field.Var = variable
	}
	return query.Some{Var: variable + 1, Relation: r, P: w.condition(variable+1, r.Entity, depth)}
}

func (w *waysWorld) atom(variable int, entity string) query.Predicate {
	if w.rng.IntN(8) == 0 {
		return query.Const(w.rng.IntN(2) == 0)
	}
	if w.rng.IntN(4) == 0 {
		number := map[string]string{"order": "score", "item": "level", "user": "level"}[entity]
		return query.Compare{Op: pick(w.rng, []query.Op{query.Lt, query.Eq, query.Ge}), X: of(variable, number, intType), Y: query.Value{Type: intType, V: int64(w.rng.IntN(4))}}
	}
	columns := map[string][]string{"order": {"id", "owner", "team", "buyer"}, "item": {"order", "seller"}, "user": {"id", "department", "manager"}}
	f := of(variable, pick(w.rng, columns[entity]), uuidType)
	switch w.rng.IntN(5) {
	case 0:
		return query.Not{P: query.Present{X: f}}
	case 1, 2:
		return query.In{X: f, List: query.Param{Name: pick(w.rng, []string{"user.few", "user.many", "user.none"}), Type: uuidList}}
	}
	return query.Compare{Op: query.Eq, X: f, Y: query.Param{Name: "user." + f.Name, Type: uuidType}}
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// question makes a random Select with what makes ways differ.
func (w *waysWorld) question() *Select {
	created := SortKey{Cell: Cell{Name: "created_at", Field: of(0, "created_at", query.Type{Kind: query.Instant})}, Desc: true, NeverEmpty: true}
	id := SortKey{Cell: Cell{Name: "id", Field: of(0, "id", uuidType)}, NeverEmpty: true}
	score := SortKey{Cell: Cell{Name: "score", Field: of(0, "score", intType)}}
	r := &Select{Schema: w, Entity: "order", Led: []string{"owner", "team"}, Limit: pick(w.rng, []int{20, 60, 250}),
		Members: []Member{{Cell: id.Cell}}, Row: query.Simplify(w.condition(0, "order", 4))}
	archived := query.Not{P: query.Present{X: of(0, "archived_at", query.Type{Kind: query.Instant})}}
	filters := []query.Predicate{archived, archived.P, query.And{archived, query.Match{How: query.HasSuffix, X: of(0, "name", textType), Y: query.Value{Type: textType, V: "1"}}},
		query.And{archived, query.In{X: of(0, "score", intType), List: query.Value{Type: query.Type{Kind: query.Integer, Array: true}, V: []any{int64(7), int64(21)}}}}}
	r.Filter = pick(w.rng, filters)
	switch w.rng.IntN(4) {
	case 0:
		r.Ordered = true
		r.Sort = []SortKey{score, id}
	case 1:
		score.Desc = w.rng.IntN(2) == 0
		r.Sort = []SortKey{score, created, id}
	default:
		id.Desc, r.Ordered = true, true
		r.Sort = []SortKey{created, id}
	}
	return r
}

func (w *waysWorld) bind(name string) any {
	uid := func(kind string, i int) string {
		var id string
		if err := enginetest.Database(w.t).QueryRow(context.Background(), "SELECT "+Quote(w.schema)+".uid($1, $2)::text", kind, i).Scan(&id); err != nil {
			w.t.Fatal(err)
		}
		return id
	}
	users := func(n int) []any {
		var list []any
		for i := range n {
			list = append(list, uid("user", i))
		}
		return append(list, uid("team", 0), uid("department", 1), uid("order", 5))
	}
	switch name {
	case "user.few":
		return users(2)
	case "user.many":
		return append(users(waysUsers-10), users(1)...)
	case "user.id":
		return uid("order", 10)
	case "user.none":
		return nil
	case "user.team":
		return uid("team", 3)
	case "user.department":
		return uid("department", 2)
	}
	return uid("user", 3)
}

// plain is the question in the form that says it, and no more.
func (w *waysWorld) plain(r *Select) *Query {
	q := NewWriter(w.schema, w)
	q.Text("SELECT 7::bigint, ")
	shape := r.writeColumns(q)
	q.Text(" FROM ")
	q.Table(r.Entity)
	q.Text(" q0")
	q.where(r.Row, r.Filter)
	r.writeOrder(q, "")
	return &Query{sql: q.SQL(), args: q.Plan(), shape: shape, limit: 1 << 30}
}

func (w *waysWorld) read(q *Query, bind Binder) Page {
	w.t.Helper()
	page := Page{}
	rows, err := enginetest.Database(w.t).Query(context.Background(), q.sql, q.args.Bind(bind)...)
	if err != nil {
		w.t.Fatalf("%v\n%s", err, q.sql)
	}
	if err := page.collect(rows, q); err != nil {
		w.t.Fatalf("%v\n%s", err, q.sql)
	}
	return page
}

// pages reads all pages, each after the last row of the one before.
func (w *waysWorld) pages(r Select, bind Binder, form func(*Query) *Query) string {
	w.t.Helper()
	var rows []string
	for {
		q, err := r.Compile(strings.TrimPrefix(w.schema, "ws_"))
		if err != nil {
			w.t.Fatal(err)
		}
		page := w.read(form(q), bind)
		if page.Rows > 0 {
			rows = append(rows, string(page.JSON))
		}
		if !page.More {
			return strings.Join(rows, ",")
		}
		r.After = nil
		for i, k := range r.Sort {
			r.After = append(r.After, w.key(k, page.Last[i]))
		}
	}
}

func (w *waysWorld) key(k SortKey, raw json.RawMessage) query.Value {
	v := query.Value{Type: k.Field.Type}
	var text any
	if err := json.Unmarshal(raw, &text); err != nil {
		w.t.Fatal(err)
	}
	switch x := text.(type) {
	case string:
		v.V = x
	case float64:
		v.V = int64(x)
	}
	return v
}

// Whatever form a list is read in, its pages are those of the plain condition,
// and so is its number.
func TestWaysGiveThePagesOfThePlainCondition(t *testing.T) {
	t.Parallel()
	w := newWaysWorld(t, 11)
	known := map[string]any{}
	bind := func(name string) any {
		if _, ok := known[name]; !ok {
			known[name] = w.bind(name)
		}
		return known[name]
	}
	forms := map[string]func(*Query) *Query{
		"wide": func(q *Query) *Query { return q },
		"few": func(q *Query) *Query {
			if q.few != nil {
				return q.few.query
			}
			return q
		},
	}
	seen := map[string]int{}
	for range 150 {
		r := w.question()
		want := w.read(w.plain(r), bind)
		if ways := waysOf(r.Row, r.Led); driven(ways) {
			seen["driven"]++
		} else if len(ways) > 1 {
			seen["several"]++
		}
		for name, form := range forms {
			if diff := cmp.Diff(string(want.JSON), w.pages(*r, bind, form)); diff != "" {
				q, _ := r.Compile("x")
				t.Fatalf("%s: %s\nsort %v limit %d\n%s\n%s", name, query.String(r.Row), r.Sort, r.Limit, diff, form(q).sql)
			}
		}
		for _, limit := range []int{0, 5} {
			count, err := r.Count(strings.TrimPrefix(w.schema, "ws_"), limit)
			if err != nil {
				t.Fatal(err)
			}
			var epoch, n int64
			if err := enginetest.Database(t).QueryRow(context.Background(), count.sql, count.args.Bind(bind)...).Scan(&epoch, &n); err != nil {
				t.Fatalf("%v\n%s", err, count.sql)
			}
			if limit > 0 && n > int64(limit) && want.Rows > limit {
				continue
			}
			if n != int64(want.Rows) {
				t.Fatalf("count %d up to %d, want %d: %s\n%s", n, limit, want.Rows, query.String(r.Row), count.sql)
			}
		}
	}
	if seen["driven"] < 40 || seen["several"] < 4 {
		t.Errorf("too few of the conditions have ways: %v", seen)
	}
}
