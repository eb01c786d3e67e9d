package pool_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

type object = map[string]any

func document(t testing.TB, kind string, body object) mortise.Document {
	t.Helper()
	b, err := json.Marshal(body)
	require.NoError(t, err)
	name, _ := body["name"].(string)
	return mortise.Document{Kind: kind, Name: name, Body: b}
}

func field(kind, id string, members object) object {
	f := object{"x-field": kind, "x-id": id}
	for name, value := range members {
		f[name] = value
	}
	return f
}

// desk is a help desk: tickets that agents take from a queue, answers to them,
// a lead who administers the queue.
type desk struct {
	*serving.Server
	tickets mortise.Records // as the administrator
}

// newDesk publishes the desk, with the members of the pool changed.
func newDesk(t testing.TB, queue object) *desk {
	t.Helper()
	s := serving.Start(t)
	states := []object{{"const": "open", "title": "Open"}, {"const": "solved", "title": "Solved"}}
	pool := object{"name": "queue", "title": "Queue", "entity": "ticket", "when": "state == 'open'", "members": []string{"agent"}, "admins": []string{"lead"},
		"hidden": []string{"secret"}, "masked": []object{{"field": "phone", "show": "phone"}}}
	for name, value := range queue {
		pool[name] = value
	}
	every := []string{"read", "create", "update", "archive", "restore", "history", "transfer", "assign", "claim", "release"}
	s.Publish(t, []mortise.Document{
		document(t, "role", object{"name": "agent", "x-id": "r1g2kq0x2m", "title": "Agent"}),
		document(t, "role", object{"name": "lead", "x-id": "r2h3hd7n1c", "title": "Lead"}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "ticket", "title": "Ticket", "type": "object", "x-id": "t0k3aq7w2e", "x-label": "subject",
			"x-owner": "owner", "x-team": "team",
			"properties": object{
				"subject": field("text", "t1m5xk1r9t", object{"maxLength": 200}),
				"state":   field("choice", "t2s7gw3q5u", object{"oneOf": states, "default": "open"}),
				"phone":   field("phone", "t3p1nf9x6a", object{"x-region": "CN"}),
				"secret":  field("text", "t4s9mz8d4h", nil),
				"owner":   field("user", "t5o2lp7g4w", nil),
				"team":    field("relation", "t6f6hj5z0d", object{"x-entity": "team"}),
				"touched": field("datetime", "t7t1kx6m9r", nil),
			},
			"required": []string{"subject"},
		}),
		document(t, "entity", object{
			"$schema": "mortise:entity", "name": "answer", "title": "Answer", "type": "object", "x-id": "a0w6sj4t9b", "x-label": "text",
			"properties": object{
				"text":   field("text", "a1n7cx3p5k", nil),
				"ticket": field("relation", "a2t8cx3p5k", object{"x-entity": "ticket"}),
			},
			"required": []string{"text", "ticket"},
		}),
		document(t, "grant", object{"name": "ticket_own", "role": "agent", "entity": "ticket", "actions": []string{"read", "update", "transfer"},
			"scope": "own", "to": "all", "read": "all", "write": object{"except": []string{"secret"}}}),
		document(t, "grant", object{"name": "ticket_lead", "role": "lead", "entity": "ticket", "actions": []string{"read", "update"}, "scope": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "ticket_all", "role": "administrator", "entity": "ticket", "actions": every, "scope": "all", "to": "all", "read": "all", "write": "all"}),
		document(t, "grant", object{"name": "answer_all", "role": "administrator", "entity": "answer", "actions": []string{"read", "create"}, "scope": "all", "read": "all", "write": "all"}),
		document(t, "pool", pool),
	})
	return &desk{s, s.Admin.Records("ticket")}
}

// ticket makes a ticket that nobody owns.
func (d *desk) ticket(t testing.TB, subject string) string {
	t.Helper()
	rec, err := d.tickets.Create(context.Background(), mortise.Record{"subject": subject, "owner": nil, "phone": "+8613800138000", "secret": "canary"})
	require.NoError(t, err)
	return rec.ID()
}

// person is a user of the desk, by HTTP and past it.
type person struct {
	desk    *desk
	id      string
	client  *mortise.Client
	tickets mortise.Records
}

func (d *desk) person(t testing.TB, name string, roles ...string) *person {
	t.Helper()
	id, client := d.NewUser(t, name, roles)
	return &person{d, id, client, client.Records("ticket")}
}

// at is the person as a caller at a time.
func (p *person) at(t testing.TB, now time.Time) *record.Caller {
	t.Helper()
	c, err := p.desk.App.CallerOf(context.Background(), "main", p.id)
	require.NoError(t, err)
	c.Now = now
	return c
}

// code is the code of a refusal, "" for none.
func code(err error) string {
	if err == nil {
		return ""
	}
	if p, ok := mortise.AsProblem(err); ok {
		return p.Code
	}
	return err.Error()
}

// refusal is the code of a refusal that did not come by HTTP.
func refusal(err error) string {
	if err == nil {
		return ""
	}
	return problem.As(err).Code
}
