package whatif

import (
	"context"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// perPass is how many conditions are asked of each record in one pass.
const perPass = 250

// pass gathers what is counted of one entity in one go.
type pass struct {
	e       *entity
	users   []*affected
	tally   *tally
	records []wanted
	cells   []wanted
}

// wanted says which pair counts an action or a field for a user.
type wanted struct {
	user *affected
	what string
	pair int
}

func (p *pass) reset(c *comparison) {
	p.tally, p.records, p.cells = newTally(c.before, p.e.before.Name()), nil, nil
}

func (c *comparison) flushLarge(ctx context.Context, p *pass) error {
	if len(p.tally.Facts) < perPass {
		return nil
	}
	return c.flush(ctx, p)
}

// flush counts what was gathered and tells it to users and roles.
func (c *comparison) flush(ctx context.Context, p *pass) error {
	defer p.reset(c)
	if len(p.records)+len(p.cells) == 0 {
		return nil
	}
	roles, unions := byRole(p.records), &unions{index: map[string]int{}}
	for _, key := range sortedKeys(roles) {
		unions.add(roles[key])
	}
	counts, ok, err := c.count(ctx, p.tally, unions.list)
	if err != nil || !ok {
		return err
	}
	examples, err := c.examples(ctx, p, counts)
	if err != nil {
		return err
	}
	for _, w := range p.records {
		if change := examples[w.pair]; change.Gained+change.Lost > 0 {
			change.Action = w.what
			of := c.of(w.user, p.e)
			of.Records = append(of.Records, change)
		}
	}
	for _, w := range p.cells {
		if n := counts[w.pair]; n[0]+n[1] > 0 {
			of := c.of(w.user, p.e)
			of.Cells = append(of.Cells, CellChange{Field: w.what, Gained: n[0], Lost: n[1]})
		}
	}
	for _, key := range sortedKeys(roles) {
		n := counts[len(p.tally.pairs)+unions.add(roles[key])]
		c.tellRole(p.e, key, n, roles[key], examples)
	}
	return nil
}

func (c *comparison) tellRole(e *entity, key [2]string, n [2]int64, pairs []int, examples []RecordChange) {
	change := RecordChange{Action: key[0], Gained: n[0], Lost: n[1], GainedExamples: []Example{}, LostExamples: []Example{}}
	if n[0]+n[1] == 0 {
		return
	}
	for _, i := range pairs {
		change.GainedExamples = merged(change.GainedExamples, examples[i].GainedExamples)
		change.LostExamples = merged(change.LostExamples, examples[i].LostExamples)
	}
	c.ofRole[key[1]] = append(c.ofRole[key[1]], roleRecords{e.id, change})
}

// unions are sets of pairs that are counted together, each once.
type unions struct {
	list  [][]int
	index map[string]int
}

// add gives the number of a set.
func (u *unions) add(pairs []int) int {
	key := fmt.Sprint(pairs)
	i, ok := u.index[key]
	if !ok {
		i = len(u.list)
		u.index[key] = i
		u.list = append(u.list, pairs)
	}
	return i
}

func sortedKeys(m map[[2]string][]int) [][2]string {
	list := make([][2]string, 0, len(m))
	for key := range m {
		list = append(list, key)
	}
	slices.SortFunc(list, func(x, y [2]string) int { return compare(x[0]+"\x00"+x[1], y[0]+"\x00"+y[1]) })
	return list
}

// examples gives for each pair its counts and some of the records that the
// asker may read.
func (c *comparison) examples(ctx context.Context, p *pass, counts [][2]int64) ([]RecordChange, error) {
	list := make([]RecordChange, len(p.tally.pairs))
	var differences []store.Difference
	for i, of := range p.tally.pairs {
		list[i] = RecordChange{Gained: counts[i][0], Lost: counts[i][1], GainedExamples: []Example{}, LostExamples: []Example{}}
		differences = append(differences, of.gained(), of.lost())
	}
	readable, err := c.readable(ctx, p.e)
	if err != nil || readable == query.Const(false) {
		return list, err
	}
	var asked []store.Difference
	var at []*[]Example
	for _, w := range p.records {
		change := &list[w.pair]
		for side, into := range []*[]Example{&change.GainedExamples, &change.LostExamples} {
			if counts[w.pair][side] > 0 && !slices.Contains(at, into) {
				asked, at = append(asked, differences[2*w.pair+side]), append(at, into)
			}
		}
	}
	ctx, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	ids, err := c.db.Examples(ctx, p.tally.Tally, store.Sample{Of: asked, Also: readable, Limit: Examples}, c.r.Asker.Workspace.Name)
	if err != nil {
		return list, c.late(err, p.tally.Entity)
	}
	for i, some := range ids {
		for _, id := range some {
			*at[i] = append(*at[i], Example{ID: id})
		}
	}
	return list, nil
}
