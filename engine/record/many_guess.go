package record

import (
	"context"
	"errors"
	"slices"
)

// guessed counts what a caller has found out by rows that were only tried, of
// records that he does not read: no owner hears of it as of a write. Past the
// limit of the hour such a row looks like one that could be written.
// ctx is outside of the transaction that is undone.
func (s *Service) guessed(ctx context.Context, c *Caller, done []ManyDone) error {
	within := true
	for i := range done {
		if !hidden(done[i].Err) {
			continue
		}
		if within {
			var err error
			if within, err = s.db.CountProbe(ctx, c.Workspace.Name, c.Principal.UserID, MaxProbes); err != nil {
				return slow(err)
			}
		}
		if !within {
			done[i].Err = nil
		}
	}
	return nil
}

// hidden tells whether an error is of a duplicate of a record that the caller
// was not told of.
func hidden(err error) bool {
	var e *entered
	return errors.As(err, &e) && slices.ContainsFunc(e.told, func(d Duplicate) bool { return d.Record == "" })
}
