package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ImportProfile is how a user maps the columns of files with some headers.
type ImportProfile struct {
	User, Entity string // ids
	Headers      []byte // SHA-256
	Columns      []string
	Options      json.RawMessage
}

// NamedProfile is an ImportProfile as its user knows it.
type NamedProfile struct {
	ID, Entity string // ids
	Name       string // "" until he gives it one
	Columns    []string
	Options    json.RawMessage
	UsedAt     time.Time
}

const (
	// maxProfiles bounds the profiles without a name that are kept of one user.
	maxProfiles = 200
	// MaxNamedProfiles bounds those with one.
	MaxNamedProfiles = 100
)

// KeepProfile keeps a profile; of those without a name the one used longest ago
// goes when there are too many.
func (db *DB) KeepProfile(ctx context.Context, workspace string, p ImportProfile) error {
	table := identityTable(SchemaName(workspace), "import_profile")
	return db.Transact(ctx, func(tx Querier) error {
		_, err := tx.Exec(ctx, "INSERT INTO "+table+` (user_id, entity, headers, columns, options) VALUES ($1::uuid, $2, $3, $4, $5)
			ON CONFLICT (user_id, entity, headers) DO UPDATE SET columns = excluded.columns, options = excluded.options, used_at = now()`,
			p.User, p.Entity, p.Headers, p.Columns, string(p.Options))
		if err == nil {
			_, err = tx.Exec(ctx, "DELETE FROM "+table+" WHERE user_id = $1::uuid AND name = '' AND used_at < (SELECT used_at FROM "+table+
				" WHERE user_id = $1::uuid AND name = '' ORDER BY used_at DESC OFFSET $2 LIMIT 1)", p.User, maxProfiles)
		}
		if err != nil {
			return fmt.Errorf("keep how a file is imported: %w", err)
		}
		return nil
	})
}

// Profile gives the options of a profile; nil when there is none.
func (db *DB) Profile(ctx context.Context, workspace string, p ImportProfile) (json.RawMessage, error) {
	var options json.RawMessage
	err := db.pool.QueryRow(ctx, "SELECT options FROM "+identityTable(SchemaName(workspace), "import_profile")+
		" WHERE user_id = $1::uuid AND entity = $2 AND headers = $3", p.User, p.Entity, p.Headers).Scan(&options)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how a file was imported: %w", err)
	}
	return options, nil
}

const profileColumns = "SELECT id::text, entity, name, columns, options, used_at FROM "

// Profiles gives the profiles of a user for an entity: those with a name first,
// then the one used last.
func (db *DB) Profiles(ctx context.Context, workspace, user, entity string) ([]NamedProfile, error) {
	rows, err := db.pool.Query(ctx, profileColumns+identityTable(SchemaName(workspace), "import_profile")+
		" WHERE user_id = $1::uuid AND entity = $2 ORDER BY name = '', used_at DESC, id LIMIT $3", user, entity, maxProfiles+MaxNamedProfiles)
	if err != nil {
		return nil, fmt.Errorf("list how files were imported: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[NamedProfile])
	if err != nil {
		return nil, fmt.Errorf("list how files were imported: %w", err)
	}
	return list, nil
}

// ProfileByID gives a profile of a user; ErrNoProfile when he has none with this
// id.
func (db *DB) ProfileByID(ctx context.Context, workspace, user, id string) (NamedProfile, error) {
	rows, err := db.pool.Query(ctx, profileColumns+identityTable(SchemaName(workspace), "import_profile")+
		" WHERE user_id = $1::uuid AND id = $2::uuid", user, id)
	if err != nil {
		return NamedProfile{}, fmt.Errorf("read how files were imported: %w", err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[NamedProfile])
	if errors.Is(err, pgx.ErrNoRows) {
		return p, ErrNoProfile
	}
	if err != nil {
		return p, fmt.Errorf("read how files were imported: %w", err)
	}
	return p, nil
}

// ErrNoProfile says that a user has no such profile.
var ErrNoProfile = errors.New("no such profile of an import")

// NameProfile gives a profile of a user a name, "" for none, and tells whether it
// did: not when too many have one.
func (db *DB) NameProfile(ctx context.Context, workspace, user, id, name string) (bool, error) {
	table := identityTable(SchemaName(workspace), "import_profile")
	tag, err := db.pool.Exec(ctx, "UPDATE "+table+` SET name = $3 WHERE user_id = $1::uuid AND id = $2::uuid
		AND ($3 = '' OR name <> '' OR (SELECT count(*) FROM `+table+" WHERE user_id = $1::uuid AND name <> '') < $4)", user, id, name, MaxNamedProfiles)
	if err != nil {
		return false, fmt.Errorf("name how files are imported: %w", err)
	}
	return tag.RowsAffected() > 0, nil
}

// ForgetProfile forgets a profile of a user.
func (db *DB) ForgetProfile(ctx context.Context, workspace, user, id string) error {
	_, err := db.pool.Exec(ctx, "DELETE FROM "+identityTable(SchemaName(workspace), "import_profile")+" WHERE user_id = $1::uuid AND id = $2::uuid", user, id)
	if err != nil {
		return fmt.Errorf("forget how files are imported: %w", err)
	}
	return nil
}
