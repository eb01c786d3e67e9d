package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
)

// PackageInfo is what is known of an app package that is installed.
type PackageInfo struct {
	Name        string    `json:"name"`
	Version     string    `json:"version"`
	Signer      string    `json:"signer"` // whose key signed its archive; "" for none
	InstalledAt time.Time `json:"installed_at"`
	InstalledBy *string   `json:"installed_by"` // nil for the system
}

// PackageMark says what a publication means for an app package: that it is
// there now, with the documents and the guide that it brought, or that it is
// gone.
type PackageMark struct {
	Name      string                `json:"name"`
	Version   string                `json:"version"`
	Signer    string                `json:"signer"`
	Documents []definition.Document `json:"documents"`
	Guide     []GuideFile           `json:"guide,omitempty"`
	Gone      bool                  `json:"gone"`
}

// Packages lists the app packages of a workspace, by name.
func (db *DB) Packages(ctx context.Context, workspace string) ([]PackageInfo, error) {
	rows, err := db.pool.Query(ctx, "select name, version, signer, installed_at, installed_by::text from "+
		Quote(SchemaName(workspace))+".package order by name")
	if err != nil {
		return nil, fmt.Errorf("list the packages of workspace %s: %w", workspace, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PackageInfo])
	if err != nil {
		return nil, fmt.Errorf("list the packages of workspace %s: %w", workspace, err)
	}
	return list, nil
}

// PackageDocuments gives the documents as an app package brought them, by kind
// and name; none for a package that is not installed.
func (db *DB) PackageDocuments(ctx context.Context, workspace, name string) ([]definition.Document, error) {
	rows, err := db.pool.Query(ctx, "select kind, name, body from "+Quote(SchemaName(workspace))+
		".package_document where package = $1 order by kind, name", name)
	if err != nil {
		return nil, fmt.Errorf("read the documents of package %s: %w", name, err)
	}
	docs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (definition.Document, error) {
		var d definition.Document
		var body string
		err := row.Scan(&d.Kind, &d.Name, &body)
		d.Body = []byte(body)
		return d, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the documents of package %s: %w", name, err)
	}
	return docs, nil
}

// MarkPackages enters app packages whose documents are published already.
func (db *DB) MarkPackages(ctx context.Context, workspace, by string, marks []PackageMark) error {
	if len(marks) == 0 {
		return nil
	}
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		return writePackages(ctx, tx, Quote(SchemaName(workspace)), by, marks)
	})
}

func writePackages(ctx context.Context, tx pgx.Tx, schema, by string, marks []PackageMark) error {
	for _, m := range marks {
		if err := m.write(ctx, tx, schema, by); err != nil {
			return fmt.Errorf("enter package %s: %w", m.Name, err)
		}
	}
	return nil
}

func (m PackageMark) write(ctx context.Context, tx pgx.Tx, schema, by string) error {
	if m.Gone {
		if _, err := tx.Exec(ctx, "delete from "+schema+".package where name = $1", m.Name); err != nil {
			return err
		}
		return sweepGuides(ctx, tx, schema)
	}
	_, err := tx.Exec(ctx, "insert into "+schema+`.package (name, version, signer, installed_by) values ($1, $2, $3, nullif($4, '')::uuid)
		on conflict (name) do update set version = excluded.version, signer = excluded.signer, installed_at = now(), installed_by = excluded.installed_by`,
		m.Name, m.Version, m.Signer, by)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "delete from "+schema+".package_document where package = $1", m.Name); err != nil {
		return err
	}
	kinds, names, bodies := make([]string, len(m.Documents)), make([]string, len(m.Documents)), make([]string, len(m.Documents))
	for i, d := range m.Documents {
		kinds[i], names[i], bodies[i] = string(d.Kind), d.Name, string(d.Body)
	}
	_, err = tx.Exec(ctx, "insert into "+schema+`.package_document (package, kind, name, body)
		select $1, * from unnest($2::text[], $3::text[], $4::text[])`, m.Name, kinds, names, bodies)
	if err != nil {
		return err
	}
	return m.writeGuide(ctx, tx, schema)
}

// PackageRecord is a record of an app package's demo data.
type PackageRecord struct {
	Entity string // x-id of the entity
	ID     string
}

// KeepPackageRecords notes that records are of a package's demo data, in the
// transaction that makes them.
func KeepPackageRecords(ctx context.Context, tx Querier, workspace, name string, records []PackageRecord) error {
	entities, ids := make([]string, len(records)), make([]string, len(records))
	for i, r := range records {
		entities[i], ids[i] = r.Entity, r.ID
	}
	_, err := tx.Exec(ctx, "insert into "+Quote(SchemaName(workspace))+`.package_record (package, entity, record)
		select $1, r.entity, r.id::uuid from unnest($2::text[], $3::text[]) with ordinality r (entity, id, n) order by r.n on conflict do nothing`, name, entities, ids)
	if err != nil {
		return fmt.Errorf("note records of package %s: %w", name, err)
	}
	return nil
}

// PackageRecords lists the records of a package's demo data, the newest first:
// what refers to another comes before it.
func (db *DB) PackageRecords(ctx context.Context, workspace, name string) ([]PackageRecord, error) {
	rows, err := db.pool.Query(ctx, "select entity, record::text from "+Quote(SchemaName(workspace))+
		".package_record where package = $1 order by position desc", name)
	if err != nil {
		return nil, fmt.Errorf("list the records of package %s: %w", name, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PackageRecord])
	if err != nil {
		return nil, fmt.Errorf("list the records of package %s: %w", name, err)
	}
	return list, nil
}

// ForgetPackageRecords forgets which records were of a package's demo data.
func (db *DB) ForgetPackageRecords(ctx context.Context, workspace, name string) error {
	if _, err := db.pool.Exec(ctx, "delete from "+Quote(SchemaName(workspace))+".package_record where package = $1", name); err != nil {
		return fmt.Errorf("forget the records of package %s: %w", name, err)
	}
	return nil
}

// CountTable counts the records of an entity, by its x-id: those in use, and
// those archived.
func (db *DB) CountTable(ctx context.Context, workspace, entityID string) (used, archived int64, err error) {
	w := newDDLWriter(workspace)
	table := w.in(EntityTable(entityID))
	if w.err != nil {
		return 0, 0, w.err
	}
	err = db.pool.QueryRow(ctx, "select count(*) filter (where archived_at is null), count(*) filter (where archived_at is not null) from "+table).Scan(&used, &archived)
	if err != nil {
		return 0, 0, fmt.Errorf("count the records of %s: %w", entityID, err)
	}
	return used, archived, nil
}
