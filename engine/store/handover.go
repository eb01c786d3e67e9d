package store

import (
	"context"
	"fmt"
)

// Owned names the columns by which the records of an entity have owners.
type Owned struct {
	EntityID string // x-id
	Owner    string // column of the user
	Team     string // column of the team; "" when only users own
}

// OwnedCount counts records of one entity.
type OwnedCount struct {
	Records  int64 // that the user owns
	Archived int64 // of these
	Unowned  int64 // that nobody owns, archived ones left out
}

// Count counts what a user owns, and what nobody does.
func (o Owned) Count(ctx context.Context, q Querier, schema, user string) (n OwnedCount, err error) {
	team := ""
	if o.Team != "" {
		team = " AND " + Quote(o.Team) + " IS NULL"
	}
	table, owner := identityTable(schema, EntityTable(o.EntityID)), Quote(o.Owner)
	err = q.QueryRow(ctx, fmt.Sprintf(`SELECT o.n, o.archived, (SELECT count(*) FROM %[1]s WHERE %[2]s IS NULL%[3]s AND archived_at IS NULL)
		FROM (SELECT count(*) AS n, count(archived_at) AS archived FROM %[1]s WHERE %[2]s = $1::uuid) o`, table, owner, team), user).
		Scan(&n.Records, &n.Archived, &n.Unowned)
	if err != nil {
		return n, fmt.Errorf("count the records of %s that a user owns: %w", o.EntityID, err)
	}
	return n, nil
}

// HandOver gives all that one user owns to another user, a team or nobody.
type HandOver struct {
	From           string
	ToUser, ToTeam string // "" for not to one
	Actor, Reason  string // actor is "" for the system
}

// Of hands the records of an entity over, archived ones too: each gets a change
// and an entry in the ledger of owners.
func (h HandOver) Of(ctx context.Context, q Querier, schema string, o Owned) error {
	owner, team, set, image := Quote(o.Owner), "NULL::uuid", "", fmt.Sprintf("'%s', %%[1]s.%s", o.Owner, Quote(o.Owner))
	if o.Team != "" {
		team = "old." + Quote(o.Team)
	}
	if h.ToTeam != "" {
		set = ", " + Quote(o.Team) + " = nullif($3, '')::uuid"
		image += fmt.Sprintf(", '%s', %%[1]s.%s", o.Team, Quote(o.Team))
	}
	_, err := q.Exec(ctx, fmt.Sprintf(`WITH old AS (SELECT * FROM %[1]s WHERE %[2]s = $1::uuid FOR UPDATE),
		new AS (UPDATE %[1]s t SET %[2]s = nullif($2, '')::uuid%[3]s, version = t.version + 1, updated_at = now(),
			updated_by = coalesce(nullif($4, '')::uuid, t.updated_by) FROM old WHERE t.id = old.id RETURNING t.*),
		change AS (INSERT INTO %[4]s (entity, record, version, action, actor, channel, before, after, reason)
			SELECT $6, new.id, new.version, 'transfer', nullif($4, '')::uuid, '%[5]s', jsonb_build_object(%[6]s), jsonb_build_object(%[7]s), nullif($5, '')
			FROM new JOIN old USING (id))
		INSERT INTO %[8]s (entity, record, action, from_user, from_team, to_user, to_team, reason, actor)
			SELECT $6, new.id, 'hand_over', old.%[2]s, %[9]s, nullif($2, '')::uuid, nullif($3, '')::uuid, $5, nullif($4, '')::uuid
			FROM new JOIN old USING (id)`,
		identityTable(schema, EntityTable(o.EntityID)), owner, set, identityTable(schema, "change"), SystemChannel,
		fmt.Sprintf(image, "old"), fmt.Sprintf(image, "new"), identityTable(schema, "ownership"), team),
		h.From, h.ToUser, h.ToTeam, h.Actor, h.Reason, o.EntityID)
	if err != nil {
		return fmt.Errorf("hand the records of %s over: %w", o.EntityID, constraint(err))
	}
	return nil
}

// Reference is a column that names a user; with State, only of records whose
// StateColumn has that value.
type Reference struct{ Table, Column, StateColumn, State string }

// Count counts the records that are not archived and name a user.
func (r Reference) Count(ctx context.Context, q Querier, schema, user string) (n int64, err error) {
	sql, args := "SELECT count(*) FROM "+identityTable(schema, r.Table)+" WHERE archived_at IS NULL AND "+Quote(r.Column)+" = $1::uuid", []any{user}
	if r.StateColumn != "" {
		sql, args = sql+" AND "+Quote(r.StateColumn)+" = $2", append(args, r.State)
	}
	if err := q.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count records of %s: %w", r.Table, err)
	}
	return n, nil
}

// Rename makes the records that name a user name another one, or nobody (""),
// each with its change.
func (r Reference) Rename(ctx context.Context, q Querier, schema, actor, from, to string) error {
	ids, err := idsOf(ctx, q, "SELECT id::text FROM "+identityTable(schema, r.Table)+" WHERE "+Quote(r.Column)+" = $1::uuid AND archived_at IS NULL", from)
	if err != nil {
		return err
	}
	value := SystemValue{Column: r.Column, Cast: "uuid"}
	if to != "" {
		value.Value = to
	}
	for _, id := range ids {
		w := SystemWrite{Table: r.Table, ID: id, Actor: actor, Values: []SystemValue{value}}
		if err := w.Update(ctx, q, schema); err != nil {
			return err
		}
	}
	return nil
}

// MayTakeOver tells whether a user is active, or a team not archived, so that
// records can be given to it.
func MayTakeOver(ctx context.Context, q Querier, schema string, t CoreTables, user, team string) (bool, error) {
	table, id, active := t.User, user, " AND "+Quote(t.UserActive)+" IS NOT FALSE"
	if team != "" {
		table, id, active = t.Team, team, ""
	}
	var ok bool
	err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(schema, table)+" WHERE id = $1::uuid AND archived_at IS NULL"+active+")", id).Scan(&ok)
	if err != nil {
		return false, fmt.Errorf("look for who takes over: %w", err)
	}
	return ok, nil
}

// IsUser tells whether there is a user, archived or not.
func IsUser(ctx context.Context, q Querier, schema string, t CoreTables, id string) (is bool, err error) {
	if err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+identityTable(schema, t.User)+" WHERE id = $1::uuid)", id).Scan(&is); err != nil {
		return false, fmt.Errorf("look for a user: %w", err)
	}
	return is, nil
}

// LongTask lets a transaction's statements take as long as a publish's.
func LongTask(ctx context.Context, q Querier) error {
	if _, err := q.Exec(ctx, "SET LOCAL statement_timeout = '10min'"); err != nil {
		return fmt.Errorf("make room for a long task: %w", err)
	}
	return nil
}
