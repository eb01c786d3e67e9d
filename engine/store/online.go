package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Who meets locks tries again with growing pauses, then gives up.
const (
	publishAttempts = 40
	publishPause    = 20 * time.Millisecond
	publishMaxPause = time.Second
)

// site is where a publish builds: a connection of its own, on which it makes
// in short steps what nobody sees before the last of them.
type site struct {
	db        *DB
	conn      *pgx.Conn
	workspace string
	database  string // quoted name of the database schema
	steps     []Step
	laid      *laid
	fresh     map[string]bool // tables that this publish has made
	consent   map[string]bool
	carriers  []*carrier
	patience  int        // how many records the last transaction carries over at most
	defaults  []leftover // columns whose default goes with the last transaction
}

// siteName is the application_name of the connections that build, by which
// those that outlive their process are found.
func siteName(workspace string) string { return "mortise publish " + workspace }

func (db *DB) openSite(ctx context.Context, workspace string) (*site, error) {
	cfg := db.pool.Config().ConnConfig
	cfg.RuntimeParams["application_name"] = siteName(workspace)
	cfg.RuntimeParams["statement_timeout"] = "0"
	cfg.RuntimeParams["maintenance_work_mem"] = "128MB" // an index for searching takes three times as long with less
	cfg.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("connect to publish: %w", err)
	}
	return &site{db: db, conn: conn, workspace: workspace, database: Quote(SchemaName(workspace)), fresh: map[string]bool{}, patience: 2 * fewNoted}, nil
}

func (s *site) close(ctx context.Context) { closeAlone(ctx, s.conn) }

// Publish executes a Publication and gives the number of the new revision: what
// would take long or lock out others is built before, in steps of their own
// that nobody sees; the last transaction makes all of it visible at once. What
// is built for a publish that fails is dropped again. The caller holds the lock
// of LockPublishing.
func (db *DB) Publish(ctx context.Context, workspace string, p *Publication) (int64, error) {
	if err := db.sweep(ctx, workspace); err != nil {
		return 0, err
	}
	s, err := db.openSite(ctx, workspace)
	if err != nil {
		return 0, err
	}
	s.steps, s.consent = p.Steps, p.Consent
	revision, err := s.publish(ctx, p)
	s.close(ctx)
	// What was built in vain goes, and so does what the new revision does
	// without. Where that fails, the next publish does it.
	if swept := db.sweep(context.WithoutCancel(ctx), workspace); swept != nil {
		slog.WarnContext(ctx, "drop what a publish left over", "workspace", workspace, "cause", swept)
	}
	if err != nil {
		return 0, fmt.Errorf("publish workspace %s: %w", workspace, err)
	}
	return revision, nil
}

func (s *site) publish(ctx context.Context, p *Publication) (revision int64, err error) {
	var base int64
	if err := s.conn.QueryRow(ctx, "select revision from "+s.database+".epoch").Scan(&base); err != nil {
		return 0, fmt.Errorf("read the epoch: %w", err)
	}
	if base != p.Base {
		return 0, StaleRevision(base)
	}
	if err := s.enterSteps(ctx); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			s.failed(ctx)
		}
	}()
	if s.laid, err = s.look(ctx); err != nil {
		return 0, err
	}
	for _, phase := range []func(context.Context) error{
		s.buildTables, s.addColumns, s.convertColumns, s.buildIndexes, s.addForeignKeys,
	} {
		if err := phase(ctx); err != nil {
			return 0, err
		}
	}
	err = retried(ctx, func() error {
		for _, c := range s.carriers {
			if err := c.catchUp(ctx); err != nil {
				return err
			}
		}
		revision, err = s.finish(ctx, p)
		s.patience *= 2
		return err
	})
	return revision, err
}

// retried repeats work that met a lock, with growing pauses, and gives up in the
// end.
func retried(ctx context.Context, work func() error) error {
	pause := publishPause
	for attempt := 1; ; attempt++ {
		err := work()
		if err == nil || !LockTimedOut(err) && !errors.Is(err, errBehind) {
			return err
		}
		if attempt == publishAttempts {
			return problem.Wrap(problem.Unavailable, "publish_blocked", err)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(2*pause, publishMaxPause)
	}
}

// briefly runs work in a transaction of its own, again while others hold a lock
// that it needs. Nobody waits for it longer than for the lock's time limit and
// the work itself.
func (s *site) briefly(ctx context.Context, work func(tx pgx.Tx) error) error {
	return retried(ctx, func() error {
		return pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
			if err := setLockTimeout(ctx, tx); err != nil {
				return err
			}
			return work(tx)
		})
	})
}

// swiftly is briefly for work of which there is much: it holds its locks no
// longer than it works, for it does not wait until the disk has what it wrote.
// A crash that loses that loses the publish as well; the last transaction waits
// for all that came before it.
func (s *site) swiftly(ctx context.Context, work func(tx pgx.Tx) error) error {
	return s.briefly(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "set local synchronous_commit = off"); err != nil {
			return err
		}
		return work(tx)
	})
}

// run executes statements without parameters in a transaction.
func run(ctx context.Context, tx pgx.Tx, what string, w *ddlWriter, statements ...string) error {
	if w.err != nil {
		return fmt.Errorf("render %s: %w", what, w.err)
	}
	for _, sql := range statements {
		if _, err := tx.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			if conflict := dataConflict(err); conflict != nil {
				return conflict
			}
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

// stepsOf gives the steps of one type with their positions.
func stepsOf[T Step](s *site) (list []placed[T]) {
	for i, step := range s.steps {
		if one, ok := step.(T); ok {
			list = append(list, placed[T]{i, one})
		}
	}
	return list
}

// placed is a step and its position among all.
type placed[T Step] struct {
	at   int
	step T
}

func positions[T Step](list []placed[T]) []int {
	at := make([]int, len(list))
	for i, p := range list {
		at[i] = p.at
	}
	return at
}
