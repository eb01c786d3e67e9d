package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/record"
)

// enterUser enters a user with his account and roles. One whose e-mail address is
// taken is kept as he is.
func (s *seeder) enterUser(ctx context.Context, r *seedRow) error {
	email, _ := r.fields["email"].(string)
	filter, err := json.Marshal(map[string]any{"email": map[string]any{"eq": email}})
	if err != nil {
		return err
	}
	found, err := s.app.Records.List(ctx, s.caller, "user", record.ListRequest{Fields: []string{"id"}, Filter: string(filter)}, nil)
	if err != nil {
		return err
	}
	if len(found.Rows) > 0 {
		var have struct{ ID string }
		err := json.Unmarshal(found.Rows, &have)
		s.ids[r.key] = seeded{"user", have.ID}
		return err
	}
	if err := s.create(ctx, "user", r); err != nil {
		return err
	}
	if password, ok := r.source["_password"].(string); ok {
		if err := s.app.Identity.PutAccount(ctx, s.caller.Workspace.Name, r.id, password, false); err != nil {
			return err
		}
	}
	roles, _ := r.source["_roles"].([]any)
	for _, given := range roles {
		name, _ := given.(string)
		if err := s.give(ctx, r, name); err != nil {
			return fmt.Errorf("role %s: %w", name, err)
		}
	}
	return nil
}

// give gives a user a role that he does not have.
func (s *seeder) give(ctx context.Context, user *seedRow, role string) error {
	if s.roleIDs[role] == "" {
		return wrongSeed("there is no such role")
	}
	if has, err := s.holds(ctx, user.id, s.roleIDs[role]); err != nil || has {
		return err
	}
	return s.create(ctx, "user_role", &seedRow{line: user.line, id: uuid.NewSHA1(s.space, []byte(user.key+" "+role)).String(),
		fields: map[string]any{"user": user.id, "role": s.roleIDs[role]}})
}

// holds tells whether a user has been given a role, by his department for one.
func (s *seeder) holds(ctx context.Context, user, role string) (bool, error) {
	filter, err := json.Marshal(map[string]any{"user": map[string]any{"eq": user}, "role": map[string]any{"eq": role}})
	if err != nil {
		return false, err
	}
	found, err := s.app.Records.List(ctx, s.caller, "user_role", record.ListRequest{Fields: []string{"id"}, Filter: string(filter), Limit: 1}, nil)
	return len(found.Rows) > 0, err
}
