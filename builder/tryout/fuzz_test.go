package tryout

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

const fuzzed = `{"name":"customer","title":"Customer","x-id":"cust000001","type":"object","x-label":"name","properties":{
	"name":{"x-field":"text","x-id":"f000000001"},"amount":{"x-field":"money","x-id":"f000000002"},"due":{"x-field":"date","x-id":"f000000003"},
	"seen":{"x-field":"datetime","x-id":"f000000004"},"paid":{"x-field":"boolean","x-id":"f000000005"},"tags":{"x-field":"tags","x-id":"f000000006"},
	"above":{"x-field":"relation","x-entity":"customer","x-id":"f000000007"},"twice":{"x-field":"formula","x-expr":"amount * 2","x-id":"f000000008"},
	"loop":{"x-field":"formula","x-expr":"loop + 1","x-id":"f000000009"},"odd":{"x-field":"formula","x-expr":"nothing","x-id":"f00000000a"}}}`

// FuzzExpressions tries texts in every use: none may bring the process down,
// and each problem lies within the text.
func FuzzExpressions(f *testing.F) {
	for _, src := range []string{"", " ", "name", "amount * 2 > 3", "days(now() - seen)", "any(customer.above, .paid)", "count(customer.above)", "above.above.name", "due in this_month()",
		"twice + loop", "odd", "me", "user.id == me", "'", "a ? b", "tags contains 'x'", "((((", "-", "1/0", "amount ** 9 ** 9", "name[0]", "{}", "[]", "x => y", "let a = 1; a", "\"\\u0000\"", "名称 == '中'",
		"sum(customer.above, .amount)", "'2026-01-31'", "nil", "due - '2026-01-01'", "$tried", "#.x", "name.", "name?.x", "amount in [1,2,'a']", "999999999999999999999999999999999999999 * amount", "1e999"} {
		for use := range 4 {
			f.Add(src, use, "")
			f.Add(src, use, "number")
		}
	}
	c := &record.Caller{Now: time.Unix(1e9, 0), Zone: time.UTC}
	on := query.Values{"name": "Ann", "amount": query.Decimal("12.5"), "due": "2026-01-31", "seen": c.Now, "paid": true, "tags": []any{"a"}}
	f.Fuzz(func(t *testing.T, src string, use int, kind string) {
		uses := []string{Formula, Condition, Default, Filter}
		r := Request{Entity: "customer", Expression: src, Use: uses[(use%4+4)%4], Type: kind}
		item := draft.Item{Document: definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: "customer"}, Body: []byte(fuzzed)}}
		set, err := setOf(&draft.View{Items: []draft.Item{item}}, r)
		require.NoError(t, err)
		m, wrong := compile(set, r, c)
		for _, p := range problems(wrong, src, "en") {
			require.LessOrEqual(t, p.From, p.To)
			require.LessOrEqual(t, p.To, len([]rune(src)))
			require.NotEqual(t, p.Code, p.Message, "each code has a message")
		}
		if len(wrong) == 0 {
			m.value(on, func(string) any { return nil })
			m.reads()
		}
	})
}
