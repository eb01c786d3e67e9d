package difftest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Insert makes tables for the population in a database schema and fills them.
// collation, when given, is the collation of all texts.
func (p *Records) Insert(ctx context.Context, db *pgxpool.Pool, schema, collation string) error {
	for _, entity := range entities() {
		if _, err := db.Exec(ctx, createTable(entity, schema, collation)); err != nil {
			return fmt.Errorf("make the table of %s: %w", entity, err)
		}
		for _, rec := range p.all[entity] {
			if err := rec.insert(ctx, db, schema); err != nil {
				return fmt.Errorf("insert a %s: %w", entity, err)
			}
		}
		if err := p.link(ctx, db, entity, schema); err != nil {
			return fmt.Errorf("link the records of %s: %w", entity, err)
		}
		if err := index(ctx, db, entity, schema); err != nil {
			return fmt.Errorf("index the table of %s: %w", entity, err)
		}
	}
	return nil
}

// link makes the tables of links and fills them.
func (p *Records) link(ctx context.Context, db *pgxpool.Pool, entity, schema string) error {
	for _, name := range slices.Sorted(maps.Keys(columns[entity])) {
		f, _ := World{}.Field(entity, name)
		if f.Links == "" {
			continue
		}
		table := store.Quote(schema) + "." + store.Quote(f.Links)
		if _, err := db.Exec(ctx, "CREATE TABLE "+table+" (record uuid, target uuid, position integer, PRIMARY KEY (record, target))"); err != nil {
			return err
		}
		for _, rec := range p.all[entity] {
			list, _ := rec.values[name].([]any)
			for i, id := range list {
				if _, err := db.Exec(ctx, "INSERT INTO "+table+" VALUES ($1, $2, $3)", rec.values["id"], id, i+1); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// index makes relations cheap to follow, as they are in a workspace.
func index(ctx context.Context, db *pgxpool.Pool, entity, schema string) error {
	for _, name := range slices.Sorted(maps.Keys(columns[entity])) {
		f, _ := World{}.Field(entity, name)
		if f.Type != (query.Type{Kind: query.UUID}) {
			continue
		}
		if _, err := db.Exec(ctx, "CREATE INDEX ON "+tableName(entity, schema)+" ("+store.Quote(f.Column)+")"); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, "ANALYZE "+tableName(entity, schema))
	return err
}

func tableName(entity, schema string) string {
	name, _ := World{}.Table(entity)
	return store.Quote(schema) + "." + store.Quote(name)
}

func createTable(entity, schema, collation string) string {
	var defs []string
	for _, name := range slices.Sorted(maps.Keys(columns[entity])) {
		f, _ := World{}.Field(entity, name)
		if f.Links != "" {
			continue
		}
		def := store.Quote(f.Column) + " " + store.SQLType(f.Type)
		if f.Type.Kind == query.Text && collation != "" {
			def += " COLLATE pg_catalog." + store.Quote(collation)
		}
		defs = append(defs, def)
	}
	return "CREATE TABLE " + tableName(entity, schema) + " (" + strings.Join(defs, ", ") + ")"
}

func (rec *Record) insert(ctx context.Context, db *pgxpool.Pool, schema string) error {
	w := store.NewWriter(schema, World{})
	var names []string
	w.Text("INSERT INTO ", tableName(rec.entity, schema), " (")
	for name := range rec.values {
		f, _ := World{}.Field(rec.entity, name)
		if f.Links != "" {
			continue
		}
		names = append(names, name)
		if len(names) > 1 {
			w.Text(", ")
		}
		w.Text(store.Quote(f.Column))
	}
	w.Text(") VALUES (")
	for i, name := range names {
		if i > 0 {
			w.Text(", ")
		}
		f, _ := World{}.Field(rec.entity, name)
		w.Value(query.Value{Type: f.Type, V: rec.values[name]})
	}
	w.Text(")")
	_, err := db.Exec(ctx, w.SQL(), w.Plan().Bind(nil)...)
	return err
}
