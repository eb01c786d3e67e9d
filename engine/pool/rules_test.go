package pool_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func (p *person) release(t testing.TB, id, reason string, now time.Time) error {
	t.Helper()
	c := p.at(t, now)
	c.Reason = reason
	_, err := p.desk.App.Records.Release(context.Background(), c, "ticket", record.HandRequest{ID: id})
	return err
}

func TestLimitsCountFromTheLedger(t *testing.T) {
	t.Parallel()
	d := newDesk(t, object{"claim": object{"perDay": 2, "coolDown": 24}})
	a, b := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent")
	noon := time.Date(time.Now().Year()+1, 3, 5, 12, 0, 0, 0, time.UTC)
	one, two, three := d.ticket(t, "1"), d.ticket(t, "2"), d.ticket(t, "3")
	require.NoError(t, a.claim(t, one, noon))
	require.NoError(t, a.release(t, one, "", noon.Add(time.Hour)))
	require.NoError(t, a.claim(t, two, noon.Add(time.Hour)))

	err := a.claim(t, three, noon.Add(2*time.Hour))
	require.Equal(t, "claim_limit_day", refusal(err), "what was released counts")
	require.Equal(t, object{"limit": 2, "until": noon.Add(12 * time.Hour).Format(time.RFC3339)}, problem.As(err).Extra)
	require.NoError(t, b.claim(t, three, noon.Add(2*time.Hour)), "for each user")

	err = a.claim(t, one, noon.Add(12*time.Hour))
	require.Equal(t, "cool_down", refusal(err), "a new day, and still too soon")
	require.Equal(t, object{"limit": 24, "until": noon.Add(25 * time.Hour).Format(time.RFC3339)}, problem.As(err).Extra)
	require.NoError(t, a.claim(t, one, noon.Add(25*time.Hour)))
}

func TestHoldsCountWhatIsNotExcepted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"when": "subject != 'aside'", "claim": object{"holds": 2, "except": "state == 'solved'"}})
	a, lead := d.person(t, "Ann", "agent"), d.person(t, "Lea", "lead")
	ids := []string{d.ticket(t, "1"), d.ticket(t, "2"), d.ticket(t, "3"), d.ticket(t, "4"), d.ticket(t, "5")}
	aside, err := d.tickets.Create(ctx, mortise.Record{"subject": "aside", "owner": a.id})
	require.NoError(t, err)
	for _, id := range ids[:2] {
		_, err := a.tickets.Claim(ctx, id)
		require.NoError(t, err, "what the pool does not cover (%s) does not count", aside.ID())
	}
	_, err = a.tickets.Claim(ctx, ids[2])
	require.Equal(t, "claim_limit_holds", code(err))
	_, err = lead.tickets.Assign(ctx, ids[2], mortise.Owner{User: a.id}, "")
	require.Equal(t, "claim_limit_holds", code(err), "an administrator gives nobody more than he may own")
	_, err = a.tickets.Update(ctx, ids[0], 0, mortise.Record{"state": "solved"})
	require.NoError(t, err)
	_, err = lead.tickets.Assign(ctx, ids[2], mortise.Owner{User: a.id}, "please")
	require.NoError(t, err)
	_, err = a.tickets.Claim(ctx, ids[3])
	require.Equal(t, "claim_limit_holds", code(err))
	require.NoError(t, d.tickets.Archive(ctx, ids[1]))
	_, err = a.tickets.Claim(ctx, ids[3])
	require.NoError(t, err, "what is archived does not count")
}

func TestWhatHasJustComeInWaits(t *testing.T) {
	t.Parallel()
	d := newDesk(t, object{"claim": object{"entryHours": 6}})
	a, b, lead := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent"), d.person(t, "Lea", "lead")
	id := d.ticket(t, "fresh")
	now := time.Now()
	require.Equal(t, "entry_hours", refusal(a.claim(t, id, now.Add(5*time.Hour))))
	require.NoError(t, a.claim(t, id, now.Add(7*time.Hour)))
	require.NoError(t, a.release(t, id, "", now.Add(8*time.Hour)))
	require.Equal(t, "entry_hours", refusal(b.claim(t, id, now.Add(13*time.Hour))), "it has come again")
	require.Equal(t, "entry_hours", refusal(lead.claim(t, id, now.Add(13*time.Hour))))
	_, err := d.App.Records.Assign(context.Background(), lead.at(t, now.Add(13*time.Hour)), "ticket", record.HandRequest{ID: id, To: record.Owner{User: b.id}})
	require.NoError(t, err, "an administrator does not wait to assign")
}

func TestReleaseTellsWhy(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"reason": true})
	a, b, lead := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent"), d.person(t, "Lea", "lead")
	id := d.ticket(t, "one")
	_, err := a.tickets.Claim(ctx, id)
	require.NoError(t, err)
	_, err = a.tickets.Release(ctx, id, "")
	require.Equal(t, "invalid", code(err))
	p, _ := mortise.AsProblem(err)
	require.Equal(t, []mortise.ProblemDetail{{Pointer: "/reason", Code: "required", Message: "This is required."}}, p.Errors)
	_, err = a.tickets.Release(ctx, id, "   ")
	require.Equal(t, "invalid", code(err), "blanks are no reason")
	_, err = a.tickets.Update(ctx, id, 0, mortise.Record{"owner": nil})
	require.Equal(t, "invalid", code(err), "an update that leaves it to nobody is a release")
	_, err = b.tickets.Release(ctx, id, "")
	require.Equal(t, "not_found", code(err), "who may not release it learns nothing of the rules")
	_, err = a.tickets.Release(ctx, id, "wrong language")
	require.NoError(t, err)
	owners, err := d.tickets.Owners(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "wrong language", owners[0].Reason)
	require.Equal(t, "queue", owners[0].Pool)

	_, err = b.tickets.Claim(ctx, id)
	require.NoError(t, err)
	_, err = lead.tickets.Release(ctx, id, "taken back")
	require.NoError(t, err, "an administrator takes it back")
	_, err = b.tickets.Assign(ctx, id, mortise.Owner{User: b.id}, "")
	require.Equal(t, "action_not_granted", code(err))
}

func TestEachRecordHasThePoolThatCoversIt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"when": "subject startsWith 'a'", "claim": object{"perDay": 1}})
	d.Publish(t, []mortise.Document{
		document(t, "role", object{"name": "expert", "x-id": "r3h3hd7n1c", "title": "Expert"}),
		document(t, "pool", object{"name": "desk", "title": "Desk", "entity": "ticket", "when": "subject startsWith 'b'", "members": []string{"agent"}}),
		document(t, "pool", object{"name": "experts", "title": "Experts", "entity": "ticket", "members": []string{"expert"}}),
	})
	a, e := d.person(t, "Ann", "agent"), d.person(t, "Eve", "expert")
	claim := func(p *person, subject string) string {
		_, err := p.tickets.Claim(ctx, d.ticket(t, subject))
		return code(err)
	}
	require.Equal(t, "", claim(a, "a1"))
	require.Equal(t, "claim_limit_day", claim(a, "a2"))
	require.Equal(t, "", claim(a, "b1"))
	require.Equal(t, "", claim(a, "b2"), "another pool, another limit")
	require.Equal(t, "not_found", claim(a, "c1"))
	require.Equal(t, "", claim(e, "a3"))
	require.Equal(t, "", claim(e, "a4"), "through the pool that he is in")

	described, err := a.client.Do(ctx, mortise.Request{Method: "GET", Path: "/api/v1/describe"})
	require.NoError(t, err)
	var out struct {
		Entities []struct {
			Name    string
			Actions []string
			Pools   []struct{ Name string }
		}
	}
	require.NoError(t, json.Unmarshal(described.Body, &out))
	for _, entity := range out.Entities {
		if entity.Name == "ticket" {
			require.Equal(t, []struct{ Name string }{{"desk"}, {"queue"}}, entity.Pools)
			require.Subset(t, entity.Actions, []string{"claim", "release"})
		}
	}
}
