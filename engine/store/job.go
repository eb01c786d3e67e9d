package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// JobRow is work that a user has started.
type JobRow struct {
	ID, Kind, User, Entity, Language string
	Params                           json.RawMessage
	State                            string // queued, running, done, failed, cancelled
	Cancelling                       bool   // the user has asked to end it
	Runs, Tries                      int    // how often it was taken; since the last checkpoint
	Checkpoint                       json.RawMessage
	JobProgress
	Result, Problem    json.RawMessage
	CreatedAt          time.Time
	StartedAt, EndedAt *time.Time
	File               JobFile
	Undoes             string   // id of the job that this one takes back; "" for none
	Scopes             []string // to which the token was narrowed that entered it; nil for none
}

// JobProgress is how far a job is; Counts is a JSON object of numbers.
type JobProgress struct {
	Done, Total int64
	Counts      json.RawMessage
}

// JobFile is the result of a job as a file.
type JobFile struct {
	Key             string // in the bucket; "" for none
	Name, MediaType string // Name is "" until the content is whole
	Size            int64
	SHA256          []byte
	Expires         *time.Time
}

const jobColumns = `id::text, kind, user_id::text, entity, language, params, state, cancelling, runs, tries, checkpoint, done, total, counts,
	result, problem, created_at, started_at, ended_at, coalesce(file_key, ''), coalesce(file_name, ''), coalesce(file_type, ''), coalesce(file_size, 0), file_sha256, file_expires, coalesce(undoes::text, ''), scopes`

func scanJob(row pgx.CollectableRow) (j JobRow, err error) {
	err = row.Scan(&j.ID, &j.Kind, &j.User, &j.Entity, &j.Language, &j.Params, &j.State, &j.Cancelling, &j.Runs, &j.Tries, &j.Checkpoint, &j.Done, &j.Total, &j.Counts,
		&j.Result, &j.Problem, &j.CreatedAt, &j.StartedAt, &j.EndedAt, &j.File.Key, &j.File.Name, &j.File.MediaType, &j.File.Size, &j.File.SHA256, &j.File.Expires, &j.Undoes, &j.Scopes)
	return j, err
}

func collectJobs(rows pgx.Rows, err error) ([]JobRow, error) {
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanJob)
	if err != nil {
		return nil, fmt.Errorf("read jobs: %w", err)
	}
	return list, nil
}

// oneJob is collectJobs of a statement that gives one row or none.
func oneJob(rows pgx.Rows, err error) (j JobRow, ok bool, _ error) {
	list, err := collectJobs(rows, err)
	if err != nil || len(list) == 0 {
		return j, false, err
	}
	return list[0], true, nil
}

// lockJobs has what changes how many jobs a user has wait in line until the
// transaction ends.
func lockJobs(ctx context.Context, tx Querier, user string) error {
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('job ' || $1, 0))", user); err != nil {
		return fmt.Errorf("count the jobs of a user: %w", err)
	}
	return nil
}

// InsertJob enters a job that is to be looked for again after a while, unless
// its user has as many open ones as he may: then ok is false.
func InsertJob(ctx context.Context, tx Querier, schema string, j JobRow, open int, again time.Duration) (ok bool, err error) {
	if err := lockJobs(ctx, tx, j.User); err != nil {
		return false, err
	}
	table := identityTable(schema, "job")
	tag, err := tx.Exec(ctx, `INSERT INTO `+table+` (id, kind, user_id, entity, language, params, due, undoes, scopes)
		SELECT $1::uuid, $2, $3::uuid, $4, $5, $6, now() + $8 * interval '1 microsecond', nullif($9, '')::uuid, $10::text[]
		WHERE (SELECT count(*) FROM `+table+` WHERE user_id = $3::uuid AND state IN ('queued', 'running')) < $7::int`,
		j.ID, j.Kind, j.User, j.Entity, j.Language, j.Params, open, again.Microseconds(), j.Undoes, j.Scopes)
	if err != nil {
		return false, fmt.Errorf("enter a job: %w", constraint(err))
	}
	return tag.RowsAffected() == 1, nil
}

// JobOf gives a job of a user.
func (db *DB) JobOf(ctx context.Context, workspace, user, id string) (JobRow, bool, error) {
	return oneJob(db.pool.Query(ctx, "SELECT "+jobColumns+" FROM "+identityTable(SchemaName(workspace), "job")+" WHERE id = $1::uuid AND user_id = $2::uuid", id, user))
}

// JobQuestion asks for jobs of a user, the newest first.
type JobQuestion struct {
	User        string
	Kind, State string // "" for all
	Before      string // id; "" for the newest
	Limit       int
}

// JobsOf lists jobs.
func (db *DB) JobsOf(ctx context.Context, workspace string, q JobQuestion) ([]JobRow, error) {
	return collectJobs(db.pool.Query(ctx, "SELECT "+jobColumns+" FROM "+identityTable(SchemaName(workspace), "job")+`
		WHERE user_id = $1::uuid AND ($2 = '' OR kind = $2) AND ($3 = '' OR state = $3) AND ($4 = '' OR id < nullif($4, '')::uuid)
		ORDER BY id DESC LIMIT $5`, q.User, q.Kind, q.State, q.Before, q.Limit))
}

// CancelJob ends a job that waits, and asks the one that runs to end. It gives
// the job as it is then.
func (db *DB) CancelJob(ctx context.Context, workspace, user, id string) (JobRow, bool, error) {
	return oneJob(db.pool.Query(ctx, "UPDATE "+identityTable(SchemaName(workspace), "job")+` SET cancelling = cancelling OR state IN ('queued', 'running'),
			state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END, ended_at = CASE state WHEN 'queued' THEN now() ELSE ended_at END
		WHERE id = $1::uuid AND user_id = $2::uuid RETURNING `+jobColumns, id, user))
}

// DeleteJob forgets a job that has ended. drop removes its content first.
func (db *DB) DeleteJob(ctx context.Context, workspace, user, id string, drop func(key string) error) error {
	table := identityTable(SchemaName(workspace), "job")
	return db.Transact(ctx, func(tx Querier) error {
		var key string
		err := tx.QueryRow(ctx, "SELECT coalesce(file_key, '') FROM "+table+" WHERE id = $1::uuid AND user_id = $2::uuid AND ended_at IS NOT NULL FOR UPDATE", id, user).Scan(&key)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find a job to forget: %w", err)
		}
		if key != "" {
			if err := drop(key); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE id = $1::uuid", id); err != nil {
			return fmt.Errorf("forget a job: %w", err)
		}
		return nil
	})
}
