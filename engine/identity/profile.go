package identity

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// SetLanguage changes the language in which the principal sees the product.
func (s *Service) SetLanguage(ctx context.Context, p *Principal, language string) error {
	if language != "zh-CN" && language != "en" {
		return problem.InvalidAt("/language", "not_an_option", map[string]any{"options": []string{"zh-CN", "en"}})
	}
	return s.inEpoch(ctx, p.Workspace, func(tx pgx.Tx, schema string) error {
		return store.SystemWrite{Table: coreTables.User, ID: p.UserID, Actor: p.UserID, Values: []store.SystemValue{
			{Column: coreTables.UserLanguage, Cast: "text", Value: language}}}.Update(ctx, tx, schema)
	})
}
