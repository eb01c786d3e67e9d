package whatif_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/explain"
	"github.com/mortise-crm/mortise/engine/record"
)

// sized is a server with users, all of them sellers, and deals among them.
func sized(b *testing.B, users, deals int) (*serving.Server, *record.Caller) {
	b.Helper()
	s := serving.Start(b)
	s.Publish(b, published())
	ctx := context.Background()
	run := func(sql string) {
		if _, err := s.App.DB.Pool().Exec(ctx, sql); err != nil {
			b.Fatal(err)
		}
	}
	run(fmt.Sprintf(`INSERT INTO ws_main.e_i280yz2xc9 (id, created_at, updated_at, f_cwm8gks5d8, f_l9wx6e4l5w, f_oorut4em2g)
		SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, now(), now(), 'user ' || n, 'u' || n || '@example.test', true FROM generate_series(1, %d) n`, users))
	run(`INSERT INTO ws_main.e_i5evw1umtx (id, created_at, updated_at, f_b2jlxw6bcp, f_ma8ok2uts9)
		SELECT gen_random_uuid(), now(), now(), u.id, r.id FROM ws_main.e_i280yz2xc9 u, ws_main.e_eamhuj6e10 r WHERE r.f_x8fknhrfro = 'seller' AND u.f_cwm8gks5d8 LIKE 'user %'`)
	for from := 1; from <= deals; from += 50_000 {
		run(fmt.Sprintf(`INSERT INTO ws_main.e_wh4tifdeal (id, created_at, updated_at, f_wh4tname01, f_wh4towner1, f_wh4tamoun1, f_wh4tstage1)
			SELECT gen_random_uuid(), now(), now(), 'deal ' || n, ('00000000-0000-7000-8000-' || lpad((1 + n %% %d)::text, 12, '0'))::uuid, n %% 100, CASE WHEN n %% 2 = 0 THEN 'won' ELSE 'new' END
			FROM generate_series(%d, %d) n`, users, from, min(deals, from+49_999)))
	}
	run("UPDATE ws_main.epoch SET number = number + 1")
	run("ANALYZE ws_main.e_wh4tifdeal")
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		b.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		b.Fatal(err)
	}
	c.Channel = "web"
	return s, c
}

// What-if of 50 users and 100,000 records: at most 5 s.
func BenchmarkWhatIf(b *testing.B) {
	s, _ := sized(b, 50, 100_000)
	for _, doc := range drafted() {
		if err := s.Admin.Definitions().Put(context.Background(), doc); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		a, err := ask(b, s.Admin, `{}`)
		if err != nil || a.Partial || len(a.Users) < 50 {
			b.Fatalf("%v: %d users, left out %v", err, len(a.Users), a.LeftOut)
		}
		b.ReportMetric(a.TookMS, "ms-taken")
	}
}

// An explanation among a million records: at most 200 ms.
func BenchmarkExplain(b *testing.B) {
	s, c := sized(b, 50, 1_000_000)
	ctx := context.Background()
	var deal string
	if err := s.App.DB.Pool().QueryRow(ctx, "SELECT id::text FROM ws_main.e_wh4tifdeal LIMIT 1").Scan(&deal); err != nil {
		b.Fatal(err)
	}
	service := explain.New(s.App.DB, s.App.Records, s.App.Identity)
	for b.Loop() {
		if _, err := service.Explain(ctx, c, explain.Question{User: "00000000-0000-7000-8000-000000000007", Entity: "deal", ID: deal, Action: "update"}); err != nil {
			b.Fatal(err)
		}
	}
}

// Who of 10,000 users.
func BenchmarkWho(b *testing.B) {
	s, c := sized(b, 10_000, 1_000)
	ctx := context.Background()
	var deal string
	if err := s.App.DB.Pool().QueryRow(ctx, "SELECT id::text FROM ws_main.e_wh4tifdeal LIMIT 1").Scan(&deal); err != nil {
		b.Fatal(err)
	}
	service := explain.New(s.App.DB, s.App.Records, s.App.Identity)
	for b.Loop() {
		if _, err := service.Who(ctx, c, explain.WhoQuestion{Entity: "deal", ID: deal}); err != nil {
			b.Fatal(err)
		}
	}
}
