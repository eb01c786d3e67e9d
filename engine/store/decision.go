package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// DecisionRow is one entry of the decision log.
type DecisionRow struct {
	At                           time.Time
	Principal, Entity, Record    string // Record "" for none
	Action                       string
	Allowed                      bool
	Grants, Restrictions, Duties []string // ids; Duties are obligations
	Records, Revision            int64
	Channel                      string
}

// InsertDecisions enters many decisions at once.
func InsertDecisions(ctx context.Context, q Querier, schema string, list []DecisionRow) error {
	n := len(list)
	at, allowed := make([]time.Time, n), make([]bool, n)
	records, revisions := make([]int64, n), make([]int64, n)
	var text [8][]string
	for i := range text {
		text[i] = make([]string, n)
	}
	for i, d := range list {
		at[i], allowed[i], records[i], revisions[i] = d.At, d.Allowed, d.Records, d.Revision
		for j, s := range []string{d.Principal, d.Entity, d.Record, d.Action, strings.Join(d.Grants, between),
			strings.Join(d.Restrictions, between), strings.Join(d.Duties, between), d.Channel} {
			text[j][i] = s
		}
	}
	_, err := q.Exec(ctx, `INSERT INTO `+identityTable(schema, "decision")+`
		(at, principal, entity, record, action, allowed, grants, restrictions, obligations, records, revision, channel)
		SELECT at, nullif(p, '')::uuid, e, nullif(r, '')::uuid, a, ok, `+list3("g", "s", "o")+`, n, v, c
		FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::text[])
			AS x (at, p, e, r, a, ok, g, s, o, n, v, c)`,
		at, text[0], text[1], text[2], text[3], allowed, text[4], text[5], text[6], records, revisions, text[7])
	if err != nil {
		return fmt.Errorf("enter decisions: %w", err)
	}
	return nil
}

// list3 turns three joined texts back into arrays.
func list3(names ...string) string {
	for i, name := range names {
		names[i] = `CASE WHEN ` + name + ` = '' THEN '{}' ELSE string_to_array(` + name + `, E'\x1f') END`
	}
	return strings.Join(names, ", ")
}

// GrantUse tells that a user used a grant.
type GrantUse struct{ User, Grant string }

// MarkGrants notes the day on which grants were used. Callers give them sorted.
func MarkGrants(ctx context.Context, q Querier, schema string, day time.Time, list []GrantUse) error {
	users, grants := make([]string, len(list)), make([]string, len(list))
	for i, u := range list {
		users[i], grants[i] = u.User, u.Grant
	}
	_, err := q.Exec(ctx, `INSERT INTO `+identityTable(schema, "grant_use")+` AS g (user_id, grant_name, used_on)
		SELECT u, n, $3::date FROM unnest($1::uuid[], $2::text[]) AS x (u, n)
		ON CONFLICT (user_id, grant_name) DO UPDATE SET used_on = excluded.used_on WHERE g.used_on < excluded.used_on`, users, grants, day)
	if err != nil {
		return fmt.Errorf("note the use of grants: %w", err)
	}
	return nil
}

// GrantsUsed gives the days on which a user's grants were last used, by grant.
func GrantsUsed(ctx context.Context, q Querier, schema, user string) (map[string]time.Time, error) {
	rows, err := q.Query(ctx, "SELECT grant_name, used_on FROM "+identityTable(schema, "grant_use")+" WHERE user_id = $1", user)
	if err != nil {
		return nil, fmt.Errorf("read the use of grants: %w", err)
	}
	used := map[string]time.Time{}
	var name string
	var day time.Time
	_, err = pgx.ForEachRow(rows, []any{&name, &day}, func() error { used[name] = day; return nil })
	return used, err
}

// TimedAudit is an audit row of a time that has been.
type TimedAudit struct {
	At time.Time
	AuditRow
}

// InsertAudits enters rows that happened a moment ago.
func InsertAudits(ctx context.Context, q Querier, schema string, list []TimedAudit) error {
	var batch pgx.Batch
	for _, a := range list {
		var detail any
		if a.Detail != nil {
			detail = a.Detail
		}
		if a.Result == "" {
			a.Result = "ok"
		}
		batch.Queue("INSERT INTO "+identityTable(schema, "audit")+` (at, actor, on_behalf, address, channel, action, object, result, detail)
			VALUES ($1, nullif($2, '')::uuid, nullif($3, '')::uuid, $4, $5, $6, $7, $8, $9)`,
			a.At, a.Actor, a.OnBehalf, a.Address, a.Channel, a.Action, a.Object, a.Result, detail)
	}
	sender, ok := q.(interface {
		SendBatch(context.Context, *pgx.Batch) pgx.BatchResults
	})
	if !ok {
		return fmt.Errorf("enter audit rows: no way to send many")
	}
	if err := sender.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("enter audit rows: %w", err)
	}
	return nil
}
