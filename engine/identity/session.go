package identity

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Sessions lists the principal's own sessions, newest first.
func (s *Service) Sessions(ctx context.Context, p *Principal) ([]Session, error) {
	rows, err := store.SessionsOf(ctx, s.pool, store.SchemaName(p.Workspace), p.UserID)
	if err != nil {
		return nil, err
	}
	list := make([]Session, len(rows))
	for i, row := range rows {
		list[i] = newSession(row)
		list[i].CSRF = "" // belongs to the session's own browser alone
		list[i].Current = list[i].ID == p.Session.ID
	}
	return list, nil
}

// Lives tells whether a session of the principal's may be used still.
func (s *Service) Lives(ctx context.Context, p *Principal, id string) (bool, error) {
	list, err := s.Sessions(ctx, p)
	return slices.ContainsFunc(list, func(one Session) bool { return one.ID == id }), err
}

// Revoke ends one of the principal's own sessions; it tells whether there was
// one.
func (s *Service) Revoke(ctx context.Context, p *Principal, id string) (bool, error) {
	return s.end(ctx, p, id, "session.revoke")
}

// end ends a session of the principal's, and enters that into the audit.
func (s *Service) end(ctx context.Context, p *Principal, id, action string) (bool, error) {
	hash, err := hex.DecodeString(id)
	if err != nil {
		return false, nil
	}
	ended := false
	err = s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, schema string) error {
		if ended, err = store.DeleteSession(ctx, tx, schema, p.UserID, hash); err != nil {
			return err
		}
		if !ended {
			return problem.New(problem.NotFound, "not_found") // nothing changed: no new epoch either
		}
		return note(ctx, tx, p.Workspace, p.audited(action, ""))
	})
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	return ended, err
}
