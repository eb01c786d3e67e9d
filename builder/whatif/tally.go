package whatif

import (
	"context"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// tally gathers pairs of conditions, before and after, that are counted in one
// pass. Equal conditions are asked once: users with the same plan and the same
// parameters count as one.
type tally struct {
	store.Tally
	facts map[string]int
	pairs []pair // distinct
	index map[pair]int
}

// pair are the facts before and after.
type pair struct{ before, after int }

func newTally(schema query.Schema, entity string) *tally {
	return &tally{Tally: store.Tally{Schema: schema, Entity: entity}, facts: map[string]int{}, index: map[pair]int{}}
}

// add takes a pair in, and gives its number; false when both are the same.
func (t *tally) add(before, after query.Predicate) (int, bool) {
	p := pair{t.fact(before), t.fact(after)}
	if p.before == p.after {
		return 0, false
	}
	i, ok := t.index[p]
	if !ok {
		i = len(t.pairs)
		t.index[p] = i
		t.pairs = append(t.pairs, p)
	}
	return i, true
}

func (t *tally) fact(p query.Predicate) int {
	key := query.String(p)
	i, ok := t.facts[key]
	if !ok {
		i = len(t.Facts)
		t.facts[key] = i
		t.Facts = append(t.Facts, p)
	}
	return i
}

func (p pair) gained() store.Difference { return store.Difference{With: p.after, Without: p.before} }

func (p pair) lost() store.Difference { return store.Difference{With: p.before, Without: p.after} }

// union counts the records that some of the pairs gain, and those that some
// lose.
func (t *tally) union(pairs []int) (gained, lost []store.Difference) {
	for _, i := range pairs {
		gained, lost = append(gained, t.pairs[i].gained()), append(lost, t.pairs[i].lost())
	}
	return gained, lost
}

// count asks for each pair, then for each union, how many records it gains and
// loses. False means that the time was over; the entity is then left out.
func (c *comparison) count(ctx context.Context, t *tally, unions [][]int) ([][2]int64, bool, error) {
	for i := range t.pairs {
		t.Counts = append(t.Counts, []store.Difference{t.pairs[i].gained()}, []store.Difference{t.pairs[i].lost()})
	}
	for _, u := range unions {
		gained, lost := t.union(u)
		t.Counts = append(t.Counts, gained, lost)
	}
	ctx, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	counts, _, err := c.db.Tally(ctx, t.Tally, c.r.Asker.Workspace.Name)
	if err != nil {
		return nil, false, c.late(err, t.Entity)
	}
	list := make([][2]int64, len(counts)/2) // gained, lost
	for i := range list {
		list[i] = [2]int64{counts[2*i], counts[2*i+1]}
	}
	return list, true, nil
}

// late takes the end of the time for an answer that is not whole; any other
// failure stays one.
func (c *comparison) late(err error, entity string) error {
	if !store.Deadline(err) {
		return err
	}
	c.answer.Partial = true
	c.answer.LeftOut.Entities = append(c.answer.LeftOut.Entities, entity)
	return nil
}
