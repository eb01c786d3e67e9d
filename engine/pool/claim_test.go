package pool_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func TestClaimTakesARecordOutOfThePool(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, nil)
	a, b := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent")
	id := d.ticket(t, "one")

	seen, err := a.tickets.Get(ctx, id)
	require.NoError(t, err)
	require.NotEqual(t, "canary", seen["secret"])
	require.Equal(t, "138****8000", seen["phone"])

	mine, err := a.tickets.Claim(ctx, id)
	require.NoError(t, err)
	require.Equal(t, a.id, mine["owner"])
	require.Equal(t, "canary", mine["secret"])
	require.Equal(t, "+8613800138000", mine["phone"])

	_, err = b.tickets.Claim(ctx, id)
	require.Equal(t, "already_claimed", code(err))
	_, err = b.tickets.Get(ctx, id)
	require.Equal(t, "not_found", code(err))
	_, err = b.tickets.Release(ctx, id, "not mine")
	require.Equal(t, "not_found", code(err))

	_, err = a.tickets.Release(ctx, id, "")
	require.NoError(t, err)
	_, err = b.tickets.Claim(ctx, id)
	require.NoError(t, err)
}

func TestOneOfManyClaimsWins(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"claim": object{"perDay": 300}})
	id := d.ticket(t, "wanted")
	people := []*person{d.person(t, "A", "agent"), d.person(t, "B", "agent"), d.person(t, "C", "agent"), d.person(t, "D", "agent")}
	codes := make([]string, 200)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			_, err := people[i%len(people)].tickets.Claim(ctx, id)
			codes[i] = code(err)
		})
	}
	all.Wait()
	count := map[string]int{}
	for _, c := range codes {
		count[c]++
	}
	require.Equal(t, map[string]int{"": 1, "already_claimed": 199}, count)
	owners, err := d.tickets.Owners(ctx, id)
	require.NoError(t, err)
	require.Len(t, owners, 1)
}

func TestADayHasItsLimitAlsoAtOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, object{"claim": object{"perDay": 10}})
	a := d.person(t, "Ann", "agent")
	ids := make([]string, 50)
	for i := range ids {
		ids[i] = d.ticket(t, fmt.Sprint(i))
	}
	codes := make([]string, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		all.Go(func() {
			_, err := a.tickets.Claim(ctx, id)
			codes[i] = code(err)
		})
	}
	all.Wait()
	count := map[string]int{}
	for _, c := range codes {
		count[c]++
	}
	require.Equal(t, map[string]int{"": 10, "claim_limit_day": 40}, count)
}

// TestWhatWasNeverInThePoolIsNotTold has a record that a member has never been
// able to see answer like none, also when it would be in the pool without its
// owner.
func TestWhatWasNeverInThePoolIsNotTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := newDesk(t, nil)
	a, b := d.person(t, "Ann", "agent"), d.person(t, "Bea", "agent")
	rec, err := d.tickets.Create(ctx, mortise.Record{"subject": "hers", "owner": b.id})
	require.NoError(t, err)
	_, err = a.tickets.Claim(ctx, rec.ID())
	_, none := a.tickets.Claim(ctx, "0197f0a0-0000-7000-8000-000000000000")
	require.Equal(t, "not_found", code(err))
	require.Equal(t, none.Error(), err.Error())

	id := d.ticket(t, "gone")
	now := time.Now()
	require.NoError(t, b.claim(t, id, now))
	require.Equal(t, "already_claimed", refusal(a.claim(t, id, now.Add(time.Minute))))
	require.Equal(t, "not_found", refusal(a.claim(t, id, now.Add(2*time.Hour))), "that is no news any more")
	require.Equal(t, "already_claimed", refusal(b.claim(t, id, now.Add(2*time.Hour))), "it is his already")
}
