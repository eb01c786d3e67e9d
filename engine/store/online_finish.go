package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
)

// finish is the last transaction: the definitions become the published ones, and
// what was built for them becomes theirs. Tables are locked last, when nothing
// else is left to do.
func (s *site) finish(ctx context.Context, p *Publication) (int64, error) {
	var revision int64
	err := pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		if err := setLockTimeout(ctx, tx); err != nil {
			return err
		}
		var base int64
		if err := tx.QueryRow(ctx, "select revision from "+s.database+".epoch").Scan(&base); err != nil {
			return fmt.Errorf("read the epoch: %w", err)
		}
		if base != p.Base {
			return StaleRevision(base)
		}
		revision = base + 1
		if err := s.enterRevision(ctx, tx, revision, p); err != nil {
			return err
		}
		if err := s.say(ctx, tx); err != nil {
			return err
		}
		if err := s.settle(ctx, tx); err != nil {
			return err
		}
		if err := s.switchAll(ctx, tx); err != nil {
			return err
		}
		return s.announce(ctx, tx, revision)
	})
	return revision, err
}

// say brings the comments of tables and columns up to date, and marks the steps
// that need nothing else.
func (s *site) say(ctx context.Context, tx pgx.Tx) error {
	w := newDDLWriter(s.workspace)
	for _, c := range stepsOf[Comment](s) {
		if err := run(ctx, tx, "comment", w, c.step.statements(w)...); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, "update "+s.database+".online_step set state = 'done', started_at = coalesce(started_at, now()), ended_at = now() where state <> 'done'")
	return err
}

// settle makes what was built part of the revision, and leaves what it does
// without to be dropped.
func (s *site) settle(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "delete from "+s.database+".online where kind <> 'trigger'"); err != nil {
		return fmt.Errorf("keep what was built: %w", err)
	}
	var gone []leftover
	for _, step := range s.steps {
		switch x := step.(type) {
		case DropForeignKey:
			gone = append(gone, leftover{Kind: "foreign_key", Relation: x.Table, Name: x.Name})
		case DropIndex:
			gone = append(gone, leftover{Kind: "index", Name: x.Name})
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return s.journal(ctx, tx, gone...)
}

// switchAll makes the switch, again while others hold a lock that it needs; but
// where more was written meanwhile than is carried over in an instant, the
// transaction is given up.
func (s *site) switchAll(ctx context.Context, tx pgx.Tx) error {
	behind := false
	err := retried(ctx, func() error {
		err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error { return s.switchColumns(ctx, inner) })
		if behind = errors.Is(err, errBehind); behind {
			return nil
		}
		return err
	})
	if behind {
		return errBehind
	}
	return err
}

// switchColumns carries over what was written last, and takes from new columns
// the defaults that filled the records of old revisions. From here to the end
// of the transaction nobody writes these tables; while others hold a lock, it
// gives its own up.
func (s *site) switchColumns(ctx context.Context, tx pgx.Tx) error {
	w := newDDLWriter(s.workspace)
	for _, c := range s.carriers {
		if err := run(ctx, tx, "lock a table", w, "lock table "+w.in(c.step.Table)+" in share row exclusive mode"); err != nil {
			return err
		}
		if err := c.drain(ctx, tx, s.patience); err != nil {
			return err
		}
	}
	for _, d := range s.defaults {
		sql := fmt.Sprintf("alter table %s alter column %s drop default", w.in(d.Relation), w.name(d.Name))
		if err := run(ctx, tx, "drop a default", w, sql); err != nil {
			return err
		}
	}
	return nil
}

// announce makes every process look anew at the definitions.
func (s *site) announce(ctx context.Context, tx pgx.Tx, revision int64) error {
	if err := s.reportLosses(ctx, tx, revision); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update "+s.database+".epoch set number = number + 1, revision = $1", revision); err != nil {
		return fmt.Errorf("raise the epoch: %w", err)
	}
	if _, err := tx.Exec(ctx, "select pg_notify('mortise', $1)", s.workspace); err != nil {
		return fmt.Errorf("notify of revision %d: %w", revision, err)
	}
	return nil
}

// enterRevision writes the documents and what goes with them.
func (s *site) enterRevision(ctx context.Context, tx pgx.Tx, revision int64, p *Publication) error {
	if p.Also != nil {
		if err := p.Also(ctx, tx); err != nil {
			return err
		}
	}
	if err := writeDefinitions(ctx, tx, s.database, p.Documents); err != nil {
		return err
	}
	if err := s.insertRevision(ctx, tx, revision, p); err != nil {
		return err
	}
	if p.Audit != nil {
		row := *p.Audit
		row.Object = strconv.FormatInt(revision, 10)
		if err := InsertAudit(ctx, tx, SchemaName(s.workspace), row); err != nil {
			return err
		}
	}
	if err := writePackages(ctx, tx, s.database, p.By, p.Packages); err != nil {
		return err
	}
	if p.Roles != nil {
		if err := p.Roles.write(ctx, tx, s.workspace, p.By); err != nil {
			return err
		}
	}
	if err := p.grow(ctx, tx, s.workspace); err != nil {
		return err
	}
	if p.Draft != nil {
		if err := p.Draft.clear(ctx, tx, s.database); err != nil {
			return err
		}
	}
	if p.Then == nil {
		return nil
	}
	return p.Then(ctx, tx)
}

// reportLosses keeps with the revision what became of the values that were
// carried over.
func (s *site) reportLosses(ctx context.Context, tx pgx.Tx, revision int64) error {
	if len(s.carriers) == 0 {
		return nil
	}
	observed := make([]Condition, len(s.carriers))
	for i, c := range s.carriers {
		report := c.report()
		observed[i] = Condition{Type: "Converted", Status: report.Lost == 0, Reason: report.Entity + "." + report.Field, Report: &report}
	}
	conditions, err := json.Marshal(observed)
	if err != nil {
		return fmt.Errorf("encode the conditions: %w", err)
	}
	_, err = tx.Exec(ctx, "update "+s.database+".revision set conditions = conditions || $2::jsonb where number = $1", revision, string(conditions))
	if err != nil {
		return fmt.Errorf("report what was carried over: %w", err)
	}
	return nil
}
