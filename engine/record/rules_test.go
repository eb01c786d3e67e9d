package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
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
		grant("buyer_clerk", `"entity":"buyer","role":"clerk","actions":["read"],"scope":"all","when":"name != 'Hidden'","read":{"only":["name"]}`),
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

// wrongAt gives "pointer code" of each problem of a refusal; its code alone when
// there are none.
func wrongAt(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	p, ok := mortise.AsProblem(err)
	require.True(t, ok, "%v", err)
	if len(p.Errors) == 0 {
		return []string{p.Code}
	}
	return pointed(p.Errors)
}

func pointed(details []mortise.ProblemDetail) (out []string) {
	for _, d := range details {
		out = append(out, d.Pointer+" "+d.Code)
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
		"beside what types know":     {mortise.Record{"price": 1, "cost": 2, "seen": "never"}, []string{"/price validation_failed", "/seen invalid_datetime"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.record["name"] == nil {
				c.record["name"] = "x"
			}
			dry, err := r.clerk.Validate(context.Background(), "", c.record)
			require.NoError(t, err)
			require.Equal(t, c.want, pointed(dry.Errors), "the dry run says the same")
			_, err = r.clerk.Create(context.Background(), c.record)
			require.Equal(t, c.want, wrongAt(t, err), "%v", err)
		})
	}
}

func TestRulesAboutValuesOfChanges(t *testing.T) {
	t.Parallel()
	r := newRuled(t)
	priced := mortise.Record{"price": 10, "cost": 5}
	solved := mortise.Record{"status": "solved", "solution": "done", "price": 10}
	for name, c := range map[string]struct {
		before, change mortise.Record
		want           []string
	}{
		"the other side is as it was":         {priced, mortise.Record{"cost": 11}, []string{"/price validation_failed"}},
		"both sides are given":                {priced, mortise.Record{"cost": 11, "price": 12}, nil},
		"one side is emptied":                 {priced, mortise.Record{"price": nil}, nil},
		"what is shown is not given":          {mortise.Record{}, mortise.Record{"status": "solved"}, []string{"/solution required"}},
		"what is shown is given":              {mortise.Record{}, mortise.Record{"status": "solved", "solution": "x"}, nil},
		"what is no longer shown has a value": {solved, mortise.Record{"status": "open"}, []string{"/solution not_applicable"}},
		"what is no longer shown is emptied":  {solved, mortise.Record{"status": "open", "solution": nil}, nil},
		"what is shown is emptied":            {solved, mortise.Record{"solution": nil}, []string{"/solution required"}},
		"locked":                              {solved, mortise.Record{"price": 11}, []string{"/price field_locked"}},
		"locked, by what it was":              {solved, mortise.Record{"price": 11, "status": "open", "solution": nil}, []string{"/price field_locked"}},
		"locked, and left as it is":           {solved, mortise.Record{"price": 10, "name": "y"}, nil},
		"not locked yet":                      {priced, mortise.Record{"status": "solved", "solution": "x", "price": 11}, nil},
		"another record says no":              {priced, mortise.Record{"buyer": r.buyers["Blocked"]}, []string{"/buyer validation_failed"}},
		"beside what types know":              {priced, mortise.Record{"cost": 11, "seen": 1}, []string{"/price validation_failed", "/seen wrong_type"}},
		"what types know is part of it":       {priced, mortise.Record{"cost": 11, "price": "x"}, []string{"/price wrong_type"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			before := mortise.Record{"name": "x"}
			maps.Copy(before, c.before)
			rec, err := r.tickets.Create(ctx, before)
			require.NoError(t, err)
			dry, err := r.clerk.Validate(ctx, rec.ID(), c.change)
			require.NoError(t, err)
			require.Equal(t, c.want, pointed(dry.Errors), "the dry run says the same")
			_, err = r.clerk.Update(ctx, rec.ID(), 0, c.change)
			require.Equal(t, c.want, wrongAt(t, err), "%v", err)
		})
	}
}

// What stands in a designer's rule is told in the language of who broke it.
func TestRulesAboutValuesSpeak(t *testing.T) {
	t.Parallel()
	r := newRuled(t)
	chinese, err := mortise.New(r.URL, mortise.WithToken(r.Admin.Token()), mortise.WithLanguage("zh-CN"))
	require.NoError(t, err)
	for want, tickets := range map[string]mortise.Records{"Below cost.": r.tickets, "低于成本。": chinese.Records("ticket")} {
		_, err := tickets.Create(context.Background(), mortise.Record{"name": "x", "price": 1, "cost": 2})
		p, ok := mortise.AsProblem(err)
		require.True(t, ok)
		require.Equal(t, want, p.Errors[0].Message)
	}
}

func TestRulesAboutValuesOfImports(t *testing.T) {
	t.Parallel()
	r := newRuled(t)
	csv := "name,price,cost,status,solution\ngood,10,5,open,\nbelow,1,5,open,\nunsolved,,,solved,\nfine,,,solved,done\n"
	done, err := r.tickets.Import(context.Background(), strings.NewReader(csv), mortise.ImportOptions{})
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Created)
	var wrong []string
	for _, e := range done.Errors {
		wrong = append(wrong, fmt.Sprint(e.Line, e.Pointer, " ", e.Message))
	}
	require.Equal(t, []string{"3/price Below cost.", "4/solution This is required."}, wrong)
}

// A rule that is younger than a record does not stand in the way of a change
// elsewhere, and counts where what it is about is written.
func TestARuleLeavesOlderRecordsAlone(t *testing.T) {
	t.Parallel()
	r, ctx := newRuled(t), context.Background()
	rec, err := r.tickets.Create(ctx, mortise.Record{"name": "x", "cost": 5})
	require.NoError(t, err)
	younger := strings.Replace(ruledTicket, `"required":["name"]`, `"required":["name","due"]`, 1)
	younger = strings.Replace(younger, `"x-validations":[`, `"x-validations":[{"holds":"cost > 100","at":"cost","message":"Too cheap."},`, 1)
	r.Publish(t, []mortise.Document{document(t, definition.KindEntity, "ticket", younger)})
	_, err = r.tickets.Update(ctx, rec.ID(), 0, mortise.Record{"name": "y"})
	require.NoError(t, err)
	_, err = r.tickets.Update(ctx, rec.ID(), 0, mortise.Record{"cost": 6})
	require.Equal(t, []string{"/cost validation_failed"}, wrongAt(t, err))
	_, err = r.tickets.Update(ctx, rec.ID(), 0, mortise.Record{"due": nil})
	require.Equal(t, []string{"/due required"}, wrongAt(t, err))
	_, err = r.tickets.Create(ctx, mortise.Record{"name": "x", "cost": 500})
	require.Equal(t, []string{"/due required"}, wrongAt(t, err))
}

// Two writers who each keep the rule by what they have read cannot break it
// together: it is asked of the record as it is when it is written.
func TestARuleSeesTheRecordAsItIsWritten(t *testing.T) {
	t.Parallel()
	r, ctx := newRuled(t), context.Background()
	rec, err := r.tickets.Create(ctx, mortise.Record{"name": "x", "price": 10, "cost": 0})
	require.NoError(t, err)
	for round := range 15 {
		_, err := r.tickets.Update(ctx, rec.ID(), 0, mortise.Record{"price": 10, "cost": 0})
		require.NoError(t, err)
		var both sync.WaitGroup
		refused := make([]error, 2)
		for i, change := range []mortise.Record{{"price": 5}, {"cost": 8}} {
			both.Go(func() { _, refused[i] = r.tickets.Update(ctx, rec.ID(), 0, change) })
		}
		both.Wait()
		require.True(t, (refused[0] == nil) != (refused[1] == nil), "round %d: %v, %v", round, refused[0], refused[1])
	}
}

// A client is told the conditions that it may know all of, and no others.
func TestDescribeTellsRulesAboutValues(t *testing.T) {
	t.Parallel()
	r := newRuled(t)
	tells := func(c *mortise.Client) (rules []string, fields map[string]string, raw string) {
		var d record.Description
		answer, err := c.Do(context.Background(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/describe"})
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(answer.Body, &d))
		fields = map[string]string{}
		for _, e := range d.Entities {
			if e.Name != "ticket" {
				continue
			}
			for _, one := range e.Rules {
				rules = append(rules, one.At+" "+one.Message)
			}
			for _, f := range e.Fields {
				if f.RequiredIf != nil {
					fields[f.Name] = string(f.RequiredIf.Tree)
				}
			}
		}
		return rules, fields, string(answer.Body)
	}
	_, client := r.NewUser(t, "Dora", []string{"clerk"})
	rules, fields, raw := tells(client)
	require.Equal(t, []string{"price Below cost.", "due In the past.", " Large ones need a buyer and a day."}, rules, "he does not know whether buyers are blocked")
	require.JSONEq(t, `{"is":"eq","x":{"is":"field","name":"status","type":"text"},"y":{"is":"value","type":"text","value":"solved"}}`, fields["solution"])
	require.NotContains(t, raw, "secret")
	rules, fields, _ = tells(r.Admin)
	require.Len(t, rules, 4)
	require.Contains(t, fields, "secret")
}
