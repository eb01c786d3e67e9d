package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
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
	n, size := 20000, 1000
	var prepared time.Duration
	start := time.Now()
	for at := 0; at < n; at += size {
		rows := make([]record.ManyRow, size)
		for i := range rows {
			rows[i].Fields = wideRow(at + i)
		}
		done, err := s.App.Records.WriteMany(context.Background(), c, record.Many{Entity: "wide", Rows: rows})
		require.NoError(t, err)
		for _, d := range done {
			require.NoError(t, d.Err)
		}
	}
	took := time.Since(start)
	_ = prepared
	t.Logf("%d rows in %s: %.0f rows/s", n, took, float64(n)/took.Seconds())
	db, err := pgx.Connect(context.Background(), s.DSN())
	require.NoError(t, err)
	var count, changes, numbers int
	require.NoError(t, db.QueryRow(context.Background(), "select count(*), count(distinct f_w000000018), (select count(*) from ws_main.change where entity='wide000001') from ws_main.e_wide000001").Scan(&count, &numbers, &changes))
	require.Equal(t, []int{n, n, n}, []int{count, numbers, changes})
	_ = strings.Join
}
