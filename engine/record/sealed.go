package record

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/secret"
	"github.com/mortise-crm/mortise/engine/store"
)

// kept gives the value of a field as it is stored, and as its change is
// entered: of a secret, that there is one.
func (s *Service) kept(ctx context.Context, w *writer, operand query.Field, f *definition.Field, v any) (stored, entered any, err error) {
	if operand.Type.Kind != query.Sealed || v == nil {
		return v, v, nil
	}
	plain, ok := v.(string)
	if !ok || s.Secrets == nil {
		return nil, nil, problem.New(problem.Unavailable, "secrets_unavailable")
	}
	sealed, err := s.Secrets.Seal(ctx, secret.Place{Workspace: w.caller.Workspace.Name, Entity: w.write.EntityID, Field: f.ID, Record: w.write.ID}, plain)
	if err != nil {
		return nil, nil, problem.Wrap(problem.Unavailable, "secrets_unavailable", err)
	}
	return sealed, true, nil
}

// Secret gives a field of a payload that holds a secret, which no one may keep
// for later.
func (c *Caller) Secret(entity string, payload map[string]any) (name string, ok bool) {
	e, known := c.State.Snapshot.Entity(entity)
	if !known {
		return "", false
	}
	for _, name := range slices.Sorted(maps.Keys(payload)) {
		if f, ok := e.Operand(name); ok && f.Type.Kind == query.Sealed && payload[name] != nil {
			return name, true
		}
	}
	return "", false
}

// Reveal gives the text of a secret field to the system itself, such as a
// connection that needs a password; "" when there is none. It asks no grant:
// nothing of the text may be shown to anybody. reason says what it is for, and
// is entered in the audit, with whom c acts for, before the text is opened.
func (s *Service) Reveal(ctx context.Context, c *Caller, entity, id, field, reason string) (string, error) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok || canonicalID(id) == nil {
		return "", unknownEntity()
	}
	f, ok := e.Field(field)
	operand, _ := e.Operand(field)
	if reason = strings.TrimSpace(reason); !ok || operand.Type.Kind != query.Sealed || reason == "" {
		return "", unknownEntity()
	}
	if s.Secrets == nil {
		return "", problem.New(problem.Unavailable, "secrets_unavailable")
	}
	sealed, found, err := s.db.SealedOf(ctx, c.Workspace.Name, store.SealedColumn{Table: e.Table, Column: f.Column}, id)
	if err != nil {
		return "", slow(err)
	}
	if !found {
		return "", unknownEntity()
	}
	err = store.InsertAudit(ctx, s.db.Pool(), store.SchemaName(c.Workspace.Name), store.AuditRow{Actor: c.Principal.UserID, Channel: c.Channel,
		Action: "secret.reveal", Object: entity + "/" + id, Detail: map[string]any{"field": field, "reason": reason}})
	if err != nil || sealed == "" {
		return "", slow(err)
	}
	plain, err := s.Secrets.Open(ctx, secret.Place{Workspace: c.Workspace.Name, Entity: e.Definition.ID, Field: f.ID, Record: id}, sealed)
	if err != nil {
		return "", problem.Wrap(problem.Unavailable, "secrets_unavailable", err)
	}
	return plain, nil
}
