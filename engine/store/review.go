package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ReviewTables names the tables and columns of reviews, and the names of teams,
// by the x-ids of package core.
type ReviewTables struct {
	TeamName                             string
	Review, ReviewState, ReviewReviewer  string
	ReviewDue                            string
	Item, ItemReview, ItemUser, ItemKind string
	ItemObject, ItemDecision, ItemAt     string
}

// Held is something that a user has: a role, the roles of a team, a permission
// given directly, or a record shared with him.
type Held struct {
	User   string
	Kind   string // role, team, grant, share
	Object string // id of the record, or share, by which he has it
	What   string // name of the role, team or grant; the x-id of the shared record's entity
	Roles  []string
	Since  time.Time
}

// EverythingHeld lists what the active users have at a time, but for what is
// archived; of shares those made before old.
func EverythingHeld(ctx context.Context, q Querier, schema string, t CoreTables, r ReviewTables, now, old time.Time) ([]Held, error) {
	in := func(table string) string { return identityTable(schema, table) }
	sql := fmt.Sprintf(`WITH active AS (SELECT id FROM %[1]s WHERE archived_at IS NULL AND %[2]s IS NOT FALSE)
		SELECT a.%[4]s::text, 'role', a.id::text, o.%[7]s, ARRAY[o.%[7]s], a.created_at FROM %[3]s a JOIN %[6]s o ON o.id = a.%[5]s AND o.archived_at IS NULL
			WHERE a.archived_at IS NULL AND (a.%[8]s IS NULL OR a.%[8]s > $1) AND a.%[4]s IN (SELECT id FROM active)
		UNION ALL
		SELECT tm.%[12]s::text, 'team', tm.id::text, tt.%[17]s, array_agg(o.%[7]s ORDER BY o.%[7]s), tm.created_at
			FROM %[10]s tm JOIN %[16]s tt ON tt.id = tm.%[11]s AND tt.archived_at IS NULL JOIN %[9]s tr ON tr.%[13]s = tm.%[11]s AND tr.archived_at IS NULL JOIN %[6]s o ON o.id = tr.%[14]s AND o.archived_at IS NULL
			WHERE tm.archived_at IS NULL AND tm.%[12]s IN (SELECT id FROM active) GROUP BY 1, 3, 4, 6
		UNION ALL
		SELECT g.%[18]s::text, 'grant', g.id::text, g.%[19]s, '{}', g.created_at FROM %[15]s g
			WHERE g.archived_at IS NULL AND g.%[20]s > $1 AND g.%[18]s IN (SELECT id FROM active)
		UNION ALL
		SELECT s.principal::text, 'share', s.id::text, s.entity, '{}', s.created_at FROM %[21]s s
			WHERE s.kind = 'user' AND s.until > $1 AND s.created_at < $2 AND s.principal IN (SELECT id FROM active)
		ORDER BY 1, 2, 4, 3`,
		in(t.User), Quote(t.UserActive), in(t.Assignment), Quote(t.AssignmentUser), Quote(t.AssignmentRole), in(t.Role), Quote(t.RoleName), Quote(t.AssignmentUntil),
		in(t.TeamRole), in(t.Member), Quote(t.MemberTeam), Quote(t.MemberUser), Quote(t.TeamRoleTeam), Quote(t.TeamRoleRole),
		in(t.Grant), in(t.Team), Quote(r.TeamName), Quote(t.GrantUser), Quote(t.GrantName), Quote(t.GrantUntil), in("share"))
	rows, err := q.Query(ctx, sql, now, old)
	if err != nil {
		return nil, fmt.Errorf("list what users have: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Held])
	if err != nil {
		return nil, fmt.Errorf("list what users have: %w", err)
	}
	return list, nil
}

// LastReview is when the newest review was opened, or else when the workspace
// was first published.
func LastReview(ctx context.Context, q Querier, schema string, r ReviewTables) (at time.Time, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce((SELECT max(created_at) FROM "+identityTable(schema, r.Review)+"), (SELECT min(published_at) FROM "+identityTable(schema, "revision")+"), now())").Scan(&at)
	if err != nil {
		return at, fmt.Errorf("ask for the last review: %w", err)
	}
	return at, nil
}

// OpenReview is a review that waits for its reviewer.
type OpenReview struct {
	ID, Reviewer string
	Due          time.Time
	Undecided    int
}

// OpenReviews lists the reviews that are not closed.
func OpenReviews(ctx context.Context, q Querier, schema string, r ReviewTables) ([]OpenReview, error) {
	rows, err := q.Query(ctx, fmt.Sprintf(`SELECT r.id::text, coalesce(r.%s::text, ''), coalesce(r.%s, '9999-12-31'::date)::timestamptz,
			(SELECT count(*) FROM %s i WHERE i.%s = r.id AND i.archived_at IS NULL AND i.%s IS NULL)
		FROM %s r WHERE r.archived_at IS NULL AND r.%s = 'open' ORDER BY r.id`,
		Quote(r.ReviewReviewer), Quote(r.ReviewDue), identityTable(schema, r.Item), Quote(r.ItemReview), Quote(r.ItemDecision),
		identityTable(schema, r.Review), Quote(r.ReviewState)))
	if err != nil {
		return nil, fmt.Errorf("list open reviews: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[OpenReview])
	if err != nil {
		return nil, fmt.Errorf("list open reviews: %w", err)
	}
	return list, nil
}

// ReviewItem is one line of a review, with the review it belongs to.
type ReviewItem struct {
	Review, State, Reviewer      string
	User, Kind, Object, Decision string
	Decided                      bool // before now
}

// ReadReviewItem reads a line, and holds its review until the transaction ends.
func ReadReviewItem(ctx context.Context, q Querier, schema string, r ReviewTables, id string) (i ReviewItem, err error) {
	err = q.QueryRow(ctx, fmt.Sprintf(`SELECT r.id::text, r.%s, coalesce(r.%s::text, ''), i.%s::text, i.%s, coalesce(i.%s, ''), coalesce(i.%s, ''), i.%s IS NOT NULL
		FROM %s i JOIN %s r ON r.id = i.%s WHERE i.id = $1::uuid FOR UPDATE OF r`,
		Quote(r.ReviewState), Quote(r.ReviewReviewer), Quote(r.ItemUser), Quote(r.ItemKind), Quote(r.ItemObject), Quote(r.ItemDecision), Quote(r.ItemAt),
		identityTable(schema, r.Item), identityTable(schema, r.Review), Quote(r.ItemReview)), id).
		Scan(&i.Review, &i.State, &i.Reviewer, &i.User, &i.Kind, &i.Object, &i.Decision, &i.Decided)
	if err != nil {
		return i, fmt.Errorf("read a line of a review: %w", err)
	}
	return i, nil
}

// EndShare takes a share away, and enters the change into the history of the
// record; nothing when it has ended already.
func EndShare(ctx context.Context, q Querier, schema, share, actor string) error {
	_, err := q.Exec(ctx, `WITH gone AS (DELETE FROM `+identityTable(schema, "share")+` WHERE id = $1::uuid RETURNING *)
		INSERT INTO `+identityTable(schema, "change")+` (entity, record, version, action, actor, channel, after)
		SELECT entity, record, 0, 'unshare', nullif($2, '')::uuid, '`+SystemChannel+`',
			jsonb_build_object('share', jsonb_build_object('principal', principal, 'kind', kind, 'level', (ARRAY['read', 'write', 'full'])[level], 'cause', cause)) FROM gone`, share, actor)
	if err != nil {
		return fmt.Errorf("end a share: %w", err)
	}
	return nil
}

// Archive takes the record out of the lists, if it is there, told by done.
func (w SystemWrite) Archive(ctx context.Context, q Querier, schema string) (done bool, err error) {
	table := identityTable(schema, w.Table)
	tag, err := q.Exec(ctx, fmt.Sprintf(`WITH new AS (UPDATE %s t SET version = t.version + 1, updated_at = now(), updated_by = nullif($2, '')::uuid, archived_at = now()
			WHERE t.id = $1::uuid AND t.archived_at IS NULL RETURNING t.*)
		%s`, table, w.change(schema, "archive")), w.ID, w.Actor)
	if err != nil {
		return false, fmt.Errorf("archive a record of %s: %w", w.Table, constraint(err))
	}
	return tag.RowsAffected() == 1, nil
}
