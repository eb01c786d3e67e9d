package store

import (
	"context"
	"fmt"
	"time"
)

// Taking counts records that a user takes against a quota.
type Taking struct {
	User, EntityID, Restriction string
	Day                         time.Time // date
	Records, Limit              int64
}

// Take counts records in a transaction, unless they are more than is left of
// the day: then nothing is counted, and used tells what was before. Of two at
// once the second counts after the first.
func (t Taking) Take(ctx context.Context, tx Querier, schema string) (ok bool, used int64, err error) {
	table := identityTable(schema, "usage")
	tag, err := tx.Exec(ctx, `INSERT INTO `+table+` AS u (user_id, entity, restriction, day, records)
		SELECT $1::uuid, $2, $3, $4::date, $5::bigint WHERE $5::bigint <= $6::bigint
		ON CONFLICT (user_id, entity, restriction, day) DO UPDATE SET records = u.records + excluded.records
		WHERE u.records + excluded.records <= $6::bigint`, t.User, t.EntityID, t.Restriction, t.Day, t.Records, t.Limit)
	if err != nil {
		return false, 0, fmt.Errorf("count records against a quota: %w", err)
	}
	if tag.RowsAffected() == 1 {
		return true, 0, nil
	}
	_, err = found(tx.QueryRow(ctx, `SELECT records FROM `+table+` WHERE user_id = $1::uuid AND entity = $2 AND restriction = $3 AND day = $4::date`,
		t.User, t.EntityID, t.Restriction, t.Day).Scan(&used))
	return false, used, err
}

// CountRows runs a query that Select.Count made.
func (db *DB) CountRows(ctx context.Context, q *Query, bind Binder) (epoch, count int64, err error) {
	if err = db.pool.QueryRow(ctx, q.sql, q.args.Bind(bind)...).Scan(&epoch, &count); err != nil {
		return 0, 0, fmt.Errorf("count rows: %w", err)
	}
	return epoch, count, nil
}
