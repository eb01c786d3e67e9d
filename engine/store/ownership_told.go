package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Handed is an entry of the ledger of owners that nobody was told of.
type Handed struct {
	Seq       int64
	Entity    string // x-id
	Record    string
	Action    string
	To        *string // the user who got the record
	Before    *string // of a claim: the user who owned it last, before it was nobody's
	Actor     *string // nil for the system
	ActorName string
}

// HandedBatch is how many entries one transaction tells of.
const HandedBatch = 2000

// HandedNow lists the oldest entries of the ledger that nobody was told of.
func (db *DB) HandedNow(ctx context.Context, workspace string, t CoreTables) ([]Handed, error) {
	schema := SchemaName(workspace)
	ledger := identityTable(schema, "ownership")
	rows, err := db.pool.Query(ctx, `SELECT o.seq, o.entity, o.record::text, o.action, o.to_user::text, CASE WHEN o.action = 'claim' THEN
		(SELECT p.from_user::text FROM `+ledger+` p WHERE p.record = o.record AND p.seq < o.seq AND p.from_user IS NOT NULL ORDER BY p.seq DESC LIMIT 1) END,
		o.actor::text, coalesce(u.`+Quote(t.UserName)+`, '') FROM `+ledger+` o LEFT JOIN `+identityTable(schema, t.User)+` u ON u.id = o.actor
		WHERE NOT o.told ORDER BY o.seq LIMIT $1`, HandedBatch)
	if err != nil {
		return nil, fmt.Errorf("find what changed hands: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Handed])
	if err != nil {
		return nil, fmt.Errorf("find what changed hands: %w", err)
	}
	return list, nil
}

// TellHanded notes that of some entries is told, and runs then in the same
// transaction with those of them that somebody else has not told of meanwhile.
func (db *DB) TellHanded(ctx context.Context, workspace string, list []Handed, then func(tx Querier, mine []Handed) error) error {
	seqs := make([]int64, len(list))
	for i, h := range list {
		seqs[i] = h.Seq
	}
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "UPDATE "+identityTable(SchemaName(workspace), "ownership")+
			" SET told = true WHERE seq = ANY($1) AND NOT told RETURNING seq", seqs)
		if err != nil {
			return err
		}
		told, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		mine := make(map[int64]bool, len(told))
		for _, seq := range told {
			mine[seq] = true
		}
		var left []Handed
		for _, h := range list {
			if mine[h.Seq] {
				left = append(left, h)
			}
		}
		return then(tx, left)
	})
	if err != nil {
		return fmt.Errorf("tell what changed hands: %w", err)
	}
	return nil
}
