package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// JobRecord is a record that a job is about, and what became of it.
type JobRecord struct {
	Position int
	Record   string
	Outcome  string // done, failed, skipped; "" for not yet
	Seq      int64  // of the change that was made; 0 for none
	Problem  json.RawMessage
}

// InsertJobRecords enters records of a job, in their order from a position on.
func InsertJobRecords(ctx context.Context, tx Querier, schema, job string, from int, records []string) error {
	_, err := tx.Exec(ctx, "INSERT INTO "+identityTable(schema, "job_record")+` (job, position, record)
		SELECT $1::uuid, $2::int + (r.n - 1)::int, r.id FROM unnest($3::uuid[]) WITH ORDINALITY AS r (id, n)`, job, from, records)
	if err != nil {
		return fmt.Errorf("enter the records of a job: %w", err)
	}
	return nil
}

// JobRecords gives records of a job from a position on: all, or those of an
// outcome.
func (db *DB) JobRecords(ctx context.Context, workspace, job, outcome string, from, limit int) ([]JobRecord, error) {
	rows, err := db.pool.Query(ctx, "SELECT position, record::text, coalesce(outcome, ''), coalesce(seq, 0), problem FROM "+identityTable(SchemaName(workspace), "job_record")+`
		WHERE job = $1::uuid AND position >= $2 AND ($3 = '' OR outcome = $3) ORDER BY position LIMIT $4`, job, from, outcome, limit)
	if err != nil {
		return nil, fmt.Errorf("read the records of a job: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[JobRecord])
	if err != nil {
		return nil, fmt.Errorf("read the records of a job: %w", err)
	}
	return list, nil
}

// NoteJobRecord enters what became of a record. Of one that was changed in this
// transaction, the change is the record's newest.
func NoteJobRecord(ctx context.Context, tx Querier, schema, job string, r JobRecord) error {
	_, err := tx.Exec(ctx, "UPDATE "+identityTable(schema, "job_record")+` SET outcome = $3, problem = $4,
		seq = CASE $3 WHEN 'done' THEN (SELECT c.seq FROM `+identityTable(schema, "change")+` c WHERE c.record = job_record.record ORDER BY c.seq DESC LIMIT 1) END
		WHERE job = $1::uuid AND position = $2`, job, r.Position, r.Outcome, r.Problem)
	if err != nil {
		return fmt.Errorf("note what became of a record: %w", err)
	}
	return nil
}
