package store

import (
	"context"
	"fmt"

	"github.com/mortise-crm/mortise/engine/query"
)

// Noted gives those of some records that have comments or shares.
func (p *Purge) Noted(ctx context.Context, tx Querier, ids []string) ([]string, error) {
	schema := Quote(SchemaName(p.Workspace))
	return idsOf(ctx, tx, fmt.Sprintf(`SELECT record::text FROM %[1]s.comment WHERE record = ANY($1::uuid[])
		UNION SELECT record::text FROM %[1]s.share WHERE record = ANY($1::uuid[])`, schema), ids)
}

// Led gives those of some records that others lead to, which are none of them.
func (p *Purge) Led(ctx context.Context, tx Querier, l Lead, ids []string) ([]string, error) {
	schema := Quote(SchemaName(p.Workspace))
	table, _ := p.Schema.Table(l.Entity)
	if l.Field.Links != "" {
		return idsOf(ctx, tx, fmt.Sprintf("SELECT DISTINCT target::text FROM %s.%s WHERE target = ANY($1::uuid[]) AND record <> ALL($1::uuid[])", schema, Quote(l.Field.Links)), ids)
	}
	return idsOf(ctx, tx, fmt.Sprintf("SELECT DISTINCT %[3]s::text FROM %[1]s.%[2]s WHERE %[3]s = ANY($1::uuid[]) AND id <> ALL($1::uuid[])", schema, Quote(table), Quote(l.Field.Column)), ids)
}

// Referred gives those of some records of an entity that a field of another one
// names, which may name records of several.
func (p *Purge) Referred(ctx context.Context, tx Querier, from string, f query.Field, entity string, ids []string) ([]string, error) {
	table, _ := p.Schema.Table(from)
	return idsOf(ctx, tx, fmt.Sprintf("SELECT DISTINCT split_part(%[3]s, '/', 2) FROM %[1]s.%[2]s WHERE %[3]s = ANY(SELECT $2 || '/' || id FROM unnest($1::text[]) g(id))",
		Quote(SchemaName(p.Workspace)), Quote(table), Quote(f.Column)), ids, entity)
}

// Later tells whether one of some parts was not made in the transaction that
// made one of those which they are parts of, or has been changed since.
func (p *Purge) Later(ctx context.Context, tx Querier, entity string, parts []string, of string, ids []string) (later bool, err error) {
	schema := Quote(SchemaName(p.Workspace))
	part, _ := p.Schema.Table(entity)
	whole, _ := p.Schema.Table(of)
	err = tx.QueryRow(ctx, fmt.Sprintf(`SELECT EXISTS (SELECT 1 FROM %[1]s.%[2]s WHERE id = ANY($1::uuid[])
		AND (version <> 1 OR created_at NOT IN (SELECT created_at FROM %[1]s.%[3]s WHERE id = ANY($2::uuid[]))))`, schema, Quote(part), Quote(whole)), parts, ids).Scan(&later)
	if err != nil {
		return false, fmt.Errorf("look at what goes with records: %w", err)
	}
	return later, nil
}
