package query_test

import (
	"math/rand/v2"
	"testing"

	"github.com/mortise-crm/mortise/engine/query"
)

var (
	text  = query.Type{Kind: query.Text}
	owner = query.Field{Name: "owner", Type: query.Type{Kind: query.UUID}}
	name  = query.Field{Name: "name", Type: text}
	seats = query.Field{Name: "seats", Type: query.Type{Kind: query.Integer}}
	tags  = query.Field{Name: "tags", Type: query.Type{Kind: query.Text, Array: true}}
	vip   = query.Field{Name: "vip", Type: query.Type{Kind: query.Boolean}}
	me    = query.Param{Name: "user.id", Type: query.Type{Kind: query.UUID}}
)

func value(v any) query.Value {
	switch v.(type) {
	case int64:
		return query.Value{Type: query.Type{Kind: query.Integer}, V: v}
	case query.Decimal:
		return query.Value{Type: query.Type{Kind: query.Number}, V: v}
	case bool:
		return query.Value{Type: query.Type{Kind: query.Boolean}, V: v}
	}
	return query.Value{Type: text, V: v}
}

func eq(x, y query.Operand) query.Predicate { return query.Compare{Op: query.Eq, X: x, Y: y} }

func TestSimplify(t *testing.T) {
	t.Parallel()
	own, pool := eq(owner, me), query.Not{P: query.Present{X: owner}}
	cases := map[string]struct {
		p    query.Predicate
		want string
	}{
		"nothing":              {nil, "false"},
		"empty and":            {query.And{}, "true"},
		"empty or":             {query.Or{}, "false"},
		"and with false":       {query.And{own, query.Const(false)}, "false"},
		"or with true":         {query.Or{own, query.Const(true)}, "true"},
		"alone":                {query.And{query.Or{own}}, "r0.owner == user.id:uuid"},
		"flat":                 {query.Or{own, query.Or{pool, own}}, "(r0.owner == user.id:uuid or not present(r0.owner))"},
		"not not":              {query.Not{P: query.Not{P: own}}, "r0.owner == user.id:uuid"},
		"not true":             {query.Not{P: query.Const(true)}, "false"},
		"absorbed":             {query.Or{query.And{own, query.IsTrue{X: vip}}, own}, "r0.owner == user.id:uuid"},
		"implied presence":     {query.And{query.Present{X: owner}, own}, "r0.owner == user.id:uuid"},
		"presence of another":  {query.And{query.Present{X: name}, own}, "(present(r0.name) and r0.owner == user.id:uuid)"},
		"presence beside not":  {query.And{query.Present{X: owner}, query.Not{P: own}}, "(present(r0.owner) and not r0.owner == user.id:uuid)"},
		"constants":            {eq(value("a"), value("a")), "true"},
		"integer and number":   {eq(value(int64(2)), value(query.Decimal("2"))), "true"},
		"other kinds":          {eq(name, me), "false"},
		"empty constant":       {eq(name, value(nil)), "false"},
		"in nothing":           {query.In{X: name, List: query.Value{Type: tags.Type, V: []any{}}}, "false"},
		"some of nothing":      {query.Some{Var: 1, P: query.And{own, query.Const(false)}}, "false"},
		"empty text in a text": {query.Match{How: query.Contains, X: value("a"), Y: value("")}, "true"},
	}
	for name, c := range cases {
		if got := query.String(query.Simplify(c.p)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// random makes a Predicate of some depth.
func random(r *rand.Rand, depth int) query.Predicate {
	if depth > 0 {
		some := make([]query.Predicate, r.IntN(4))
		for i := range some {
			some[i] = random(r, depth-1)
		}
		switch r.IntN(4) {
		case 0:
			return query.And(some)
		case 1:
			return query.Or(some)
		case 2:
			return query.Not{P: random(r, depth-1)}
		}
	}
	operands := []query.Operand{owner, me, name, value("a"), value("b"), seats, value(int64(1)), value(query.Decimal("1.5")), value(nil)}
	x, y := operands[r.IntN(len(operands))], operands[r.IntN(len(operands))]
	switch r.IntN(7) {
	case 0:
		return query.Present{X: x}
	case 1:
		return query.IsTrue{X: vip}
	case 2:
		return query.In{X: x, List: tags}
	case 3:
		return query.Match{How: query.How(1 + r.IntN(3)), X: x, Y: y, Fold: r.IntN(2) == 0}
	case 4:
		return query.Const(r.IntN(2) == 0)
	}
	return query.Compare{Op: query.Op(1 + r.IntN(6)), X: x, Y: y}
}

// Simplifying must not change an answer.
func TestSimplifyKeepsAnswers(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	maybe := func(values ...any) any {
		if i := r.IntN(len(values) + 1); i < len(values) {
			return values[i]
		}
		return nil
	}
	for range 20_000 {
		p := random(r, 4)
		rec := query.Values{
			"owner": maybe("u1", "u2"), "name": maybe("a", "B"), "seats": maybe(int64(1), int64(2)),
			"tags": maybe([]any{"a"}, []any{}), "vip": maybe(true, false),
		}
		id := maybe("u1")
		params := func(string) any { return id }
		simple := query.Simplify(p)
		if query.Eval(p, rec, params) != query.Eval(simple, rec, params) {
			t.Fatalf("%s became %s, which differs for %v", query.String(p), query.String(simple), rec)
		}
	}
}
