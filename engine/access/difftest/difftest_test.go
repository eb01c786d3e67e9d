package difftest_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/access/difftest"
	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/query"
)

// policyCount is how many policies a run asks; MORTISE_DIFFTEST_N asks for more.
func policyCount(t *testing.T, few int) int {
	t.Helper()
	text := os.Getenv("MORTISE_DIFFTEST_N")
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("MORTISE_DIFFTEST_N is %q, not a number of policies", text)
	}
	return n
}

// seed is the start of all chance; MORTISE_DIFFTEST_SEED replays a run.
func seed(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv("MORTISE_DIFFTEST_SEED")
	if text == "" {
		return 11
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("MORTISE_DIFFTEST_SEED is %q, not a number", text)
	}
	return n
}

// englishOrder is a collation that orders texts as people do, like that of a
// database made for a language.
const englishOrder = "en-US-x-icu"

func newBench(t *testing.T, r *rand.Rand, items int, collation string) *difftest.Bench {
	t.Helper()
	db, schema := enginetest.Database(t), enginetest.Schema(t)
	if collation != "" {
		var known bool
		err := db.QueryRow(context.Background(), "SELECT EXISTS (SELECT FROM pg_catalog.pg_collation WHERE collname = $1)", collation).Scan(&known)
		if err != nil {
			t.Fatal(err)
		}
		if !known {
			t.Skipf("this PostgreSQL has no collation %s", collation)
		}
	}
	records := difftest.NewRecords(r, items)
	if err := records.Insert(context.Background(), db, schema, collation); err != nil {
		t.Fatal(err)
	}
	return &difftest.Bench{DB: db, Schema: schema, Records: records}
}

// report is what a run found.
type report struct {
	asked, refused int
	mismatches     []string
}

// run asks n random policies. It stops early once enough disagree.
func run(ctx context.Context, t *testing.T, b *difftest.Bench, r *rand.Rand, n, enough int) report {
	t.Helper()
	var found report
	far, err := difftest.NewFar(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		src := difftest.RandomSource(r, far)
		params := b.Records.Principal(r)
		u, err := access.Compile(ctx, src)
		if err != nil {
			t.Fatalf("%v\n%s", err, listing(src))
		}
		mismatches, err := b.Compare(ctx, u, access.Request{Action: "read", Roles: []string{"sales"}, Channel: "web"}, params)
		if access.Refused(err) {
			if found.refused++; found.refused <= 3 {
				t.Logf("refused: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, listing(src))
		}
		found.asked++
		if len(mismatches) > 0 {
			found.mismatches = append(found.mismatches, fmt.Sprintf("%s\nfor %v in\n%s", mismatches[0], params, listing(src)))
			if len(found.mismatches) >= enough {
				break
			}
		}
	}
	return found
}

// listing is all the text of a source.
func listing(src access.Source) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(src.Modules)) {
		b.WriteString(src.Modules[name] + "\n")
	}
	return b.String()
}

// Rego, SQL and Go must agree about every record, also where the database
// orders texts as people do.
func TestDifferential(t *testing.T) {
	t.Parallel()
	for name, collation := range map[string]string{"database order": "", "english order": englishOrder} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed(t), uint64(len(collation))))
			n, records := policyCount(t, 150)/2, 200
			if n < 100 {
				records = 80 // a short run has to be short
			}
			b := newBench(t, r, records, collation)
			found := run(context.Background(), t, b, r, n, 3)
			for _, m := range found.mismatches {
				t.Error(m)
			}
			t.Logf("%d policies asked about %d records, %d refused, %d of %d answers yes, %d disagree",
				found.asked, records, found.refused, b.Yes, b.Asked, len(found.mismatches))
			if share := 100 * b.Yes / max(1, b.Asked); share < 10 || share > 90 {
				t.Errorf("%d of 100 answers are yes: the policies say too little", share)
			}
			if found.asked < n*8/10 && len(found.mismatches) == 0 {
				t.Errorf("only %d of %d policies could be asked", found.asked, n)
			}
		})
	}
}

// Whatever a Predicate asks, SQL and Go answer alike, before and after it is
// simplified.
func TestDifferentialOfPredicates(t *testing.T) {
	t.Parallel()
	ctx, r := context.Background(), rand.New(rand.NewPCG(seed(t), 9))
	b := newBench(t, r, 60, "")
	for range policyCount(t, 300) {
		p, params := difftest.RandomPredicate(r, difftest.Entity, 0, 4), b.Records.Principal(r)
		for _, q := range []query.Predicate{p, query.Simplify(p)} {
			found, err := b.CompareSQL(ctx, q, params)
			if err != nil {
				t.Fatal(err)
			}
			if len(found) > 0 {
				t.Fatalf("%s\nfor %v", found[0], params)
			}
		}
	}
}

// Each known defect must be found.
func TestMutants(t *testing.T) {
	t.Parallel()
	replace := func(before, after string) func(*difftest.Bench) {
		return func(b *difftest.Bench) {
			b.SQL = func(sql string) string { return strings.ReplaceAll(sql, before, after) }
		}
	}
	ignore := func(pattern string) func(*difftest.Bench) {
		part := regexp.MustCompile(pattern)
		return func(b *difftest.Bench) {
			b.SQL = func(sql string) string { return part.ReplaceAllString(sql, "$1 IS NOT NULL") }
		}
	}
	defects := map[string]struct {
		plant     func(*difftest.Bench)
		inside    residual.Defect
		collation string
	}{
		"none":                                {},
		"NOT instead of IS NOT TRUE":          {plant: replace(") IS NOT TRUE", ") = FALSE")},
		"no COLLATE C":                        {plant: replace(` COLLATE "C"`, ""), collation: englishOrder},
		"empty differs from everything":       {plant: replace(" <> ", " IS DISTINCT FROM ")},
		"empty is present as null":            {plant: func(b *difftest.Bench) { b.Document = nullsPresent }},
		"assignment without asking a value":   {inside: residual.BindUndefined},
		"default inlining":                    {inside: residual.DeepInlining},
		"a cell is readable with its row":     {inside: residual.RowIsCell},
		"a cell is found where it is read":    {inside: residual.FindIsRead},
		"archived records count":              {inside: residual.ArchivedCounts},
		"every other record is readable":      {inside: residual.ReadableIgnored},
		"the level of a share does not count": {plant: ignore(`q\d+\."level" >= (\$\d+::bigint)`)},
		"the end of a share does not count":   {plant: ignore(`q\d+\."until" > (\$\d+::timestamptz)`)},
		"a list matches where it is empty":    {plant: replace(" && ", " IS DISTINCT FROM ")},
	}
	for name, defect := range defects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed(t), 7))
			b := newBench(t, r, 60, defect.collation)
			if defect.plant != nil {
				defect.plant(b)
			}
			ctx := residual.WithDefect(context.Background(), defect.inside)
			if name == "none" {
				if found := run(ctx, t, b, r, 20, 1); len(found.mismatches) > 0 {
					t.Error(found.mismatches[0])
				}
				return
			}
			found := run(ctx, t, b, r, 400, 1)
			if len(found.mismatches) == 0 {
				t.Errorf("not found in %d policies", found.asked)
			}
			t.Logf("found after %d policies", found.asked)
		})
	}
}

// nullsPresent gives the record its empty fields as null.
func nullsPresent(doc map[string]any) {
	record := doc["record"].(map[string]any)
	for _, name := range []string{"t1", "t2", "n1", "n2", "d1", "d2", "b1", "b2", "day", "hour", "at", "owner", "dep", "tags"} {
		if _, ok := record[name]; !ok {
			record[name] = nil
		}
	}
}
