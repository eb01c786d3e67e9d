package record

import (
	"context"
	"errors"
	"time"

	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// pool lets the rules of the record's pool have their say in the transaction
// of the write. user is who is to own the record, "" for nobody or a team.
func (s *Service) pool(ctx context.Context, w *writer, user string) error {
	c, action := w.caller, w.write.Action
	snapshot := c.State.Snapshot
	pools, err := pool.Of(ctx, snapshot, w.entity.Name(), c.Now, c.Zone)
	if err != nil || len(pools) == 0 {
		return err
	}
	claim := &pool.Claim{Schema: snapshot, Database: store.SchemaName(c.Workspace.Name), Entity: w.entity.Definition, Pools: pools,
		Record: w.write.ID, User: user, Roles: c.Principal.Roles, Now: c.Now, Zone: c.Zone, Bind: c.bind(nil)}
	w.before = func(ctx context.Context, tx store.Querier) error {
		p, err := claim.Pool(ctx, tx)
		if err != nil || p == nil {
			return err
		}
		w.write.Ledger.Pool = p.Name
		switch {
		case action == "claim":
			w.refused = claim.Claim(ctx, tx, p)
		case action == "assign" && user != "":
			w.refused = claim.Assign(ctx, tx, p)
		case action != "assign" && p.Reason && w.write.Reason == "":
			w.refused = problem.InvalidAt("/reason", "required", nil)
		}
		return w.refused
	}
	return nil
}

// recently is how long it is told that a record has been claimed to somebody
// who may no longer read it.
const recently = time.Hour

// explainHand says why a record did not change hands. A rule of a pool is told
// only to whom policies allow the action. That somebody was faster is told to
// whom could have claimed the record: he may read it now, or it was in the
// pool a short while ago.
func (s *Service) explainHand(ctx context.Context, w *writer, epoch int64, err error) (int64, error) {
	if w.refused != nil && errors.Is(err, w.refused) {
		var refusal error
		if _, epoch, refusal = s.diagnose(ctx, nil, w); refusal == nil {
			return epoch, nil // decided anew on the new State
		}
		if problem.As(refusal).Code != "changed_meanwhile" {
			err = refusal
		}
	}
	if w.write.Action != "claim" || !told(err) {
		return epoch, err
	}
	c := w.caller
	r, why := s.db.DiagnoseClaim(ctx, &w.write, c.Now.Add(-recently), c.Workspace.Name, c.bind(nil))
	if why != nil {
		return 0, slow(why)
	}
	if r.Owned && r.Claimable && (r.Visible || r.Recently) {
		return c.State.Epoch, problem.New(problem.Conflict, "already_claimed")
	}
	return epoch, err
}

// told are the refusals that another's claim may lie behind.
func told(err error) bool {
	return problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) || problem.Is(err, problem.Stale) ||
		problem.Is(err, problem.Conflict)
}
