package store

import (
	"context"
	"fmt"
	"time"
)

// Throttle limits how often something may be tried under a key.
type Throttle struct {
	Key     string
	Free    int           // tries without delay
	Longest time.Duration // the delay doubles from one second up to this
	Forget  time.Duration // after this long without a try, counting starts anew
}

// Take counts one try, before its outcome is known, and tells whether it may
// go on; if not, until when no try may. Tries that come at once, also in other
// processes, are counted one after the other: one that waited for another began
// before it ended, so it is compared with what the clock says then.
func (t Throttle) Take(ctx context.Context, q Querier, schema string) (ok bool, until time.Time, err error) {
	table := identityTable(schema, "throttle")
	err = q.QueryRow(ctx, "INSERT INTO "+table+` AS t (key, failures, until, updated_at) VALUES ($1, 1, now(), now())
		ON CONFLICT (key) DO UPDATE SET
			failures = CASE WHEN t.updated_at < now() - make_interval(secs => $4) THEN 1 ELSE t.failures + 1 END,
			until = now() + make_interval(secs => CASE
				WHEN t.updated_at < now() - make_interval(secs => $4) OR t.failures + 1 < $2::int THEN 0
				ELSE least($3::float8, 2 ^ least(t.failures + 1 - $2::int, 30)) END),
			updated_at = now()
		WHERE t.until <= clock_timestamp()
		RETURNING until`, t.Key, t.Free, t.Longest.Seconds(), t.Forget.Seconds()).Scan(&until)
	if ok, err = found(err); err != nil {
		return false, until, fmt.Errorf("count a try: %w", err)
	}
	if ok {
		return true, until, nil
	}
	ok, err = found(q.QueryRow(ctx, "SELECT until FROM "+table+" WHERE key = $1", t.Key).Scan(&until))
	if err != nil {
		return false, until, fmt.Errorf("read a throttle: %w", err)
	}
	return !ok, until, nil // gone meanwhile: somebody succeeded
}

// Forgive takes the last try back: it succeeded.
func (t Throttle) Forgive(ctx context.Context, q Querier, schema string) error {
	_, err := q.Exec(ctx, "UPDATE "+identityTable(schema, "throttle")+
		" SET failures = greatest(failures - 1, 0), until = now() WHERE key = $1", t.Key)
	if err != nil {
		return fmt.Errorf("take a try back: %w", err)
	}
	return nil
}

// Clear forgets all tries under the key.
func (t Throttle) Clear(ctx context.Context, q Querier, schema string) error {
	if _, err := q.Exec(ctx, "DELETE FROM "+identityTable(schema, "throttle")+" WHERE key = $1", t.Key); err != nil {
		return fmt.Errorf("clear a throttle: %w", err)
	}
	return nil
}
