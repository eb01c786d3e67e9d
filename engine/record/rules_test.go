package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	ruledBuyer = `{"$schema":"mortise:entity","name":"buyer","title":"Buyer","x-id":"b3f9q2m7xa","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"b4r7k0v3qd"},
 "blocked":{"x-field":"boolean","x-id":"b5r7k0v3qd"}},"required":["name"]}`
	ruledTicket = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"t3f9q2m7xa","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"t4r7k0v3qd"},
 "status":{"x-field":"choice","x-id":"t5r7k0v3qd","oneOf":[{"const":"open","title":"Open"},{"const":"solved","title":"Solved"}]},
 "solution":{"x-field":"longtext","x-id":"t6r7k0v3qd","x-visible":"status == 'solved'","x-required":"status == 'solved'"},
 "price":{"x-field":"money","x-id":"t7r7k0v3qd","x-currency":"CNY","x-read-only":"status == 'solved'"},
 "cost":{"x-field":"money","x-id":"t8r7k0v3qd","x-currency":"CNY"},
 "due":{"x-field":"date","x-id":"t9r7k0v3qd"},
 "seen":{"x-field":"datetime","x-id":"tar7k0v3qd"},
 "secret":{"x-field":"text","x-id":"tbr7k0v3qd","x-required":"name startsWith 'secret'"},
 "buyer":{"x-field":"relation","x-id":"tcr7k0v3qd","x-entity":"buyer"}},
"required":["name"],"x-validations":[
 {"when":"price != nil && cost != nil","holds":"price >= cost","at":"price","message":{"en":"Below cost.","zh-CN":"低于成本。"}},
 {"when":"due != nil","holds":"due >= today()","at":"due","message":"In the past."},
 {"when":"price > 1000","require":["buyer","due"],"message":{"en":"Large ones need a buyer and a day.","zh-CN":"大单必须有买家和日期。"}},
 {"when":"buyer != nil","holds":"!buyer.blocked","at":"buyer","message":{"en":"The buyer is blocked.","zh-CN":"买家已停用。"}}]}`
)

// ruled is a server with tickets whose values have rules. A clerk does not know
// of a ticket's secret, and sees only buyers of his own making.
type ruled struct {
	*serving.Server
	clerk   mortise.Records
	tickets mortise.Records
	buyers  map[string]string // ids by name
}

func newRuled(t *testing.T) *ruled {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	all := `"role":"administrator","actions":["read","update","create","archive","import","history"],"scope":"all","read":"all","write":"all"`
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "buyer", ruledBuyer), document(t, definition.KindEntity, "ticket", ruledTicket),
		document(t, definition.KindRole, "clerk", `{"name":"clerk","x-id":"c1g2kq0x2m","title":"Clerk"}`),
		grant("buyer_all", `"entity":"buyer",`+all), grant("ticket_all", `"entity":"ticket",`+all),
		grant("ticket_clerk", `"entity":"ticket","role":"clerk","actions":["read","update","create"],"scope":"all","read":{"except":["secret"]},"write":{"except":["secret"]}`),
		grant("buyer_clerk", `"entity":"buyer","role":"clerk","actions":["read"],"scope":"all","condition":"name != 'Hidden'","read":"all"`),
	})
	_, clerk := s.NewUser(t, "Cleo", []string{"clerk"})
	r := &ruled{Server: s, clerk: clerk.Records("ticket"), tickets: s.Admin.Records("ticket"), buyers: map[string]string{}}
	for name, blocked := range map[string]bool{"Good": false, "Blocked": true, "Hidden": true} {
		rec, err := s.Admin.Records("buyer").Create(context.Background(), mortise.Record{"name": name, "blocked": blocked})
		require.NoError(t, err)
		r.buyers[name] = rec.ID()
	}
	return r
}

// wrongAt gives "pointer code" or "pointer message" of each problem of a refusal.
func wrongAt(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	out := []string{}
	for _, d := range p.Errors {
		out = append(out, d.Pointer+" "+d.Code)
	}
	if len(out) == 0 {
		out = append(out, p.Code)
	}
	return out
}

func TestRulesAboutValuesOfNewRecords(t *testing.T) {
	t.Parallel()
	r := newRuled(t)
	for name, c := range map[string]struct {
		record mortise.Record
		want   []string
	}{
		"nothing that has a rule":    {mortise.Record{}, nil},
		"a rule is met":              {mortise.Record{"price": 10, "cost": 10}, nil},
		"a rule is broken":           {mortise.Record{"price": 9, "cost": 10}, []string{"/price validation_failed"}},
		"one side is empty":          {mortise.Record{"cost": 10}, nil},
		"shown and given":            {mortise.Record{"status": "solved", "solution": "done"}, nil},
		"shown and missing":          {mortise.Record{"status": "solved"}, []string{"/solution required"}},
		"not shown and given":        {mortise.Record{"status": "open", "solution": "done"}, []string{"/solution not_applicable"}},
		"locked, but new":            {mortise.Record{"status": "solved", "solution": "done", "price": 5}, nil},
		"a day to come":              {mortise.Record{"due": "2999-01-01"}, nil},
		"a day gone by":              {mortise.Record{"due": "1999-01-01"}, []string{"/due validation_failed"}},
		"both are there":             {mortise.Record{"price": 1001, "buyer": r.buyers["Good"], "due": "2999-01-01"}, nil},
		"both are missing":           {mortise.Record{"price": 1001}, []string{"/buyer required", "/due required"}},
		"another record":             {mortise.Record{"buyer": r.buyers["Good"]}, nil},
		"another record says no":     {mortise.Record{"buyer": r.buyers["Blocked"]}, []string{"/buyer validation_failed"}},
		"one that may not be read":   {mortise.Record{"buyer": r.buyers["Hidden"]}, []string{"/buyer missing_record"}},
		"a field that he has not":    {mortise.Record{"name": "secret plan"}, []string{" required"}},
		"all that is wrong, at once": {mortise.Record{"price": 1, "cost": 2, "due": "1999-01-01", "status": "solved"}, []string{"/due validation_failed", "/price validation_failed", "/solution required"}},
		"beside what types know":     {mortise.Record{"price": 1, "cost": 2, "seen": "never"}, []string{"/price validation_failed", "/seen wrong_type"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.record["name"] == nil {
				c.record["name"] = "x"
			}
			_, err := r.clerk.Create(context.Background(), c.record)
			require.Equal(t, c.want, wrongAt(t, err), "%v", err)
		})
	}
}
