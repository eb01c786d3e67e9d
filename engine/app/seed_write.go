package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// seedBatch is how many records one transaction enters.
const seedBatch = 500

// seedWriter enters the records of one file, in batches.
type seedWriter struct {
	*seeder
	entity  *definition.Entity
	pending []*seedRow
	total   int // of the file, for progress; 0 tells nobody
}

// add enters a record with others, those before first when it names one of them.
func (w *seedWriter) add(ctx context.Context, r *seedRow) error {
	names := slices.ContainsFunc(w.pending, func(p *seedRow) bool { return slices.Contains(r.named, p.id) })
	if names || len(w.pending) == seedBatch {
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
	w.pending = append(w.pending, r)
	return nil
}

func (w *seedWriter) flush(ctx context.Context) error {
	if len(w.pending) == 0 {
		return nil
	}
	w.level()
	many := record.Many{Entity: w.entity.Name, Ordered: true, Also: w.keep}
	for _, r := range w.pending {
		many.Rows = append(many.Rows, record.ManyRow{Named: r.id, Fields: r.fields, Entered: r.entered})
	}
	done, err := w.app.Records.WriteMany(ctx, w.caller, many)
	if err != nil {
		return fmt.Errorf("records %d to %d: %w", w.pending[0].line, w.pending[len(w.pending)-1].line, err)
	}
	for i, one := range done {
		if one.Err != nil {
			return &recordError{w.pending[i].line, one.Err}
		}
	}
	if w.progress != nil && w.total > 0 {
		w.progress(w.entity.Name, w.pending[len(w.pending)-1].line, w.total)
	}
	w.pending = w.pending[:0]
	return nil
}

// level gives each pending record all fields that one of them gives, empty where
// it gives none and nothing else would. Records that give the same fields are
// written by one statement.
func (w *seedWriter) level() {
	given := map[string]bool{}
	for _, r := range w.pending {
		for name := range r.fields {
			f := w.entity.Field(name)
			given[name] = f != nil && f.Default == nil && f.DefaultExpr == "" && f.Autofill == "" && !apart(f)
		}
	}
	for _, r := range w.pending {
		for name, may := range given {
			if _, has := r.fields[name]; may && !has {
				r.fields[name] = nil
			}
		}
	}
}

// apart tells whether a field is not one that is written like others: its links
// or rows stand elsewhere, or nobody gives it a value.
func apart(f *definition.Field) bool {
	return f.ReadOnly || slices.Contains([]string{"relations", "users", "table", "files", "autonumber"}, f.Type)
}

// keep notes the records as the package's, in the transaction that makes them.
func (w *seedWriter) keep(ctx context.Context, tx store.Querier, _ int, done []record.ManyDone) error {
	var list []store.PackageRecord
	for _, one := range done {
		if one.Err == nil && one.ID != "" {
			list = append(list, store.PackageRecord{Entity: w.entity.ID, ID: one.ID})
		}
	}
	if len(list) == 0 {
		return nil
	}
	return store.KeepPackageRecords(ctx, tx, w.caller.Workspace.Name, w.name, list)
}

// existing tells which of the records of a file are there already.
func (s *seeder) existing(ctx context.Context, e *definition.Entity, ids []string) (map[string]bool, error) {
	return s.app.DB.Existing(ctx, s.caller.Workspace.Name, e.ID, ids)
}

// create enters one record unless it is there already.
func (s *seeder) create(ctx context.Context, entity string, r *seedRow) error {
	e, ok := s.caller.State.Snapshot.Entity(entity)
	if !ok {
		return wrongSeed("there is no entity %s", entity)
	}
	there, err := s.existing(ctx, e.Definition, []string{r.id})
	if err != nil || there[r.id] {
		return err
	}
	w := &seedWriter{seeder: s, entity: e.Definition, pending: []*seedRow{r}}
	return w.flush(ctx)
}
