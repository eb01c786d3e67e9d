package review

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/store"
)

// Run opens the review that is due, closes those that are done, and reminds
// who is late. It is made to run once a day.
func (s *Service) Run(ctx context.Context, workspace string, state identity.State, now time.Time) error {
	schema := store.SchemaName(workspace)
	last, err := store.LastReview(ctx, s.db.Pool(), schema, tables)
	if err != nil {
		return err
	}
	if now.Sub(last) >= every {
		if _, err := s.Open(ctx, Opening{Workspace: workspace, State: state, Now: now}); err != nil {
			return err
		}
	}
	return s.db.Transact(ctx, func(tx store.Querier) error {
		open, err := store.OpenReviews(ctx, tx, schema, tables)
		if err != nil {
			return err
		}
		for _, r := range open {
			if err := look(ctx, tx, workspace, r, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// look closes a review that has no undecided line, and reminds its reviewer
// each week after it was due.
func look(ctx context.Context, tx store.Querier, workspace string, r store.OpenReview, now time.Time) error {
	if r.Undecided == 0 {
		return end(ctx, tx, workspace, r.ID, "")
	}
	late := int(now.Sub(r.Due) / (24 * time.Hour))
	if r.Reviewer == "" || now.Before(r.Due.AddDate(0, 0, 1)) || late%remind != 1 {
		return nil
	}
	return notify.Send(ctx, tx, workspace, []notify.Notification{{User: r.Reviewer, Kind: "access_review_overdue", Entity: "access_review", Subject: r.ID,
		Params: map[string]any{"count": r.Undecided, "due": r.Due.Format(time.DateOnly)}}})
}

// end closes a review.
func end(ctx context.Context, tx store.Querier, workspace, id, actor string) error {
	w := store.SystemWrite{Table: tables.Review, ID: id, Actor: actor, Values: []store.SystemValue{{Column: tables.ReviewState, Cast: "text", Value: "closed"}}}
	return w.Update(ctx, tx, store.SchemaName(workspace))
}
