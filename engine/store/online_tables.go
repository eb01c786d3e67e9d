package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// tableBatch is how many tables one transaction makes or drops: each costs
// several locks, and PostgreSQL's lock table is shared by all.
const tableBatch = 50

// buildTables makes sequences and new tables with their indexes and the foreign
// keys among them. Nobody reads them before the last transaction.
func (s *site) buildTables(ctx context.Context) error {
	if err := s.buildSequences(ctx); err != nil {
		return err
	}
	var fresh []placed[CreateTable]
	for _, t := range stepsOf[CreateTable](s) {
		if _, there := s.laid.tables[t.step.Table]; !there {
			fresh = append(fresh, t)
		} else if err := s.takeUp(ctx, t); err != nil {
			return err
		}
	}
	indexes := s.indexesByTable()
	for batch := range slices.Chunk(fresh, tableBatch) {
		if err := s.buildBatch(ctx, batch, indexes); err != nil {
			return err
		}
	}
	if err := s.buildLinks(ctx); err != nil {
		return err
	}
	return s.linkTables(ctx)
}

// buildLinks makes the tables of links. One that leads from a table which others
// write to locks that for the instant of naming it.
func (s *site) buildLinks(ctx context.Context) error {
	for batch := range slices.Chunk(stepsOf[CreateLinks](s), tableBatch) {
		w := newDDLWriter(s.workspace)
		var objects []leftover
		var sql []string
		for _, l := range batch {
			if _, there := s.laid.tables[l.step.Table]; !there {
				objects = append(objects, leftover{Kind: "table", Name: l.step.Table})
				s.fresh[l.step.Table] = true
			}
			sql = append(sql, l.step.statements(w)...)
		}
		err := s.build(ctx, w, objects, func(tx pgx.Tx) error {
			if err := run(ctx, tx, "create links", w, strings.Join(sql, ";\n")); err != nil {
				return err
			}
			return s.mark(ctx, tx, stepDone, positions(batch)...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *site) buildSequences(ctx context.Context) error {
	for batch := range slices.Chunk(stepsOf[CreateSequence](s), tableBatch) {
		w := newDDLWriter(s.workspace)
		var objects []leftover
		var sql []string
		for _, q := range batch {
			if !s.laid.sequences[q.step.Name] {
				objects = append(objects, leftover{Kind: "sequence", Name: q.step.Name})
				sql = append(sql, q.step.statements(w)...)
			}
		}
		err := s.build(ctx, w, objects, func(tx pgx.Tx) error {
			if err := run(ctx, tx, "create sequences", w, strings.Join(sql, ";")); err != nil {
				return err
			}
			return s.mark(ctx, tx, stepDone, positions(batch)...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// build notes objects in the journal, then makes them. w has rendered the work.
func (s *site) build(ctx context.Context, w *ddlWriter, objects []leftover, work func(tx pgx.Tx) error) error {
	if w.err != nil {
		return fmt.Errorf("render a step: %w", w.err)
	}
	if len(objects) > 0 {
		if err := s.journal(ctx, s.conn, objects...); err != nil {
			return err
		}
	}
	return s.briefly(ctx, work)
}

// indexesByTable gives the steps that make indexes, by table.
func (s *site) indexesByTable() map[string][]int {
	m := map[string][]int{}
	for i, step := range s.steps {
		switch x := step.(type) {
		case CreateIndex:
			m[x.Table] = append(m[x.Table], i)
		case AddUnique:
			m[x.Table] = append(m[x.Table], i)
		}
	}
	return m
}

func (s *site) buildBatch(ctx context.Context, batch []placed[CreateTable], indexes map[string][]int) error {
	w := newDDLWriter(s.workspace)
	var objects []leftover
	var sql []string
	at := positions(batch)
	for _, t := range batch {
		objects = append(objects, leftover{Kind: "table", Name: t.step.Table})
		sql = append(sql, t.step.statements(w)...)
		for _, i := range indexes[t.step.Table] {
			sql, at = append(sql, s.steps[i].statements(w)...), append(at, i)
		}
	}
	err := s.build(ctx, w, objects, func(tx pgx.Tx) error {
		if err := run(ctx, tx, "create tables", w, strings.Join(sql, ";\n")); err != nil {
			return err
		}
		return s.mark(ctx, tx, stepDone, at...)
	})
	if err != nil {
		return err
	}
	for _, t := range batch {
		s.fresh[t.step.Table] = true
	}
	return nil
}

// linkTables makes the foreign keys among new tables. Those that lead to a table
// which others write to are made one by one, see addForeignKeys.
func (s *site) linkTables(ctx context.Context) error {
	keys := slices.DeleteFunc(stepsOf[AddForeignKey](s), func(k placed[AddForeignKey]) bool {
		return !s.fresh[k.step.Table] || !s.fresh[k.step.Target]
	})
	for batch := range slices.Chunk(keys, tableBatch) {
		w := newDDLWriter(s.workspace)
		var sql []string
		for _, k := range batch {
			sql = append(sql, k.step.statements(w)...)
			s.laid.keys[k.step.Name] = true
		}
		err := s.briefly(ctx, func(tx pgx.Tx) error {
			if err := run(ctx, tx, "link tables", w, strings.Join(sql, ";\n")); err != nil {
				return err
			}
			return s.mark(ctx, tx, stepDone, positions(batch)...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeUp makes a table that an archived entity left behind fit for one that
// comes back.
func (s *site) takeUp(ctx context.Context, t placed[CreateTable]) error {
	lacking, err := s.laid.missing(t.step.Table, t.step.Words(), t.step.Columns...)
	if err != nil {
		return err
	}
	if err := s.widen(ctx, t.step.Table, lacking); err != nil {
		return err
	}
	return s.mark(ctx, s.conn, stepDone, t.at)
}

// addColumns adds the columns of new fields and those that values are carried
// over to, all of a table at once. Old revisions neither see them nor lose
// anything by them; a default fills the records of both.
func (s *site) addColumns(ctx context.Context) error {
	wanted, at := map[string][]Column{}, map[string][]int{}
	var tables []string
	add := func(table string, about Words, c Column) error {
		lacking, err := s.laid.missing(table, about, c)
		if err == nil && len(lacking) > 0 {
			if wanted[table] == nil {
				tables = append(tables, table)
			}
			wanted[table] = append(wanted[table], c)
		}
		return err
	}
	for i, step := range s.steps {
		var err error
		switch x := step.(type) {
		case AddColumn:
			at[x.Table] = append(at[x.Table], i)
			err = add(x.Table, x.Words(), x.Column)
		case ConvertColumn:
			err = add(x.Table, x.Words(), x.To)
		}
		if err != nil {
			return err
		}
	}
	for _, table := range tables {
		if err := s.widen(ctx, table, wanted[table]); err != nil {
			return err
		}
	}
	for _, table := range at {
		if err := s.mark(ctx, s.conn, stepDone, table...); err != nil {
			return err
		}
	}
	return nil
}

// widen adds columns to a table.
func (s *site) widen(ctx context.Context, table string, columns []Column) error {
	if len(columns) == 0 {
		return nil
	}
	w := newDDLWriter(s.workspace)
	objects, parts := make([]leftover, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		objects[i] = leftover{Kind: "column", Relation: table, Name: c.Name}
		parts[i] = "add column " + w.column(c) + w.defaulted(c)
	}
	sql := []string{fmt.Sprintf("alter table %s %s", w.in(table), strings.Join(parts, ", "))}
	for _, c := range columns {
		sql = append(sql, w.comment(table, c.Name, c.Comment))
	}
	if err := s.build(ctx, w, objects, func(tx pgx.Tx) error { return run(ctx, tx, "add columns", w, sql...) }); err != nil {
		return err
	}
	for _, c := range columns {
		s.laid.tables[table][c.Name] = c.Type
		if c.Default != nil {
			s.defaults = append(s.defaults, leftover{Relation: table, Name: c.Name})
		}
	}
	return nil
}
