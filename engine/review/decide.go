package review

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Followed are the entities, by x-id, whose writes are completed here: the
// lines of reviews.
func Followed() map[string]record.Follower {
	return map[string]record.Follower{itemID: decided}
}

// decided completes a reviewer's decision in its transaction: nobody decides
// about himself or twice, and what is revoked is taken away at once.
func decided(ctx context.Context, tx store.Querier, c *record.Caller, f record.Followed) error {
	if f.Action != "update" || !slices.Contains(f.Fields, fieldOf(c, tables.ItemDecision)) {
		return nil
	}
	schema := store.SchemaName(c.Workspace.Name)
	item, err := store.ReadReviewItem(ctx, tx, schema, tables, f.Record)
	if err != nil {
		return err
	}
	switch {
	case item.User == c.Principal.UserID:
		return problem.New(problem.Forbidden, "review_own")
	case item.State != "open":
		return problem.New(problem.Conflict, "review_closed")
	case item.Decided:
		return problem.New(problem.Conflict, "request_decided")
	}
	if item.Decision == "revoke" {
		if err := revoke(ctx, tx, c, item); err != nil {
			return err
		}
	}
	if item.Decision != "" {
		w := store.SystemWrite{Table: tables.Item, ID: f.Record, Actor: c.Principal.UserID, Values: []store.SystemValue{
			{Column: itemBy, Cast: "uuid", Value: c.Principal.UserID}, {Column: tables.ItemAt, Cast: "timestamptz", Value: c.Now}}}
		if err := w.Update(ctx, tx, schema); err != nil {
			return err
		}
	}
	open, err := store.OpenReviews(ctx, tx, schema, tables)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(open, func(r store.OpenReview) bool { return r.ID == item.Review && r.Undecided == 0 }) {
		return end(ctx, tx, c.Workspace.Name, item.Review, c.Principal.UserID)
	}
	return nil
}

// fieldOf gives the name that a column of the lines has now.
func fieldOf(c *record.Caller, column string) string {
	for _, e := range c.State.Snapshot.Set.Entities {
		if e.ID != itemID {
			continue
		}
		for _, f := range e.Fields {
			if f.Column == column {
				return f.Name
			}
		}
	}
	return ""
}

// held are the entities that give something, by the kind of a line.
var held = map[string]string{"role": assignmentID, "team": memberID, "grant": directID}

// revoke takes away what a line stands for, as a change of who may do what:
// only owners take an owner role away, and the last owner keeps his.
func revoke(ctx context.Context, tx store.Querier, c *record.Caller, item store.ReviewItem) error {
	schema := store.SchemaName(c.Workspace.Name)
	if item.Kind == "share" {
		if err := store.EndShare(ctx, tx, schema, item.Object, c.Principal.UserID); err != nil {
			return err
		}
		if err := store.BumpEpoch(ctx, tx, schema); err != nil {
			return err
		}
		return tell(ctx, tx, c, item)
	}
	e := entityByID(c.State.Snapshot.Set, held[item.Kind])
	if e == nil {
		return problem.New(problem.NotFound, "not_found")
	}
	snapshot := c.State.Snapshot
	state := identity.State{Epoch: c.State.Epoch, Revision: snapshot.Revision, Set: snapshot.Set, Snapshot: snapshot}
	if !c.Principal.Owner {
		owners, err := identity.MakesOwner(ctx, tx, schema, state, item.Kind, item.Object)
		if err != nil {
			return err
		}
		if owners {
			return problem.New(problem.Forbidden, "owner_role_not_held")
		}
	}
	w := store.SystemWrite{Table: "e_" + e.ID, ID: item.Object, Actor: c.Principal.UserID}
	gone, err := w.Archive(ctx, tx, schema)
	if err != nil || !gone {
		return err // somebody else has taken it away already
	}
	err = identity.AfterWrite(ctx, tx, identity.Written{Workspace: c.Workspace.Name, State: state, Entity: e, Action: "archive", Records: []string{item.Object}})
	if err != nil {
		return err
	}
	return tell(ctx, tx, c, item)
}

func tell(ctx context.Context, tx store.Querier, c *record.Caller, item store.ReviewItem) error {
	return audit.Write(ctx, tx, c.Workspace.Name, audit.Event{Actor: c.Principal.UserID, Address: c.Address, Channel: c.Channel, Action: "access_review.revoke",
		Object: item.User, Detail: map[string]any{"kind": item.Kind, "object": item.Object}})
}

func entityByID(set *definition.Set, id string) *definition.Entity {
	for _, e := range set.Entities {
		if e.ID == id {
			return e
		}
	}
	return nil
}
