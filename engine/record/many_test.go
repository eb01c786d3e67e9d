package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const wideEntity = `{"name":"wide","x-id":"wide000001","title":"Wide","x-label":"title","x-owner":"author","type":"object",
"required":["title"],"properties":{
"title":{"x-field":"text","x-id":"w000000001","x-search":true},
"phone":{"x-field":"phone","x-id":"w000000002","x-region":"CN"},
"email":{"x-field":"email","x-id":"w000000003"},
"amount":{"x-field":"money","x-id":"w000000004","x-currency":"CNY"},
"size":{"x-field":"integer","x-id":"w000000005","minimum":0},
"born":{"x-field":"date","x-id":"w000000006"},
"seen":{"x-field":"datetime","x-id":"w000000007"},
"status":{"x-field":"choice","x-id":"w000000008","oneOf":[{"const":"new","title":"New"},{"const":"old","title":"Old"}]},
"tags":{"x-field":"tags","x-id":"w000000009"},
"note":{"x-field":"longtext","x-id":"w000000010"},
"active":{"x-field":"boolean","x-id":"w000000011"},
"city":{"x-field":"text","x-id":"w000000012"},
"source":{"x-field":"text","x-id":"w000000013"},
"code":{"x-field":"text","x-id":"w000000014","x-unique":true},
"author":{"x-field":"user","x-id":"w000000015"},
"above":{"x-field":"relation","x-id":"w000000016","x-entity":"wide"},
"likes":{"x-field":"relations","x-id":"w000000017","x-entity":"wide"},
"number":{"x-field":"autonumber","x-id":"w000000018","pattern":"W-{00000}","readOnly":true}
},"x-validations":[{"when":"status == 'old'","require":["city"]},{"holds":"size == nil or size < 100000","at":"size","message":"too big"}]}`

func wideRow(i int) map[string]any {
	return map[string]any{"title": fmt.Sprintf("Row %d 张三", i), "phone": "13800138" + fmt.Sprintf("%03d", i%1000), "email": fmt.Sprintf("a%d@example.test", i),
		"amount": json.Number(strconv.Itoa(i) + ".50"), "size": json.Number(strconv.Itoa(i % 1000)), "born": "2001-02-03", "seen": "2026-01-02T03:04:05Z", "status": "new",
		"tags": []any{"a \"b\"", `c\,d`}, "note": "a\nlonger text", "active": true, "city": "上海", "source": "web", "code": fmt.Sprintf("C%d", i)}
}

func newWide(t testing.TB) (*serving.Server, *record.Caller) {
	t.Helper()
	s := serving.Start(t)
	s.Publish(t, []mortise.Document{document(t, definition.KindEntity, "wide", wideEntity),
		document(t, definition.KindGrant, "wide_all", `{"name":"wide_all","role":"administrator","entity":"wide","scope":"all","actions":["read","create","update","import","archive"],"read":"all","write":"all"}`)})
	id, _, err := s.App.Identity.UserByEmail(t.Context(), "main", serving.Administrator)
	require.NoError(t, err)
	c, err := s.App.CallerOf(t.Context(), "main", id)
	require.NoError(t, err)
	c.Channel = "import"
	return s, c
}

func TestManyThroughput(t *testing.T) {
	if os.Getenv("MORTISE_IMPORT_RATE") == "" {
		t.Skip("set MORTISE_IMPORT_RATE")
	}
	s, c := newWide(t)
	const n, size = 20000, 1000
	ids := make([]string, n)
	each := func(what string, fields func(i int) map[string]any) {
		start := time.Now()
		for at := 0; at < n; at += size {
			rows := make([]record.ManyRow, size)
			for i := range rows {
				rows[i] = record.ManyRow{ID: ids[at+i], Fields: fields(at + i)}
			}
			done, err := s.App.Records.WriteMany(t.Context(), c, record.Many{Entity: "wide", Rows: rows})
			require.NoError(t, err)
			for i, d := range done {
				require.NoError(t, d.Err)
				ids[at+i] = d.ID
			}
		}
		took := time.Since(start)
		t.Logf("%d rows %s in %s: %.0f rows/s", n, what, took.Round(time.Millisecond), n/took.Seconds())
	}
	each("made", wideRow)
	each("changed", func(i int) map[string]any {
		fields := wideRow(i)
		delete(fields, "code")
		fields["note"], fields["size"] = "another text", json.Number("7")
		return fields
	})
	require.Equal(t, []int{n, n, 2 * n, n}, counts(t, s, `SELECT count(*), count(DISTINCT f_w000000018), (SELECT count(*) FROM ws_main.change WHERE entity = 'wide000001'),
		count(*) FILTER (WHERE version = 2 AND f_w000000005 = 7) FROM ws_main.e_wide000001`))
}

// counts reads a row of numbers.
func counts(t *testing.T, s *serving.Server, sql string) []int {
	t.Helper()
	db, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	defer db.Close(context.Background())
	rows, err := db.Query(t.Context(), sql)
	require.NoError(t, err)
	defer rows.Close()
	require.True(t, rows.Next())
	values, err := rows.Values()
	require.NoError(t, err)
	out := make([]int, len(values))
	for i, v := range values {
		n, _ := v.(int64)
		out[i] = int(n)
	}
	return out
}
