package store_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
)

// BenchmarkComputedPage reads pages of 50 with and without three formulas, a
// lookup and a roll-up. MORTISE_BENCH_ROWS says of how many records.
func BenchmarkComputedPage(b *testing.B) {
	rows, err := strconv.Atoi(os.Getenv("MORTISE_BENCH_ROWS"))
	if err != nil {
		rows = 10_000
	}
	ctx := context.Background()
	db, schema := enginetest.Database(b), enginetest.Schema(b)
	table := store.Quote(schema) + ".thing"
	for _, sql := range []string{
		"CREATE TABLE " + table + ` (id uuid PRIMARY KEY, f_id uuid, f_archived_at timestamptz, f_n numeric, f_m numeric, f_i bigint,
			f_t text, f_u text, f_b boolean, f_d date, f_e date, f_at timestamptz, f_up uuid)`,
		"INSERT INTO " + table + ` SELECT lpad(to_hex(i), 32, '0')::uuid, lpad(to_hex(i), 32, '0')::uuid, NULL, i / 7.0, i % 100, i, 'text ' || i, 'x', i % 2 = 0,
			'2026-01-01'::date + (i % 300), '2026-06-01', now(), lpad(to_hex(i / 10), 32, '0')::uuid FROM generate_series(1, ` + strconv.Itoa(rows) + ") i",
		"CREATE INDEX ON " + table + " (f_up)", "ANALYZE " + table,
	} {
		if _, err := db.Exec(ctx, sql); err != nil {
			b.Fatal(err)
		}
	}
	sources := []string{"n * m + 1", "days(e - d)", "lower(t) + '!'", "up.n", "sum(thing.up, .n)"}
	for name, list := range map[string][]string{"stored": nil, "computed": sources} {
		w := store.NewWriter(schema, things{})
		w.Text("SELECT q0.id::text, q0.f_n::text, q0.f_t")
		for _, src := range list {
			x, err := filter.ParseValue(things{}, "thing", src, filter.Options{Late: true, Impersonal: true})
			if err != nil {
				b.Fatal(err)
			}
			w.Text(", (")
			w.Field(query.Field{Type: x.OperandType(), Computed: &query.Computed{X: x}})
			w.Text(")::text")
		}
		w.Text(" FROM ")
		w.Table("thing")
		w.Text(" q0 ORDER BY q0.id LIMIT 50")
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := db.Exec(ctx, w.SQL(), w.Plan().Bind(func(string) any { return nil })...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
