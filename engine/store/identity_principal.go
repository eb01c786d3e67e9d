package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// PrincipalRow is what the database knows of a user who acts, all read in one
// statement and so of one moment.
type PrincipalRow struct {
	Epoch, Revision       int64
	UserID                string
	Name, Email, Language string
	MustChange            bool
	Session               Session           // zero when the principal was loaded without one
	Assigned              []string          // ids of the roles given to the user
	Roles                 map[string]string // id → name of every role
	Attributes            map[string]any    // user fields by name; values as in query.Kind, empty ones absent
}

// PrincipalByToken loads the principal of a session that has not expired. It
// is not found when the user is archived or not active, or the account
// disabled.
func PrincipalByToken(ctx context.Context, q Querier, schema string, t CoreTables, fields []query.Field, hash []byte) (*PrincipalRow, bool, error) {
	const session = "s.token_hash, s.user_id::text, s.kind, s.csrf, s.name, s.created_at, s.seen_at, s.expires_at, a.must_change"
	from := fmt.Sprintf("%s s JOIN %s a ON a.user_id = s.user_id AND a.disabled_at IS NULL JOIN %s u ON u.id = s.user_id",
		identityTable(schema, "session"), identityTable(schema, "account"), identityTable(schema, t.User))
	p := &PrincipalRow{}
	s := &p.Session
	into := []any{&s.TokenHash, &s.UserID, &s.Kind, &s.CSRF, &s.Name, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &p.MustChange}
	ok, err := p.read(ctx, q, schema, t, fields, principalQuery{session, into, from, "s.token_hash = $1 AND s.expires_at > now()", hash})
	return p, ok, err
}

// PrincipalByUser loads the principal of a user without a session, for work
// that is done in his name.
func PrincipalByUser(ctx context.Context, q Querier, schema string, t CoreTables, fields []query.Field, userID string) (*PrincipalRow, bool, error) {
	p := &PrincipalRow{}
	from := identityTable(schema, t.User) + " u"
	var one int
	ok, err := p.read(ctx, q, schema, t, fields, principalQuery{"1", []any{&one}, from, "u.id = $1::uuid", userID})
	return p, ok, err
}

// principalQuery is the part of the statement in which the two ways differ.
type principalQuery struct {
	columns string
	into    []any
	from    string
	where   string
	arg     any
}

func (p *PrincipalRow) read(ctx context.Context, q Querier, schema string, t CoreTables, fields []query.Field, w principalQuery) (bool, error) {
	attributes := make([]*attribute, len(fields))
	var columns strings.Builder
	var ids, names []string
	into := append(w.into, &p.Epoch, &p.Revision, &p.UserID, &p.Name, &p.Email, &p.Language, &p.Assigned, &ids, &names)
	for i, f := range fields {
		attributes[i] = newAttribute(f)
		columns.WriteString(", " + attributes[i].column())
		into = append(into, attributes[i].into)
	}
	sql := fmt.Sprintf(`SELECT %s, e.number, e.revision, u.id::text, coalesce(u.%s, ''), coalesce(u.%s, ''), coalesce(u.%s, ''),
			ARRAY(SELECT ur.%s::text FROM %s ur WHERE ur.%s = u.id AND ur.archived_at IS NULL AND ur.%[5]s IS NOT NULL),
			r.ids, r.names%[8]s
		FROM %[9]s CROSS JOIN %[10]s e CROSS JOIN (SELECT coalesce(array_agg(id::text ORDER BY id), '{}') AS ids,
			coalesce(array_agg(%[11]s ORDER BY id), '{}') AS names FROM %[12]s WHERE archived_at IS NULL AND %[11]s IS NOT NULL) r
		WHERE %[13]s AND u.archived_at IS NULL AND u.%[14]s IS NOT FALSE`,
		w.columns, Quote(t.UserName), Quote(t.UserEmail), Quote(t.UserLanguage),
		Quote(t.AssignmentRole), identityTable(schema, t.Assignment), Quote(t.AssignmentUser),
		columns.String(), w.from, identityTable(schema, "epoch"),
		Quote(t.RoleName), identityTable(schema, t.Role), w.where, Quote(t.UserActive))
	ok, err := found(q.QueryRow(ctx, sql, w.arg).Scan(into...))
	if err != nil || !ok {
		if err != nil {
			err = fmt.Errorf("load a principal: %w", err)
		}
		return false, err
	}
	p.Roles = make(map[string]string, len(ids))
	for i, id := range ids {
		p.Roles[id] = names[i]
	}
	p.Attributes = make(map[string]any, len(fields)+2)
	for _, a := range attributes {
		if v := a.value(); v != nil {
			p.Attributes[a.field.Name] = v
		}
	}
	return true, nil
}
