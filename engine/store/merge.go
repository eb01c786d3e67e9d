package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Merge is the merging of one record into another, or its undoing, as part of a
// transaction. What it moves, it moves whoever may see it: a system path, for a
// record that is merged away has nothing left of its own. Every step is entered
// in a journal, by which it can be undone, and in the history of what it changes.
type Merge struct {
	ID        string
	Workspace string
	EntityID  string
	Survivor  string
	Merged    string
	Actor     string // user id
	Channel   string
	Revision  int64
	Reason    string
	Until     time.Time // up to when it can be undone
}

// The kinds of steps in the journal.
const (
	moveArchived = "archived" // the merged record's archived_at before
	moveRecord   = "record"   // the survivor's own columns
	moveOwnLinks = "links"    // the survivor's own links
	moveLead     = "lead"     // a column that led to the merged record
	moveLink     = "link"     // a link that led to it
	moveDouble   = "double"   // one that is gone, for its record led to both
	moveHanging  = "hanging"  // a row that says of which record it is
)

func (m *Merge) schema() string { return SchemaName(m.Workspace) }

func (m *Merge) in(table string) string { return identityTable(m.schema(), table) }

// ownColumns gives the designed columns of the row of an alias as JSON.
const ownColumns = `(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(to_jsonb(%s)) WHERE key LIKE 'f\_%%')`

// Begin holds both records, archives the merged one, and enters how they were.
// It is false when one of them is gone, the survivor is archived, or the other
// stands for another record already.
func (m *Merge) Begin(ctx context.Context, tx Querier) (bool, error) {
	table := m.in(EntityTable(m.EntityID))
	var fit int
	err := tx.QueryRow(ctx, "SELECT count(*) FROM (SELECT id FROM "+table+" WHERE id = $1::uuid AND archived_at IS NULL OR id = $2::uuid ORDER BY id FOR UPDATE) x",
		m.Survivor, m.Merged).Scan(&fit)
	if err != nil || fit != 2 {
		return false, m.wrap(err)
	}
	tag, err := tx.Exec(ctx, "INSERT INTO "+m.in("merge")+" (id, entity, survivor, merged, actor, reason, until) SELECT $1::uuid, $2, $3::uuid, $4::uuid, nullif($5, '')::uuid, $6, $7 "+
		"WHERE NOT EXISTS (SELECT 1 FROM "+m.in("merge")+" WHERE merged = $4::uuid AND undone_at IS NULL)", m.ID, m.EntityID, m.Survivor, m.Merged, m.Actor, m.Reason, m.Until)
	if err != nil || tag.RowsAffected() != 1 {
		return false, m.wrap(err)
	}
	move := "INSERT INTO " + m.in("merge_move") + " (merge, kind, relation, item, was) SELECT $1::uuid, $2, $3, id, "
	if _, err := tx.Exec(ctx, move+"to_jsonb(archived_at) FROM "+table+" WHERE id = $4::uuid", m.ID, moveArchived, EntityTable(m.EntityID), m.Merged); err != nil {
		return false, m.wrap(err)
	}
	if _, err := tx.Exec(ctx, move+fmt.Sprintf(ownColumns, "t")+" FROM "+table+" t WHERE id = $4::uuid", m.ID, moveRecord, EntityTable(m.EntityID), m.Survivor); err != nil {
		return false, m.wrap(err)
	}
	return true, m.enter(ctx, tx, m.Merged, "merge", "archived_at = coalesce(t.archived_at, now())", m.Survivor)
}

// enter changes what is not a field of one of the two records, with a change
// row that names the other. Arguments of set begin with $9.
func (m *Merge) enter(ctx context.Context, tx Querier, record, action, set, other string, args ...any) error {
	_, err := tx.Exec(ctx, `WITH new AS (UPDATE `+m.in(EntityTable(m.EntityID))+` t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid, `+set+`
			WHERE t.id = $1::uuid RETURNING t.id, t.version)
		INSERT INTO `+m.in("change")+` (entity, record, version, action, actor, channel, before, after, revision, reason)
			SELECT $3, id, version, $4, nullif($2, '')::uuid, $5, NULL, jsonb_build_object('merge', $6::text), $7, nullif($8, '') FROM new`,
		append([]any{record, m.Actor, m.EntityID, action, m.Channel, other, m.Revision, m.Reason}, args...)...)
	return m.wrap(err)
}

// KeepLinks enters what the survivor links to in one of its own fields.
func (m *Merge) KeepLinks(ctx context.Context, tx Querier, links string) error {
	_, err := tx.Exec(ctx, "INSERT INTO "+m.in("merge_move")+" (merge, kind, relation, item, was) SELECT $1::uuid, $2, $3, $4::uuid, "+m.linksOf(links, "$4::uuid"),
		m.ID, moveOwnLinks, links, m.Survivor)
	return m.wrap(err)
}

func (m *Merge) linksOf(links, record string) string {
	return "(SELECT coalesce(jsonb_agg(l.target ORDER BY l.position), '[]') FROM " + m.in(links) + " l WHERE l.record = " + record + ")"
}

// Finish enters what has become of the survivor.
func (m *Merge) Finish(ctx context.Context, tx Querier, links []string) error {
	move := m.in("merge_move")
	if _, err := tx.Exec(ctx, "UPDATE "+move+" v SET became = "+fmt.Sprintf(ownColumns, "t")+" FROM "+m.in(EntityTable(m.EntityID))+
		" t WHERE v.merge = $1::uuid AND v.kind = $2 AND t.id = v.item", m.ID, moveRecord); err != nil {
		return m.wrap(err)
	}
	for _, table := range links {
		if _, err := tx.Exec(ctx, "UPDATE "+move+" SET became = "+m.linksOf(table, "item")+" WHERE merge = $1::uuid AND kind = $2 AND relation = $3", m.ID, moveOwnLinks, table); err != nil {
			return m.wrap(err)
		}
	}
	// What the update let go of stays: undoing the merge needs it.
	if _, err := tx.Exec(ctx, "UPDATE "+m.in("file")+" SET released_at = NULL WHERE record = $1::uuid AND released_at = now()", m.Survivor); err != nil {
		return m.wrap(err)
	}
	return m.enter(ctx, tx, m.Survivor, "merge", "archived_at = NULL", m.Merged)
}

// Survivor gives the record that one was merged into, over any number of
// merges; "" for one that was not.
func (db *DB) Survivor(ctx context.Context, workspace, id string) (string, error) {
	m := Matching{Workspace: workspace}
	var survivor *string
	if err := db.pool.QueryRow(ctx, "SELECT "+m.survivor("$1::uuid")+"::text", id).Scan(&survivor); err != nil {
		return "", fmt.Errorf("find what a record was merged into: %w", err)
	}
	if survivor == nil {
		return "", nil
	}
	return *survivor, nil
}

// mergedInto is a record, $1, and those that were merged into it, over any number
// of merges.
func mergedInto(workspace string) string {
	merge := identityTable(SchemaName(workspace), "merge")
	return "array_append(ARRAY(WITH RECURSIVE s AS (SELECT x.merged FROM " + merge + " x WHERE x.survivor = $1::uuid AND x.undone_at IS NULL UNION " +
		"SELECT x.merged FROM s JOIN " + merge + " x ON x.survivor = s.merged AND x.undone_at IS NULL) SELECT merged FROM s), $1::uuid)"
}

// FindMerge gives the merge of one record into another that is not undone, and
// holds it until the transaction ends.
func (m *Merge) FindMerge(ctx context.Context, tx Querier) (ok bool, err error) {
	ok, err = found(tx.QueryRow(ctx, "SELECT id::text, until FROM "+m.in("merge")+" WHERE survivor = $1::uuid AND merged = $2::uuid AND entity = $3 AND undone_at IS NULL FOR UPDATE",
		m.Survivor, m.Merged, m.EntityID).Scan(&m.ID, &m.Until))
	return ok, m.wrap(err)
}

// LaterMerge tells whether the survivor was itself merged into another since:
// that has to be undone first.
func (m *Merge) LaterMerge(ctx context.Context, tx Querier) (later bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+m.in("merge")+" WHERE merged = $1::uuid AND undone_at IS NULL)", m.Survivor).Scan(&later)
	return later, m.wrap(err)
}

func (m *Merge) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("merge records: %w", constraint(err))
}

func (m *Merge) ids(ctx context.Context, tx Querier, sql string, args ...any) ([]string, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, m.wrap(err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return ids, m.wrap(err)
}
