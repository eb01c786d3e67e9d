package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of what is kept for one user. Sizes are in bytes of JSON.
const (
	MaxPreferences     = 500
	MaxPreference      = 16 << 10
	MaxPreferencesSize = 256 << 10
)

var preferenceName = regexp.MustCompile(`^[a-zA-Z0-9_.:-]{1,120}$`)

// Preferences gives what the principal's clients keep for him, by name: any
// JSON. Nothing that the server decides by stands there but which notifications
// he is not told of.
func (s *Service) Preferences(ctx context.Context, p *Principal) (map[string]json.RawMessage, error) {
	return store.Preferences(ctx, s.pool, store.SchemaName(p.Workspace), p.UserID)
}

// SetPreferences keeps some and leaves the others; null forgets one. All
// problems name the member that they are about.
func (s *Service) SetPreferences(ctx context.Context, p *Principal, some map[string]json.RawMessage) error {
	keep, forget := map[string]json.RawMessage{}, []string{}
	var wrong problem.List
	for name, value := range some {
		at := problem.Pointer(name)
		value = bytes.TrimSpace(value)
		switch {
		case !preferenceName.MatchString(name):
			wrong.Add(at, "bad_preference_name")
		case len(value) > MaxPreference:
			wrong.Add(at, "preference_too_large", "max", MaxPreference)
		case string(value) == "null":
			forget = append(forget, name)
		default:
			keep[name] = value
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		count, size, err := store.SetPreferences(ctx, tx, store.SchemaName(p.Workspace), p.UserID, keep, forget)
		switch {
		case err != nil:
			return err
		case count > MaxPreferences:
			return problem.InvalidAt("", "too_many_preferences", map[string]any{"max": MaxPreferences})
		case size > MaxPreferencesSize:
			return problem.InvalidAt("", "preferences_too_large", map[string]any{"max": MaxPreferencesSize})
		}
		return nil
	})
}
