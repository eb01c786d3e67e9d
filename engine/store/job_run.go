package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// JobHold is who runs a job, and for how long unless he says so again.
type JobHold struct {
	ID, Holder string
	For        time.Duration
}

// held is the condition of all that only the holder may do: $1 is the job, $2
// the holder.
const held = " WHERE id = $1::uuid AND holder = $2::uuid AND state = 'running'"

// ClaimJob takes a job that waits, or whose holder has died, when its user has
// fewer than this many running: then ok.
func (db *DB) ClaimJob(ctx context.Context, workspace string, h JobHold, running int) (j JobRow, ok bool, err error) {
	table := identityTable(SchemaName(workspace), "job")
	err = db.Transact(ctx, func(tx Querier) error {
		var user string
		if err := tx.QueryRow(ctx, "SELECT user_id::text FROM "+table+" WHERE id = $1::uuid", h.ID).Scan(&user); errors.Is(err, pgx.ErrNoRows) {
			return nil
		} else if err != nil {
			return fmt.Errorf("find a job: %w", err)
		}
		if err := lockJobs(ctx, tx, user); err != nil {
			return err
		}
		j, ok, err = oneJob(tx.Query(ctx, `UPDATE `+table+` SET state = 'running', holder = $2::uuid, runs = runs + 1, tries = tries + 1,
				due = now() + $3 * interval '1 microsecond', started_at = coalesce(started_at, now())
			WHERE id = (SELECT id FROM `+table+` WHERE id = $1::uuid AND (state = 'queued' OR state = 'running' AND due < now()) FOR UPDATE SKIP LOCKED)
				AND (SELECT count(*) FROM `+table+` o WHERE o.user_id = $4::uuid AND o.state = 'running' AND o.id <> $1::uuid) < $5::int
			RETURNING `+jobColumns, h.ID, h.Holder, h.For.Microseconds(), user, running))
		return err
	})
	return j, ok, err
}

// BeatJob holds a job for longer. It is not held any more when ok is false.
func (db *DB) BeatJob(ctx context.Context, workspace string, h JobHold) (cancelling, ok bool, err error) {
	return holding(db.pool.QueryRow(ctx, "UPDATE "+identityTable(SchemaName(workspace), "job")+
		" SET due = now() + $3 * interval '1 microsecond'"+held+" RETURNING cancelling", h.ID, h.Holder, h.For.Microseconds()))
}

// SaveJob notes in a transaction how far a held job is; a checkpoint of nil
// leaves the last one. It is not held any more when ok is false.
func SaveJob(ctx context.Context, q Querier, schema string, h JobHold, p JobProgress, checkpoint json.RawMessage) (cancelling, ok bool, err error) {
	return holding(q.QueryRow(ctx, "UPDATE "+identityTable(schema, "job")+` SET due = now() + $3 * interval '1 microsecond', done = $4, total = $5, counts = $6,
		checkpoint = coalesce($7::json, checkpoint), tries = CASE WHEN $7::json IS NULL THEN tries ELSE 0 END`+held+" RETURNING cancelling",
		h.ID, h.Holder, h.For.Microseconds(), p.Done, p.Total, p.Counts, checkpoint))
}

func holding(row pgx.Row) (cancelling, ok bool, err error) {
	switch err = row.Scan(&cancelling); {
	case errors.Is(err, pgx.ErrNoRows):
		return false, false, nil
	case err != nil:
		return false, false, fmt.Errorf("hold a job: %w", err)
	}
	return cancelling, true, nil
}

// ProgressOfJob notes how far a held job is, outside of any transaction of its
// work.
func (db *DB) ProgressOfJob(ctx context.Context, workspace string, h JobHold, p JobProgress) (cancelling, ok bool, err error) {
	return SaveJob(ctx, db.pool, SchemaName(workspace), h, p, nil)
}

// JobEnd is how a job has ended: State is done, failed or cancelled, or queued
// for one that is to go on later, after Again.
type JobEnd struct {
	State           string
	Progress        JobProgress
	Result, Problem json.RawMessage
	Again           time.Duration
	Uncounted       bool // it was no try: what it needs was not there
}

// EndJob gives up a held job. It was not held any more when ok is false.
func EndJob(ctx context.Context, tx Querier, schema string, h JobHold, e JobEnd) (ok bool, err error) {
	tag, err := tx.Exec(ctx, "UPDATE "+identityTable(schema, "job")+` SET state = $3, holder = NULL, done = $4, total = $5, counts = $6, result = $7, problem = $8,
		ended_at = CASE $3 WHEN 'queued' THEN NULL ELSE now() END, due = CASE $3 WHEN 'queued' THEN now() + $9 * interval '1 microsecond' END,
		tries = tries - CASE WHEN $10 THEN 1 ELSE 0 END`+held,
		h.ID, h.Holder, e.State, e.Progress.Done, e.Progress.Total, e.Progress.Counts, e.Result, e.Problem, e.Again.Microseconds(), e.Uncounted)
	if err != nil {
		return false, fmt.Errorf("end a job: %w", err)
	}
	return tag.RowsAffected() == 1, nil
}

// WaitingJob is a job that may be taken.
type WaitingJob struct {
	ID, Kind string
	Runs     int
}

// NextJob gives the oldest job of a user that waits.
func NextJob(ctx context.Context, tx Querier, schema, user string) (w WaitingJob, ok bool, err error) {
	err = tx.QueryRow(ctx, "SELECT id::text, kind, runs FROM "+identityTable(schema, "job")+" WHERE user_id = $1::uuid AND state = 'queued' ORDER BY id LIMIT 1", user).Scan(&w.ID, &w.Kind, &w.Runs)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return w, false, nil
	case err != nil:
		return w, false, fmt.Errorf("find the next job: %w", err)
	}
	return w, true, nil
}

// dueJobs bounds how many jobs are looked for at once.
const dueJobs = 100

// DueJobs gives jobs whose holder has died, and those that have waited, once in
// each while to whoever asks first. A job whose holder is in the middle of a
// transaction of it is not due.
func DueJobs(ctx context.Context, tx Querier, schema string, again time.Duration) ([]WaitingJob, error) {
	table := identityTable(schema, "job")
	rows, err := tx.Query(ctx, `UPDATE `+table+` j SET due = CASE state WHEN 'queued' THEN now() + $1 * interval '1 microsecond' ELSE due END
		WHERE id IN (SELECT id FROM `+table+` WHERE state IN ('queued', 'running') AND due < now() ORDER BY due LIMIT $2 FOR UPDATE SKIP LOCKED)
		RETURNING id::text, kind, runs`, again.Microseconds(), dueJobs)
	if err != nil {
		return nil, fmt.Errorf("find jobs to go on with: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[WaitingJob])
	if err != nil {
		return nil, fmt.Errorf("find jobs to go on with: %w", err)
	}
	return list, nil
}

// AnyJobsDue tells, at no cost, whether a workspace has such jobs.
func (db *DB) AnyJobsDue(ctx context.Context, workspace string) (due bool, err error) {
	err = db.pool.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(SchemaName(workspace), "job")+" WHERE state IN ('queued', 'running') AND due < now())").Scan(&due)
	if err != nil {
		return false, fmt.Errorf("look for jobs to go on with: %w", err)
	}
	return due, nil
}
