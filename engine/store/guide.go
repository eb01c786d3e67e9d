package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Kinds of the files of a guide.
const (
	GuidePage    = "page"    // Markdown
	GuidePicture = "picture" // PNG or WebP, as its name ends
)

// GuideFile is one file of the guide that an app package brings for its users.
type GuideFile struct {
	Language string `json:"language"`
	Name     string `json:"name"` // of the file: 01-start.md, list.png
	Kind     string `json:"kind"`
	Title    string `json:"title"` // of a page
	// Fits are the entities, and "home", about which a page is.
	Fits []string `json:"fits"`
	Hash string   `json:"hash"` // SHA-256 of the content
	// Content is nil in lists, and where KeepGuide has it already.
	Content []byte `json:"-"`
}

// GuideEntry is a page of the guide of an installed package.
type GuideEntry struct {
	Package  string
	Language string
	Name     string
	Title    string
	Fits     []string
}

// Guides lists the pages of all guides of a workspace, by package, language
// and name.
func (db *DB) Guides(ctx context.Context, workspace string) ([]GuideEntry, error) {
	rows, err := db.pool.Query(ctx, "select package, language, name, title, fits from "+Quote(SchemaName(workspace))+
		`.package_guide where kind = $1 order by package collate "C", language collate "C", name collate "C"`, GuidePage)
	if err != nil {
		return nil, fmt.Errorf("list the guides of workspace %s: %w", workspace, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[GuideEntry])
	if err != nil {
		return nil, fmt.Errorf("list the guides of workspace %s: %w", workspace, err)
	}
	return list, nil
}

// GuideFile gives a file of a package's guide in the first of the languages
// that has it, or in whichever there is. ok is false where none has it.
func (db *DB) GuideFile(ctx context.Context, workspace, pkg, name string, languages []string) (f GuideFile, ok bool, err error) {
	schema := Quote(SchemaName(workspace))
	err = db.pool.QueryRow(ctx, "select g.language, g.name, g.kind, g.title, g.fits, g.hash, c.content from "+schema+".package_guide g join "+schema+
		`.package_guide_content c using (hash) where g.package = $1 and g.name = $2
		order by array_position($3::text[], g.language), g.language collate "C" limit 1`, pkg, name, languages).
		Scan(&f.Language, &f.Name, &f.Kind, &f.Title, &f.Fits, &f.Hash, &f.Content)
	if errors.Is(err, pgx.ErrNoRows) {
		return f, false, nil
	}
	if err != nil {
		return f, false, fmt.Errorf("read the guide of package %s: %w", pkg, err)
	}
	return f, true, nil
}

// PackageGuide gives all files of a package's guide with their contents.
func (db *DB) PackageGuide(ctx context.Context, workspace, pkg string) ([]GuideFile, error) {
	schema := Quote(SchemaName(workspace))
	rows, err := db.pool.Query(ctx, "select g.language, g.name, g.kind, g.title, g.fits, g.hash, c.content from "+schema+".package_guide g join "+schema+
		`.package_guide_content c using (hash) where g.package = $1 order by g.language collate "C", g.name collate "C"`, pkg)
	if err != nil {
		return nil, fmt.Errorf("read the guide of package %s: %w", pkg, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[GuideFile])
	if err != nil {
		return nil, fmt.Errorf("read the guide of package %s: %w", pkg, err)
	}
	return list, nil
}

// guideKeptFor is how long the contents of a guide wait for an approval.
const guideKeptFor = "180 days"

// KeepGuide keeps the contents of a guide for a package that may be installed
// later: its PackageMark then needs none of them.
func (db *DB) KeepGuide(ctx context.Context, workspace string, guide []GuideFile) error {
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		return writeContents(ctx, tx, Quote(SchemaName(workspace)), guide, "now() + interval '"+guideKeptFor+"'")
	})
}

// writeContents enters those contents that are not there.
func writeContents(ctx context.Context, tx pgx.Tx, schema string, guide []GuideFile, until string) error {
	for _, f := range guide {
		if f.Content == nil {
			continue
		}
		_, err := tx.Exec(ctx, "insert into "+schema+".package_guide_content as c (hash, content, kept_until) values ($1, $2, "+until+`)
			on conflict (hash) do update set kept_until = excluded.kept_until where c.kept_until < excluded.kept_until or c.kept_until is null and excluded.kept_until is not null`,
			f.Hash, f.Content)
		if err != nil {
			return fmt.Errorf("keep a file of a guide: %w", err)
		}
	}
	return nil
}

// writeGuide makes the guide of a package equal to the mark's.
func (m PackageMark) writeGuide(ctx context.Context, tx pgx.Tx, schema string) error {
	if err := writeContents(ctx, tx, schema, m.Guide, "null"); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "delete from "+schema+".package_guide where package = $1", m.Name); err != nil {
		return err
	}
	for _, f := range m.Guide {
		fits := f.Fits
		if fits == nil {
			fits = []string{}
		}
		tag, err := tx.Exec(ctx, "insert into "+schema+".package_guide (package, language, name, kind, title, fits, hash) select $1, $2, $3, $4, $5, $6, hash from "+
			schema+".package_guide_content where hash = $7", m.Name, f.Language, f.Name, f.Kind, f.Title, fits, f.Hash)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return problem.New(problem.Conflict, "guide_gone").With("file", "guide/"+f.Language+"/"+f.Name)
		}
	}
	return sweepGuides(ctx, tx, schema)
}

// sweepGuides removes contents that nothing names, and nobody waits for.
func sweepGuides(ctx context.Context, tx pgx.Tx, schema string) error {
	_, err := tx.Exec(ctx, "delete from "+schema+".package_guide_content c where coalesce(c.kept_until < now(), true) and not exists (select from "+
		schema+".package_guide g where g.hash = c.hash)")
	return err
}
