package difftest_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/mortise-crm/mortise/engine/access/difftest"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// A record that was loaded for a Predicate answers it as PostgreSQL does, with
// the records around it.
func TestLoadedRecordsAnswerAsSQL(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	r := rand.New(rand.NewPCG(seed(t), 3))
	b := newBench(t, r, 40, "")
	if _, err := b.DB.Exec(ctx, "CREATE TABLE "+store.Quote(b.Schema)+".epoch AS SELECT 7::bigint AS number"); err != nil {
		t.Fatal(err)
	}
	asked, yes := 0, 0
	for range policyCount(t, 150) {
		p, params := difftest.RandomPredicate(r, difftest.Entity, 0, 4), b.Records.Principal(r)
		value := func(name string) any { return params[name] }
		outline := query.NewOutline(difftest.Entity)
		outline.Add(p)
		for id, want := range answers(ctx, t, b, p, value) {
			rec, epoch, err := store.LoadRecord(ctx, b.DB, store.Load{Schema: difftest.World{}, Outline: outline, ID: id}, b.Schema)
			if err != nil || rec == nil || epoch != 7 {
				t.Fatalf("load %s for %s: record %v, epoch %d: %v", id, query.String(p), rec, epoch, err)
			}
			got := query.Eval(p, rec, value)
			if got != want {
				t.Fatalf("%s of %s for %v: loaded %t, SQL %t", query.String(p), id, params, got, want)
			}
			if asked++; got {
				yes++
			}
		}
	}
	if share := 100 * yes / asked; share < 5 || share > 95 {
		t.Errorf("%d of %d answers are yes: the questions say little", yes, asked)
	}
}

// answers asks PostgreSQL about some items.
func answers(ctx context.Context, t *testing.T, b *difftest.Bench, p query.Predicate, params func(string) any) map[string]bool {
	t.Helper()
	w := store.NewWriter(b.Schema, difftest.World{})
	w.Text("SELECT q0.id::text, (")
	w.Predicate(p, func(variable int) string { return map[int]string{0: "q0"}[variable] })
	w.Text(") IS TRUE FROM ", store.Quote(b.Schema), ".", store.Quote("e_"+difftest.Entity), " q0 ORDER BY md5(q0.id::text) LIMIT 8")
	rows, err := b.DB.Query(ctx, w.SQL(), w.Plan().Bind(params)...)
	if err != nil {
		t.Fatalf("%s: %v", w.SQL(), err)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var id string
		var holds bool
		if err := rows.Scan(&id, &holds); err != nil {
			t.Fatal(err)
		}
		found[id] = holds
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
