package approval

import (
	"context"
	"errors"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// perform does the action as the requester. The outcome is written in the
// transaction of the action's write, so that neither happens without the other.
func (s *Service) perform(ctx context.Context, c *record.Caller, f *filed, comment string) error {
	do, ok := actions[f.Action]
	if other := s.others[f.Action]; other != nil {
		ok = true
		do = func(ctx context.Context, _ *record.Service, c *record.Caller, r Request) error {
			return other(ctx, c, r)
		}
	}
	if !ok {
		return problem.New(problem.Forbidden, "action_without_approval").With("action", f.Action)
	}
	settled := false
	settle := func(ctx context.Context, tx store.Querier) error {
		settled = true
		return s.settle(ctx, tx, c, f, approved, comment, nil)
	}
	requester, err := s.requester(ctx, c, f)
	if err == nil {
		requester.Also = settle
		err = do(ctx, s.records, requester, f.Request)
	}
	if err == nil && !settled { // nothing was left to do
		err = s.db.Transact(ctx, func(tx store.Querier) error { return settle(ctx, tx) })
	}
	switch {
	case err == nil || errors.Is(err, errMoved) || problem.As(err).Code == "request_decided":
		return err
	case problem.Is(err, problem.Unavailable) || problem.As(err).Kind == problem.Internal || ctx.Err() != nil:
		return err // not the request's fault: it still waits
	}
	next := record.Unmet(err)
	onlyApprovals := len(next) > 0 && !slices.ContainsFunc(next, func(o record.Obligation) bool { return o.Needs != record.NeedsApproval })
	return s.db.Transact(ctx, func(tx store.Querier) error {
		if onlyApprovals {
			if err := s.settle(ctx, tx, c, f, approved, comment, nil); err != nil {
				return err
			}
			kept := f.content
			kept.Approved = requester.Approved
			_, err := s.file(ctx, tx, requester, f.Request, next, kept)
			return err
		}
		return s.settle(ctx, tx, c, f, failed, comment, problem.As(err))
	})
}

// requester resolves who asked, with the rights that he has now.
func (s *Service) requester(ctx context.Context, c *record.Caller, f *filed) (*record.Caller, error) {
	r, err := s.callerOf(ctx, c.Workspace.Name, f.Requester)
	if err != nil {
		return nil, err
	}
	r.Channel, r.Reason, r.Address = "job", f.Reason, c.Address
	r.Approved = append(slices.Clone(f.content.Approved), f.Obligations...)
	if f.content.Verified {
		r.Verified = r.Now
	}
	return r, nil
}
