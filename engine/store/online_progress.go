package store

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// The states of a step.
const (
	stepRunning = "running"
	stepDone    = "done"
)

// enterSteps lets those who wait see the steps.
func (s *site) enterSteps(ctx context.Context) error {
	words := make([]string, len(s.steps))
	for i, step := range s.steps {
		b, err := json.Marshal(step.Words())
		if err != nil {
			return fmt.Errorf("encode a step: %w", err)
		}
		words[i] = string(b)
	}
	_, err := s.conn.Exec(ctx, "delete from "+s.database+".online_step")
	if err == nil {
		_, err = s.conn.Exec(ctx, "insert into "+s.database+`.online_step (position, words)
			select position, words::jsonb from unnest($1::text[]) with ordinality as w (words, position)`, words)
	}
	if err != nil {
		return fmt.Errorf("enter the steps: %w", err)
	}
	return nil
}

// mark says how steps stand.
func (s *site) mark(ctx context.Context, q Querier, state string, at ...int) error {
	if len(at) == 0 {
		return nil
	}
	_, err := q.Exec(ctx, "update "+s.database+`.online_step set state = $1,
		started_at = coalesce(started_at, now()), ended_at = case when $1 = 'done' then now() end
		where position = any($2)`, state, shifted(at))
	if err != nil {
		return fmt.Errorf("note the progress: %w", err)
	}
	if state == stepRunning {
		w := s.steps[at[0]].Words()
		slog.InfoContext(ctx, "publish", "workspace", s.workspace, "step", w.Code, "entity", w.Entity, "field", w.Field)
	}
	return nil
}

// advance says how much of a step is done.
func (s *site) advance(ctx context.Context, q Querier, at int, done, total int64) error {
	_, err := q.Exec(ctx, "update "+s.database+".online_step set done = $2::bigint, total = greatest($2::bigint, $3::bigint) where position = $1", at+1, done, total)
	if err != nil {
		return fmt.Errorf("note the progress: %w", err)
	}
	return nil
}

// failed says that the steps which were not done are not going to be.
func (s *site) failed(ctx context.Context) {
	if s.conn.IsClosed() {
		return // who sweeps says so
	}
	_, err := s.conn.Exec(context.WithoutCancel(ctx), "update "+s.database+".online_step set state = 'failed', ended_at = now() where state <> 'done'")
	if err != nil {
		slog.WarnContext(ctx, "note that a publish failed", "workspace", s.workspace, "cause", err)
	}
}

// shifted gives positions as the database counts them, from 1.
func shifted(at []int) []int {
	list := make([]int, len(at))
	for i, n := range at {
		list[i] = n + 1
	}
	return list
}

// Progress is how far a step of the latest publish has come: Done of Total
// records or blocks, where it is known.
type Progress struct {
	Words
	State   string     `json:"state"` // waiting, running, done, failed
	Total   int64      `json:"total"`
	Done    int64      `json:"done"`
	Started *time.Time `json:"started_at"`
	Ended   *time.Time `json:"ended_at"`
}

// Progress tells how far the latest publish of a workspace has come, and whether
// it runs. At most limit steps are told of, those that run first, then those
// that failed, wait and are done; count is how many there are.
func (db *DB) Progress(ctx context.Context, workspace string, limit int) (running bool, count int, list []Progress, err error) {
	database := Quote(SchemaName(workspace))
	err = db.pool.QueryRow(ctx, "select count(*), exists(select from pg_catalog.pg_stat_activity where application_name = $1 and datname = current_database()) from "+
		database+".online_step", siteName(workspace)).Scan(&count, &running)
	if err != nil {
		return false, 0, nil, fmt.Errorf("read the progress: %w", err)
	}
	rows, err := db.pool.Query(ctx, `select s.words, s.state, coalesce(i.total, s.total), coalesce(i.done, s.done), s.started_at, s.ended_at
		from `+database+`.online_step s
		left join lateral (select p.blocks_total + p.tuples_total as total, p.blocks_done + p.tuples_done as done
			from pg_catalog.pg_stat_progress_create_index p join pg_catalog.pg_stat_activity a on a.pid = p.pid
			where a.application_name = $1 and p.datname = current_database() limit 1) i
			on s.state = 'running' and s.words->>'code' in ('create_index', 'add_unique', 'add_unique_where')
		order by array_position(array['running', 'failed', 'waiting', 'done'], s.state), s.position limit $2`, siteName(workspace), limit)
	if err != nil {
		return false, 0, nil, fmt.Errorf("read the progress: %w", err)
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p Progress, err error) {
		var words []byte
		if err := row.Scan(&words, &p.State, &p.Total, &p.Done, &p.Started, &p.Ended); err != nil {
			return p, err
		}
		return p, json.Unmarshal(words, &p.Words)
	})
	if err != nil {
		return false, 0, nil, fmt.Errorf("read the progress: %w", err)
	}
	return running, count, list, nil
}
