package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// FactorSecret is a new secret for one-time passwords, told once.
type FactorSecret struct {
	Secret string // base32, for typing it in
	URL    string // otpauth:, for a QR code
}

// codeFree is how many wrong codes are free before each further one waits.
const codeFree = 5

// HasSecondFactor tells whether the principal has a second factor that counts.
func (s *Service) HasSecondFactor(ctx context.Context, p *Principal) (bool, error) {
	f, ok, err := store.SecondFactorOf(ctx, s.pool, store.SchemaName(p.Workspace), p.UserID)
	return ok && f.Confirmed, err
}

// SetUpSecondFactor gives the principal a secret for one-time passwords
// (RFC 6238), which counts once he has shown a code of it.
func (s *Service) SetUpSecondFactor(ctx context.Context, p *Principal) (FactorSecret, error) {
	key, err := newFactorKey(p.Workspace, p.Email)
	if err != nil {
		return FactorSecret{}, err
	}
	sealed, err := s.sealFactor(ctx, p.Workspace, p.UserID, key.Secret())
	if err != nil {
		return FactorSecret{}, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		ok, err := store.PutSecondFactor(ctx, tx, store.SchemaName(p.Workspace), p.UserID, sealed)
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Conflict, "second_factor_present")
		}
		return note(ctx, tx, p.Workspace, p.audited("second_factor.set_up", ""))
	})
	return FactorSecret{Secret: key.Secret(), URL: key.URL()}, err
}

// ConfirmSecondFactor makes the new secret count, by a code of it, and
// gives the recovery codes: each works once in place of a code.
func (s *Service) ConfirmSecondFactor(ctx context.Context, p *Principal, code string) ([]string, error) {
	schema := store.SchemaName(p.Workspace)
	f, ok, err := store.SecondFactorOf(ctx, s.pool, schema, p.UserID)
	if err != nil {
		return nil, err
	}
	if !ok || f.Confirmed {
		return nil, problem.New(problem.Conflict, "second_factor_not_set_up")
	}
	limit, err := s.limitCodes(ctx, schema, p.UserID)
	if err != nil {
		return nil, err
	}
	step, err := s.stepOf(ctx, p.Workspace, p.UserID, f, code)
	if err != nil {
		return nil, err
	}
	if step == 0 {
		return nil, problem.InvalidAt("/code", "second_factor_wrong", nil)
	}
	codes, hashes := newRecoveryCodes()
	return codes, s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, schema string) error {
		ok, err := store.ConfirmSecondFactor(ctx, tx, schema, p.UserID, step, hashes)
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.Conflict, "second_factor_not_set_up")
		}
		return s.verified(ctx, tx, p, limit, "second_factor.confirm")
	})
}

// VerifySecondFactor notes in the principal's session that he has shown his
// second factor now.
func (s *Service) VerifySecondFactor(ctx context.Context, p *Principal, code string) error {
	limit, err := s.showCode(ctx, p, code)
	if err != nil {
		return err
	}
	return s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, _ string) error {
		return s.verified(ctx, tx, p, limit, "second_factor.verify")
	})
}

// verified completes a code that was right.
func (s *Service) verified(ctx context.Context, tx pgx.Tx, p *Principal, limit store.Throttle, action string) error {
	schema := store.SchemaName(p.Workspace)
	if err := limit.Clear(ctx, tx, schema); err != nil {
		return err
	}
	if err := store.VerifySession(ctx, tx, schema, sessionHash(p)); err != nil {
		return err
	}
	return note(ctx, tx, p.Workspace, p.audited(action, ""))
}

// DisableSecondFactor removes the principal's second factor; it needs a code.
func (s *Service) DisableSecondFactor(ctx context.Context, p *Principal, code string) error {
	limit, err := s.showCode(ctx, p, code)
	if err != nil {
		return err
	}
	return s.removeFactor(ctx, p.Workspace, p.UserID, &limit, p.audited("second_factor.disable", ""))
}

// ResetSecondFactor removes another user's second factor, for one who has lost
// it: under the conditions of SetPassword.
func (s *Service) ResetSecondFactor(ctx context.Context, p *Principal, userID string) error {
	if err := s.mayManage(ctx, p, userID); err != nil {
		return err
	}
	return s.removeFactor(ctx, p.Workspace, userID, nil, p.audited("second_factor.reset", userID))
}

func (s *Service) removeFactor(ctx context.Context, workspace, userID string, limit *store.Throttle, row store.AuditRow) error {
	return s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		ok, err := store.DeleteSecondFactor(ctx, tx, schema, userID)
		if err != nil {
			return err
		}
		if !ok {
			return problem.New(problem.NotFound, "not_found")
		}
		if limit != nil {
			if err := limit.Clear(ctx, tx, schema); err != nil {
				return err
			}
		}
		return note(ctx, tx, workspace, row)
	})
}

// showCode spends a code of the principal's; the throttle is to be cleared with
// what the code is for.
func (s *Service) showCode(ctx context.Context, p *Principal, code string) (store.Throttle, error) {
	schema := store.SchemaName(p.Workspace)
	f, ok, err := store.SecondFactorOf(ctx, s.pool, schema, p.UserID)
	if err != nil {
		return store.Throttle{}, err
	}
	if !ok || !f.Confirmed {
		return store.Throttle{}, problem.New(problem.Conflict, "second_factor_not_set_up")
	}
	limit, err := s.limitCodes(ctx, schema, p.UserID)
	if err != nil {
		return limit, err
	}
	right, err := s.spend(ctx, p.Workspace, p.UserID, f, code)
	if err != nil || right {
		return limit, err
	}
	wrong := p.audited("second_factor.verify", "")
	wrong.Result = "failed"
	if err := note(ctx, s.pool, p.Workspace, wrong); err != nil {
		return limit, err
	}
	return limit, problem.InvalidAt("/code", "second_factor_wrong", nil)
}

// passSecondFactor demands a code from a user who has a second factor, at
// sign-in; verified tells that he showed one.
func (s *Service) passSecondFactor(ctx context.Context, workspace, userID, code string) (verified bool, err error) {
	schema := store.SchemaName(workspace)
	f, ok, err := store.SecondFactorOf(ctx, s.pool, schema, userID)
	if err != nil || !ok || !f.Confirmed {
		return false, err
	}
	if code == "" {
		return false, problem.New(problem.Unauthenticated, "second_factor_needed")
	}
	limit, err := s.limitCodes(ctx, schema, userID)
	if err != nil {
		return false, err
	}
	right, err := s.spend(ctx, workspace, userID, f, code)
	if err != nil {
		return false, err
	}
	if !right {
		return false, problem.New(problem.Unauthenticated, "second_factor_wrong")
	}
	return true, limit.Clear(ctx, s.pool, schema)
}

// limitCodes counts a try of a code, whatever it is tried for.
func (s *Service) limitCodes(ctx context.Context, schema, userID string) (store.Throttle, error) {
	limit := throttle("code", userID, codeFree)
	return limit, limits{schema: schema}.takeOne(ctx, s.pool, limit)
}

// spend uses up a code, or a recovery code, and tells whether it was right.
func (s *Service) spend(ctx context.Context, workspace, userID string, f store.SecondFactor, code string) (bool, error) {
	schema := store.SchemaName(workspace)
	if recovery, ok := cleanRecoveryCode(code); ok {
		return store.UseRecoveryCode(ctx, s.pool, schema, userID, recoveryHash(recovery))
	}
	step, err := s.stepOf(ctx, workspace, userID, f, code)
	if err != nil || step == 0 {
		return false, err
	}
	return store.UseFactorStep(ctx, s.pool, schema, userID, step)
}

// recoveryHash is what is stored of a recovery code, which is random enough for
// a quick one.
func recoveryHash(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// cleanRecoveryCode makes a typed recovery code comparable.
func cleanRecoveryCode(code string) (string, bool) {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	return code, len(code) == recoveryLength
}
