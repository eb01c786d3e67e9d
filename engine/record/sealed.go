package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Place is where a sealed text belongs: moved anywhere else, it cannot be
// opened.
type Place struct {
	Workspace string
	Entity    string // x-id
	Field     string // x-id
	Record    string
}

// Sealer encrypts the values of secret fields. Open is for the system alone.
type Sealer interface {
	Seal(ctx context.Context, p Place, plain string) (sealed string, err error)
	Open(ctx context.Context, p Place, sealed string) (plain string, err error)
}

// kept gives the value of a field as it is stored, and as its change is
// entered: of a secret, that there is one.
func (s *Service) kept(ctx context.Context, w *writer, operand query.Field, f *definition.Field, v any) (stored, entered any, err error) {
	if operand.Type.Kind != query.Sealed || v == nil {
		return v, v, nil
	}
	plain, ok := v.(string)
	if !ok || s.Sealer == nil {
		return nil, nil, problem.New(problem.Unavailable, "secrets_unavailable")
	}
	sealed, err := s.Sealer.Seal(ctx, Place{Workspace: w.caller.Workspace.Name, Entity: w.write.EntityID, Field: f.ID, Record: w.write.ID}, plain)
	if err != nil {
		return nil, nil, problem.Wrap(problem.Unavailable, "secrets_unavailable", err)
	}
	return sealed, true, nil
}
