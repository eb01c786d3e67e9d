package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/store"
)

// takeNumbers gives the new records of a batch their auto-numbers in the order
// of the rows, whatever statements make them. A record that is left to be made
// by itself takes the next one.
func (b *batch) takeNumbers(ctx context.Context, tx store.Querier) error {
	if !b.ordered || len(b.creates) == 0 {
		return nil
	}
	for i := range b.creates[0].write.Auto {
		numbers, err := store.TakeNumbers(ctx, tx, b.c.Workspace.Name, b.creates[0].write.Auto[i].Sequence, len(b.creates))
		if err != nil {
			return err
		}
		for n, w := range b.creates {
			w.write.Numbers = append(w.write.Numbers, numbers[n])
		}
	}
	return nil
}
