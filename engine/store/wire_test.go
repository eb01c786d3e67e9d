package store

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/mortise-crm/mortise/engine/enginetest"
)

// Each SQL expression must come out as this JSON.
func TestValuesBecomeExactJSON(t *testing.T) {
	t.Parallel()
	cases := []struct{ sql, want string }{
		{"0::numeric", "0"},
		{"12.50::numeric", "12.5"},
		{"-0.001::numeric", "-0.001"},
		{"100000000::numeric", "100000000"},
		{"0.00001234::numeric", "0.00001234"},
		{"123456789012345678901234567890.123456789::numeric", "123456789012345678901234567890.123456789"},
		{"1000000::numeric(12,2)", "1000000"},
		{"-9999.9999::numeric", "-9999.9999"},
		{"9007199254740993::bigint", "9007199254740993"},
		{"-1::int", "-1"},
		{"true", "true"},
		{"NULL::text", "null"},
		{"date '2026-02-28'", `"2026-02-28"`},
		{"date '1999-12-31'", `"1999-12-31"`},
		{"time '23:59:01'", `"23:59:01"`},
		{"timestamptz '2026-11-22 01:02:03.004+08'", `"2026-11-21T17:02:03.004Z"`},
		{"timestamptz '1969-12-31 23:59:59+00'", `"1969-12-31T23:59:59Z"`},
		{"uuid '0190f0a0-1234-7abc-8def-001122334455'", `"0190f0a0-1234-7abc-8def-001122334455"`},
		{"ARRAY['a','b \"c\"','']::text[]", `["a","b \"c\"",""]`},
		{"ARRAY[]::text[]", "[]"},
		{`E'tab\t nl\n quote" back\\ 张 \u2028 😀'::text`, ""},
		{`'{"a": 1}'::jsonb`, `{"a": 1}`},
	}
	pool := testPool(t)
	for _, c := range cases {
		rows, err := pool.Query(context.Background(), "SELECT "+c.sql)
		if err != nil {
			t.Fatal(err)
		}
		if !rows.Next() {
			t.Fatal(c.sql, rows.Err())
		}
		got, err := appendJSON(nil, rows.FieldDescriptions()[0].DataTypeOID, rows.RawValues()[0])
		if err != nil {
			t.Errorf("%s: %v", c.sql, err)
		}
		if c.want != "" && string(got) != c.want {
			t.Errorf("%s = %s, want %s", c.sql, got, c.want)
		}
		if !json.Valid(got) {
			t.Errorf("%s = %s, not JSON", c.sql, got)
		}
		rows.Close()
	}
}

func TestTextSurvivesAsJSON(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "plain", "\x01\x1f", `"\`, "\n\r\t", "é e\u0301 张 😀 \u2028\u2029", "</script>&", "\u007f"} {
		var back string
		if err := json.Unmarshal(appendQuoted(nil, []byte(s)), &back); err != nil || back != s {
			t.Errorf("%q came back as %q (%v)", s, back, err)
		}
	}
}

func testPool(t *testing.T) *pgxpool.Pool {
	t.Helper()
	return enginetest.Database(t)
}

func TestInstantsAreWrittenAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	for _, us := range []int64{0, 1, 999999, 1e6, 123456789012345, 1700000000000000, 1700000000120000, -1, -62135596800e6, 253402300799999999, 253402300800e6} {
		want := string(time.UnixMicro(us).UTC().AppendFormat(nil, `"2006-01-02T15:04:05.999999Z"`))
		if got := string(appendInstant(nil, us)); got != want {
			t.Errorf("%d: %s, want %s", us, got, want)
		}
	}
}
