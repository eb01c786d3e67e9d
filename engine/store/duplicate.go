package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
)

// MatchColumn is a column by which records are found to be duplicates.
type MatchColumn struct {
	Column  string
	Type    string // SQL type
	Folding definition.Folding
}

// MatchRule tells which records are duplicates: those that are the same in all
// columns.
type MatchRule struct {
	Index   int // of the rule in its entity's x-duplicates
	Columns []MatchColumn
}

// Matching looks for duplicates among all records of an entity, whoever may
// read them, archived ones included: a system path, for a duplicate is one
// whoever enters it. What is told of them is for the caller to narrow.
type Matching struct {
	Workspace string
	EntityID  string
	Rules     []MatchRule
	Owner     string // column of the owning user; "" for none
	Team      string // column of the owning team; "" for none
}

// Match is a record that another is a duplicate of.
type Match struct {
	Record   string // that was asked about; "" of one that is not written
	Rule     int    // MatchRule.Index
	Other    string // the record, or what it was merged into
	User     string // that owns it; "" for nobody
	Team     string
	Archived bool
}

// maxMatches is how many duplicates of a record one rule finds.
const maxMatches = 5

// manyLocks is from how many records on one lock is taken for all of them.
const manyLocks = 20

func (m *Matching) table(name string) string {
	return Quote(SchemaName(m.Workspace)) + "." + Quote(name)
}

// Lock keeps other transactions from writing duplicates of the same records
// until this one ends: whoever comes second sees what the first has written.
func (m *Matching) Lock(ctx context.Context, tx Querier, ids []string) error {
	scope := SchemaName(m.Workspace) + "." + m.EntityID
	if len(ids) > manyLocks {
		_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", scope)
		return wrapMatch(err)
	}
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", scope); err != nil {
		return wrapMatch(err)
	}
	var keys []string
	for _, r := range m.Rules {
		parts := []string{"$2::text", "'" + strconv.Itoa(r.Index) + "'"}
		for _, c := range r.Columns {
			parts = append(parts, folded(c.Folding, "q0."+Quote(c.Column))+"::text")
		}
		keys = append(keys, "SELECT hashtextextended("+strings.Join(parts, " || chr(31) || ")+", 0) AS h FROM "+m.table(EntityTable(m.EntityID))+" q0 WHERE q0.id = ANY($1::uuid[])")
	}
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(h) FROM (SELECT DISTINCT h FROM ("+strings.Join(keys, " UNION ALL ")+") k WHERE h IS NOT NULL ORDER BY h) s", ids, scope)
	return wrapMatch(err)
}

// Written finds the duplicates of records that the transaction has written.
// Of changed ones, only the rules count whose values have become others.
func (m *Matching) Written(ctx context.Context, tx Querier, ids []string, changed bool) ([]Match, error) {
	parts := make([]string, len(m.Rules))
	for i, r := range m.Rules {
		from := m.table(EntityTable(m.EntityID)) + " me"
		where := "me.id = ANY($1::uuid[])"
		if changed {
			from += " " + m.formerly(r)
			where += " AND (" + m.sides(r, "me") + ") IS DISTINCT FROM (" + m.sides(r, "was") + ")"
		}
		parts[i] = m.find(r, "me.id::text", "me.id", from, where, func(c MatchColumn) string { return "me." + Quote(c.Column) })
	}
	return m.collect(ctx, tx, parts, ids)
}

// Given finds the duplicates that a record would be of with some values, by
// column; id is "" for a new one. A rule of which a new record lacks a value,
// or of which a record's values do not change, finds none.
func (db *DB) DuplicatesGiven(ctx context.Context, m *Matching, id string, values map[string]any) ([]Match, error) {
	var parts []string
	var args []any
	if id != "" {
		args = append(args, id)
	}
	for _, r := range m.Rules {
		mine, given, more := map[string]string{}, 0, args
		for _, c := range r.Columns {
			v, ok := values[c.Column]
			switch {
			case ok:
				given++
				more = append(more, v)
				mine[c.Column] = "$" + strconv.Itoa(len(more)) + "::" + c.Type
			case id != "":
				mine[c.Column] = "me." + Quote(c.Column)
			}
		}
		if given == 0 || len(mine) < len(r.Columns) {
			continue
		}
		args = more
		side := func(c MatchColumn) string { return mine[c.Column] }
		from, where, self := "(SELECT 1) me", "true", "NULL::uuid"
		if id != "" {
			from, self = m.table(EntityTable(m.EntityID))+" me", "me.id"
			where = "me.id = $1::uuid AND (" + m.sides(r, "me") + ") IS DISTINCT FROM (" + joined(r, side) + ")"
		}
		parts = append(parts, m.find(r, "''", self, from, where, side))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return m.collect(ctx, db.pool, parts, args...)
}

// formerly joins a record as it was before the transaction changed it.
func (m *Matching) formerly(r MatchRule) string {
	var members []string
	for _, c := range r.Columns {
		members = append(members, "'"+c.Column+"'")
	}
	return "JOIN " + m.table("change") + " c ON c.record = me.id AND c.version = me.version AND c.at = now() CROSS JOIN LATERAL jsonb_populate_record(me, " +
		"coalesce((SELECT jsonb_object_agg(k, v) FROM jsonb_each(c.before) b (k, v) WHERE k IN (" + strings.Join(members, ", ") + ")), '{}')) was"
}

// sides are the values of a rule on one side.
func (m *Matching) sides(r MatchRule, alias string) string {
	return joined(r, func(c MatchColumn) string { return alias + "." + Quote(c.Column) })
}

func joined(r MatchRule, side func(c MatchColumn) string) string {
	list := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		list[i] = folded(c.Folding, side(c))
	}
	return strings.Join(list, ", ")
}

// find writes the search of one rule. A record that was merged stands for what
// it was merged into, and is no duplicate of that.
func (m *Matching) find(r MatchRule, record, self, from, where string, mine func(c MatchColumn) string) string {
	table := m.table(EntityTable(m.EntityID))
	var same []string
	for _, c := range r.Columns {
		theirs := "o." + Quote(c.Column)
		same = append(same, theirs+" IS NOT NULL", matches(c.Folding, mine(c), theirs))
	}
	return fmt.Sprintf(`SELECT %s AS record, %d AS rule, o.other::text, %s AS owner, %s AS team, q.archived_at IS NOT NULL AS archived FROM %s
		CROSS JOIN LATERAL (SELECT DISTINCT coalesce(%s, o.id) AS other FROM %s o WHERE %s LIMIT %d) o JOIN %s q ON q.id = o.other
		WHERE %s AND o.other IS DISTINCT FROM %s`, record, r.Index, m.owner(m.Owner), m.owner(m.Team), from, m.survivor("o.id"), table, strings.Join(same, " AND "),
		maxMatches+1, table, where, self)
}

func (m *Matching) owner(column string) string {
	if column == "" {
		return "''"
	}
	return "coalesce(q." + Quote(column) + "::text, '')"
}

// survivor is the record that one was merged into, over any number of merges;
// NULL for one that was not.
func (m *Matching) survivor(id string) string {
	merge := m.table("merge")
	return "(WITH RECURSIVE s AS (SELECT x.survivor, 1 AS depth FROM " + merge + " x WHERE x.merged = " + id + " AND x.undone_at IS NULL UNION ALL " +
		"SELECT x.survivor, s.depth + 1 FROM s JOIN " + merge + " x ON x.merged = s.survivor AND x.undone_at IS NULL WHERE s.depth < 100) " +
		"SELECT s.survivor FROM s ORDER BY s.depth DESC LIMIT 1)"
}

// collect runs the searches as one statement, planned each time: how many
// records there are changes from one moment to the next in an import.
func (m *Matching) collect(ctx context.Context, q Querier, parts []string, args ...any) ([]Match, error) {
	rows, err := q.Query(ctx, strings.Join(parts, " UNION ALL ")+" ORDER BY record, rule, archived, other", append([]any{pgx.QueryExecModeExec}, args...)...)
	if err != nil {
		return nil, wrapMatch(err)
	}
	var list []Match
	var one Match
	_, err = pgx.ForEachRow(rows, []any{&one.Record, &one.Rule, &one.Other, &one.User, &one.Team, &one.Archived}, func() error {
		list = append(list, one)
		return nil
	})
	return list, wrapMatch(err)
}

func wrapMatch(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("look for duplicates: %w", constraint(err))
}
