package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// onlineLimit is how long the building of one index may take.
const onlineLimit = 30 * time.Minute

// buildIndexes makes the indexes of tables that were there before, unique ones
// too, while others read and write.
func (s *site) buildIndexes(ctx context.Context) error {
	for i, step := range s.steps {
		var err error
		switch x := step.(type) {
		case CreateIndex:
			if !s.fresh[x.Table] {
				err = s.buildIndex(ctx, i, x.Table, x.Name, func(w *ddlWriter) string { return x.create(w, "create index concurrently") })
				if err == nil && slices.ContainsFunc(x.Columns, IndexColumn.folds) {
					err = s.analyze(ctx, x.Table)
				}
			}
		case AddUnique:
			if !s.fresh[x.Table] {
				err = s.buildUnique(ctx, i, x)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// analyze lets PostgreSQL learn how many values an index of folded texts has:
// until then it takes them to be few, and reads the table instead.
func (s *site) analyze(ctx context.Context, table string) error {
	w := newDDLWriter(s.workspace)
	name := w.in(table)
	if w.err != nil {
		return fmt.Errorf("render a table: %w", w.err)
	}
	if _, err := s.conn.Exec(ctx, "analyze "+name, pgx.QueryExecModeSimpleProtocol); err != nil {
		return fmt.Errorf("analyze %s: %w", table, err)
	}
	return nil
}

func (s *site) buildUnique(ctx context.Context, at int, x AddUnique) error {
	find := func() error {
		w := newDDLWriter(s.workspace)
		return findDuplicates(ctx, s.conn, w, x)
	}
	if err := find(); err != nil {
		return err
	}
	err := s.buildIndex(ctx, at, x.Table, x.Name, func(w *ddlWriter) string { return x.create(w, "create unique index concurrently") })
	if problem.Is(err, problem.Conflict) { // they were written during the build
		if found := find(); found != nil {
			return found
		}
	}
	return err
}

func (s *site) buildIndex(ctx context.Context, at int, table, name string, create func(w *ddlWriter) string) error {
	if err := s.mark(ctx, s.conn, stepRunning, at); err != nil {
		return err
	}
	w := newDDLWriter(s.workspace)
	sql, drop := create(w), "drop index concurrently if exists "+w.in(name)
	if w.err != nil {
		return fmt.Errorf("render an index: %w", w.err)
	}
	ctx, cancel := context.WithTimeout(ctx, onlineLimit)
	defer cancel()
	valid, there := s.laid.indexes[name]
	if there && !valid { // left behind by a build that was cut off
		if _, err := s.conn.Exec(ctx, drop, pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("drop index %s: %w", name, err)
		}
	}
	if !there || !valid {
		if err := s.journal(ctx, s.conn, leftover{Kind: "index", Relation: table, Name: name}); err != nil {
			return err
		}
		if _, err := s.conn.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			return errors.Join(dataConflict(err), fmt.Errorf("build index %s: %w", name, err))
		}
	}
	return s.mark(ctx, s.conn, stepDone, at)
}

// addForeignKeys makes those that concern tables which others use: first for
// what is written from now on, which takes an instant, then they are checked for
// the rest, which locks nobody out.
func (s *site) addForeignKeys(ctx context.Context) error {
	var first []placed[AddForeignKey] // of tables that hold nothing yet
	for _, k := range stepsOf[AddForeignKey](s) {
		if s.fresh[k.step.Table] {
			if !s.laid.keys[k.step.Name] {
				first = append(first, k)
			}
			continue
		}
		validated, there := s.laid.keys[k.step.Name]
		if there && validated {
			if err := s.mark(ctx, s.conn, stepDone, k.at); err != nil {
				return err
			}
			continue
		}
		if err := s.addForeignKey(ctx, k, there); err != nil {
			return err
		}
	}
	return s.addFirstKeys(ctx, first)
}

// keyBatch is how many foreign keys one transaction makes, during which nobody
// writes the tables that they lead to.
const keyBatch = 20

// addFirstKeys makes the foreign keys that lead from new tables to others.
func (s *site) addFirstKeys(ctx context.Context, keys []placed[AddForeignKey]) error {
	for batch := range slices.Chunk(keys, keyBatch) {
		w := newDDLWriter(s.workspace)
		var sql []string
		objects := make([]leftover, len(batch))
		for i, k := range batch {
			objects[i] = leftover{Kind: "foreign_key", Relation: k.step.Table, Name: k.step.Name}
			sql = append(sql, k.step.statements(w)...)
		}
		err := s.build(ctx, w, objects, func(tx pgx.Tx) error { return run(ctx, tx, "add foreign keys", w, strings.Join(sql, ";\n")) })
		if err != nil {
			return err
		}
		if err := s.mark(ctx, s.conn, stepDone, positions(batch)...); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) addForeignKey(ctx context.Context, k placed[AddForeignKey], there bool) error {
	if err := s.mark(ctx, s.conn, stepRunning, k.at); err != nil {
		return err
	}
	w := newDDLWriter(s.workspace)
	add := k.step.statements(w)[0] + " not valid"
	validate := fmt.Sprintf("alter table %s validate constraint %s", w.in(k.step.Table), w.name(k.step.Name))
	if !there {
		object := leftover{Kind: "foreign_key", Relation: k.step.Table, Name: k.step.Name}
		if err := s.build(ctx, w, []leftover{object}, func(tx pgx.Tx) error { return run(ctx, tx, "add foreign key", w, add) }); err != nil {
			return err
		}
	}
	if err := s.briefly(ctx, func(tx pgx.Tx) error { return run(ctx, tx, "validate foreign key", w, validate) }); err != nil {
		return err
	}
	return s.mark(ctx, s.conn, stepDone, k.at)
}
