package store

import (
	"context"
	"fmt"
)

// Pointer is a column or link table by which records of an entity lead to those
// that are merged.
type Pointer struct {
	EntityID string // of the records that lead there
	Column   string // of the field
	Links    string // the link table; "" for a column
	// Prefix stands before the id in the column: "entity/" of a reference; "" for
	// a relation.
	Prefix string
}

func (p Pointer) kind() string {
	if p.Prefix != "" {
		return "text"
	}
	return "uuid"
}

// Move turns what leads to the merged record to the survivor, and gives the
// records that it changed. The two themselves stay as they are.
func (m *Merge) Move(ctx context.Context, tx Querier, p Pointer) ([]string, error) {
	if p.Links != "" {
		return m.moveLinks(ctx, tx, p)
	}
	ids, err := m.repoint(ctx, tx, p, m.Merged, m.Survivor, nil)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+m.in("merge_move")+" (merge, kind, relation, item, field, was) SELECT $1::uuid, $2, $3, unnest($4::uuid[]), $5, to_jsonb($6::text)",
		m.ID, moveLead, EntityTable(p.EntityID), ids, p.Column, p.Prefix)
	return ids, m.wrap(err)
}

// repoint sets a column from one record to the other, of all records or only of
// some, with a change row for each.
func (m *Merge) repoint(ctx context.Context, tx Querier, p Pointer, from, to string, only []string) ([]string, error) {
	table, column, kind := m.in(EntityTable(p.EntityID)), Quote(p.Column), p.kind()
	sql := fmt.Sprintf(`WITH old AS (SELECT t.id FROM %[1]s t WHERE t.%[2]s = $1::%[3]s AND t.id <> ALL($2::uuid[]) AND ($3::uuid[] IS NULL OR t.id = ANY($3::uuid[])) FOR UPDATE),
		new AS (UPDATE %[1]s t SET version = t.version + 1, updated_at = now(), updated_by = nullif($4, '')::uuid, %[2]s = $5::%[3]s FROM old WHERE t.id = old.id RETURNING t.id, t.version),
		change AS (INSERT INTO %[4]s (entity, record, version, action, actor, channel, before, after, revision, reason)
			SELECT $6, id, version, 'update', nullif($4, '')::uuid, $7, jsonb_build_object($8::text, $1::text), jsonb_build_object($8::text, $5::text), $9, nullif($10, '') FROM new)
		SELECT id::text FROM new`, table, column, kind, m.in("change"))
	return m.ids(ctx, tx, sql, p.Prefix+from, []string{m.Survivor, m.Merged}, only, m.Actor, p.Prefix+to, p.EntityID, m.Channel, p.Column, m.Revision, m.Reason)
}

// moveLinks turns links. A record that links to both keeps one.
func (m *Merge) moveLinks(ctx context.Context, tx Querier, p Pointer) ([]string, error) {
	links, move := m.in(p.Links), m.in("merge_move")
	ids, err := m.ids(ctx, tx, `WITH old AS (SELECT l.record, l.position, EXISTS (SELECT 1 FROM `+links+` x WHERE x.record = l.record AND x.target = $3::uuid) AS twice
			FROM `+links+` l WHERE l.target = $2::uuid AND l.record <> ALL($4::uuid[]))
		INSERT INTO `+move+` (merge, kind, relation, item, field, was)
			SELECT $1::uuid, CASE WHEN twice THEN '`+moveDouble+`' ELSE '`+moveLink+`' END, $5, record, $6, jsonb_build_object('entity', $7::text, 'position', position) FROM old
			RETURNING item::text`, m.ID, m.Merged, m.Survivor, []string{m.Survivor, m.Merged}, p.Links, p.Column, p.EntityID)
	if err != nil || len(ids) == 0 {
		return ids, err
	}
	return ids, m.relink(ctx, tx, p, ids, func() error {
		if _, err := tx.Exec(ctx, "DELETE FROM "+links+" l USING "+move+" v WHERE v.merge = $1::uuid AND v.kind = $2 AND v.relation = $3 AND l.record = v.item AND l.target = $4::uuid",
			m.ID, moveDouble, p.Links, m.Merged); err != nil {
			return m.wrap(err)
		}
		_, err := tx.Exec(ctx, "UPDATE "+links+" SET target = $2::uuid WHERE record = ANY($1::uuid[]) AND target = $3::uuid", ids, m.Survivor, m.Merged)
		return m.wrap(err)
	})
}

// relink enters the links of records before and after they are changed.
func (m *Merge) relink(ctx context.Context, tx Querier, p Pointer, ids []string, change func() error) error {
	table := m.in(EntityTable(p.EntityID))
	if _, err := tx.Exec(ctx, `WITH new AS (UPDATE `+table+` t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid WHERE t.id = ANY($1::uuid[]) RETURNING t.id, t.version)
		INSERT INTO `+m.in("change")+` (entity, record, version, action, actor, channel, before, after, revision, reason)
			SELECT $3, id, version, 'update', nullif($2, '')::uuid, $4, jsonb_build_object($5::text, `+m.linksOf(p.Links, "new.id")+`), '{}', $6, nullif($7, '') FROM new`,
		ids, m.Actor, p.EntityID, m.Channel, p.Column, m.Revision, m.Reason); err != nil {
		return m.wrap(err)
	}
	if err := change(); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE `+m.in("change")+` c SET after = jsonb_build_object($2::text, `+m.linksOf(p.Links, "c.record")+`)
		WHERE c.record = ANY($1::uuid[]) AND c.at = now() AND c.xid = pg_current_xact_id() AND c.before ? $2 AND c.after = '{}'`, ids, p.Column)
	return m.wrap(err)
}

// hanging are the tables whose rows say of which record they are, with what
// keeps a row from moving.
var hanging = []struct{ table, unless string }{
	{"share", "EXISTS (SELECT 1 FROM %s o WHERE o.record = $2::uuid AND o.principal = t.principal AND o.cause = t.cause)"},
	{"comment", "false"},
}

// MoveHanging moves shares and comments. A share that the survivor has as well
// stays behind.
func (m *Merge) MoveHanging(ctx context.Context, tx Querier) error {
	for _, h := range hanging {
		there, err := m.there(ctx, tx, h.table)
		if err != nil || !there {
			return err
		}
		unless := h.unless
		if unless != "false" {
			unless = fmt.Sprintf(unless, m.in(h.table))
		}
		if err := m.hang(ctx, tx, h.table, "NOT "+unless, nil); err != nil {
			return err
		}
	}
	return nil
}

// MoveFiles moves files of the merged record, which the survivor names from now
// on, so that it can.
func (m *Merge) MoveFiles(ctx context.Context, tx Querier, ids []string) error {
	return m.hang(ctx, tx, "file", "t.id = ANY($5::uuid[])", ids)
}

func (m *Merge) hang(ctx context.Context, tx Querier, table, which string, ids []string) error {
	sql := `WITH moved AS (UPDATE ` + m.in(table) + ` t SET record = $2::uuid WHERE t.record = $3::uuid AND ` + which + ` RETURNING t.id)
		INSERT INTO ` + m.in("merge_move") + ` (merge, kind, relation, item) SELECT $1::uuid, '` + moveHanging + `', $4, id FROM moved`
	args := []any{m.ID, m.Survivor, m.Merged, table}
	if ids != nil {
		args = append(args, ids)
	}
	_, err := tx.Exec(ctx, sql, args...)
	return m.wrap(err)
}

func (m *Merge) there(ctx context.Context, tx Querier, table string) (there bool, err error) {
	err = tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", m.in(table)).Scan(&there)
	return there, m.wrap(err)
}
