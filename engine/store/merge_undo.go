package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Unmerged is what the undoing of a merge left as it is, for it was changed
// since.
type Unmerged struct {
	Columns []string // of the survivor; the columns of fields, or link tables
	Moved   int64    // how many records that had moved lead elsewhere by now
	Changed []Pointed
}

// Pointed are records of which one column leads back.
type Pointed struct {
	Pointer
	IDs []string
}

// step is a group of entries of the journal.
type step struct {
	Kind, Relation, Field string
	Was                   json.RawMessage // of what is the same for all
	Items                 []string
}

// Undo puts back all that the merge moved and that nobody has changed since.
func (m *Merge) Undo(ctx context.Context, tx Querier) (u Unmerged, err error) {
	rows, err := tx.Query(ctx, "SELECT kind, relation, field, CASE WHEN kind = 'lead' THEN was ELSE was - 'position' END AS was, array_agg(item::text ORDER BY seq) FROM (SELECT seq, kind, relation, field, item, "+
		"CASE WHEN kind IN ('lead', 'link', 'double') THEN was END AS was FROM "+m.in("merge_move")+" WHERE merge = $1::uuid) x GROUP BY 1, 2, 3, 4 ORDER BY min(seq)", m.ID)
	if err != nil {
		return u, m.wrap(err)
	}
	steps, err := pgx.CollectRows(rows, pgx.RowToStructByPos[step])
	if err != nil {
		return u, m.wrap(err)
	}
	slices.Reverse(steps)
	for _, s := range steps {
		if err := m.undo(ctx, tx, s, &u); err != nil {
			return u, err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE "+m.in("merge")+" SET undone_at = now(), undone_by = nullif($2, '')::uuid WHERE id = $1::uuid", m.ID, m.Actor); err != nil {
		return u, m.wrap(err)
	}
	return u, nil
}

func (m *Merge) undo(ctx context.Context, tx Querier, s step, u *Unmerged) error {
	switch s.Kind {
	case moveArchived:
		return m.enter(ctx, tx, m.Merged, "unmerge", "archived_at = (SELECT (v.was #>> '{}')::timestamptz FROM "+m.in("merge_move")+" v WHERE v.merge = $9::uuid AND v.kind = $10)", m.Survivor, m.ID, moveArchived)
	case moveRecord:
		return m.undoRecord(ctx, tx, u)
	case moveOwnLinks:
		return m.undoLinks(ctx, tx, s, u)
	case moveLead:
		return m.undoLead(ctx, tx, s, u)
	case moveLink, moveDouble:
		return m.undoLink(ctx, tx, s, u)
	case moveHanging:
		tag, err := tx.Exec(ctx, "UPDATE "+m.in(s.Relation)+" SET record = $1::uuid WHERE record = $2::uuid AND id = ANY($3::uuid[])", m.Merged, m.Survivor, s.Items)
		u.Moved += int64(len(s.Items)) - tag.RowsAffected()
		return m.wrap(err)
	}
	return fmt.Errorf("undo a merge: unknown step %q", s.Kind)
}

// undoRecord gives the survivor's fields the values that they had, where they
// still have those that the merge gave them.
func (m *Merge) undoRecord(ctx context.Context, tx Querier, u *Unmerged) error {
	table := m.in(EntityTable(m.EntityID))
	rows, err := tx.Query(ctx, "SELECT b.key, b.value IS NOT DISTINCT FROM n.value FROM "+m.in("merge_move")+" v JOIN "+table+" t ON t.id = v.item CROSS JOIN LATERAL jsonb_each(v.became) b "+
		"LEFT JOIN LATERAL jsonb_each(to_jsonb(t)) n ON n.key = b.key WHERE v.merge = $1::uuid AND v.kind = $2 AND v.was -> b.key IS DISTINCT FROM b.value ORDER BY 1", m.ID, moveRecord)
	if err != nil {
		return m.wrap(err)
	}
	set, before, after := "archived_at = NULL", "", ""
	var column string
	var same bool
	if _, err := pgx.ForEachRow(rows, []any{&column, &same}, func() error {
		if !same {
			u.Columns = append(u.Columns, column)
			return nil
		}
		set += ", " + Quote(column) + " = was." + Quote(column)
		before, after = before+", '"+column+"', b.became -> '"+column+"'", after+", '"+column+"', b.was -> '"+column+"'"
		return nil
	}); err != nil {
		return m.wrap(err)
	}
	_, err = tx.Exec(ctx, `WITH b AS (SELECT item, was, became FROM `+m.in("merge_move")+` WHERE merge = $1::uuid AND kind = $2),
		new AS (UPDATE `+table+` t SET version = t.version + 1, updated_at = now(), updated_by = nullif($3, '')::uuid, `+set+`
			FROM b CROSS JOIN LATERAL jsonb_populate_record(NULL::`+table+`, b.was) was WHERE t.id = b.item RETURNING t.id, t.version)
		INSERT INTO `+m.in("change")+` (entity, record, version, action, actor, channel, before, after, revision, reason)
			SELECT $4, id, version, 'unmerge', nullif($3, '')::uuid, $5, jsonb_build_object(`+trim(before)+`), jsonb_build_object('merge', $6::text`+after+`), $7, nullif($8, '') FROM new CROSS JOIN b`,
		m.ID, moveRecord, m.Actor, m.EntityID, m.Channel, m.Merged, m.Revision, m.Reason)
	return m.wrap(err)
}

// trim takes the comma away that a list of arguments begins with.
func trim(list string) string {
	if list == "" {
		return list
	}
	return list[2:]
}

// undoLinks gives the survivor the links that it had.
func (m *Merge) undoLinks(ctx context.Context, tx Querier, s step, u *Unmerged) error {
	links, move := m.in(s.Relation), m.in("merge_move")
	var same, other bool
	err := tx.QueryRow(ctx, "SELECT became IS NOT DISTINCT FROM "+m.linksOf(s.Relation, "item")+", was IS DISTINCT FROM became FROM "+move+" WHERE merge = $1::uuid AND kind = $2 AND relation = $3",
		m.ID, moveOwnLinks, s.Relation).Scan(&same, &other)
	if err != nil || !other {
		return m.wrap(err)
	}
	if !same {
		u.Columns = append(u.Columns, s.Relation)
		return nil
	}
	if _, err := tx.Exec(ctx, "DELETE FROM "+links+" WHERE record = $1::uuid", m.Survivor); err != nil {
		return m.wrap(err)
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+links+" (record, target, position) SELECT item, x.target::uuid, x.n - 1 FROM "+move+
		", jsonb_array_elements_text(was) WITH ORDINALITY x (target, n) WHERE merge = $1::uuid AND kind = $2 AND relation = $3", m.ID, moveOwnLinks, s.Relation)
	return m.wrap(err)
}

func (m *Merge) undoLead(ctx context.Context, tx Querier, s step, u *Unmerged) error {
	p := Pointer{EntityID: s.Relation[len("e_"):], Column: s.Field}
	if err := json.Unmarshal(s.Was, &p.Prefix); err != nil {
		return m.wrap(err)
	}
	ids, err := m.repoint(ctx, tx, p, m.Survivor, m.Merged, s.Items)
	u.Moved += int64(len(s.Items) - len(ids))
	u.Changed = append(u.Changed, Pointed{p, ids})
	return err
}

func (m *Merge) undoLink(ctx context.Context, tx Querier, s step, u *Unmerged) error {
	p := Pointer{Column: s.Field, Links: s.Relation}
	var of struct{ Entity string }
	if err := json.Unmarshal(s.Was, &of); err != nil {
		return m.wrap(err)
	}
	p.EntityID = of.Entity
	links, move := m.in(p.Links), m.in("merge_move")
	sql := "UPDATE " + links + " l SET target = $1::uuid WHERE l.record = ANY($2::uuid[]) AND l.target = $3::uuid AND NOT EXISTS (SELECT 1 FROM " + links + " o WHERE o.record = l.record AND o.target = $1::uuid)"
	args := []any{m.Merged, s.Items, m.Survivor}
	if s.Kind == moveDouble {
		sql = "INSERT INTO " + links + " (record, target, position) SELECT v.item, $1::uuid, (v.was ->> 'position')::int FROM " + move + " v JOIN " + links + " l ON l.record = v.item AND l.target = $3::uuid " +
			"WHERE v.item = ANY($2::uuid[]) AND v.merge = $4::uuid AND v.kind = '" + moveDouble + "' AND v.relation = $5 ON CONFLICT DO NOTHING"
		args = append(args, m.ID, p.Links)
	}
	return m.relink(ctx, tx, p, s.Items, func() error {
		tag, err := tx.Exec(ctx, sql, args...)
		u.Moved += int64(len(s.Items)) - tag.RowsAffected()
		return m.wrap(err)
	})
}
