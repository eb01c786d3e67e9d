package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// PrincipalShape says what is read of a user who acts, by the definitions.
type PrincipalShape struct {
	Tables CoreTables
	Fields []query.Field // of the user: each is an attribute
	// UserTree and DepartmentTree are the x-ids of the relations that make
	// users and departments trees; "" for none.
	UserTree, DepartmentTree string
	Below                    []Below
}

// Below asks for a record that a field of the user points to, and all records
// below it.
type Below struct {
	Attribute string // its name
	Column    string // the user's
	Tree      string // x-id of the relation that makes the tree
}

// PrincipalRow is what the database knows of a user who acts, all read at one
// moment. Lists are ids, as in query.Kind; they have the user himself, or what
// he points to, only if the database says so. They may be shared.
type PrincipalRow struct {
	Epoch, Revision       int64
	UserID                string
	Name, Email, Language string
	MustChange            bool
	Disabled              bool              // the account is; a principal with a session has one that is not
	Session               Session           // zero when the principal was loaded without one
	Assigned              []string          // the roles given to the user or to a team of his, now
	Roles                 map[string]string // id → name of every role
	Grants                []string          // names of the grants that he holds directly, now
	ValidUntil            time.Time         // when the first of these ends; zero for never
	Teams, Teammates      []any
	Subordinates          []any
	Departments           []any            // his and all above it
	Below                 map[string][]any // by attribute
	Attributes            map[string]any   // user fields by name; values as in query.Kind, empty ones absent
}

// PrincipalByToken loads the principal of a session that has not expired. It
// is not found when the user is archived or not active, or the account
// disabled.
func PrincipalByToken(ctx context.Context, q Querier, schema string, shape PrincipalShape, hash []byte) (*PrincipalRow, bool, error) {
	p := &PrincipalRow{}
	s, verified := &p.Session, (*time.Time)(nil)
	r := newPrincipalReader(p, schema, shape)
	r.add("s.token_hash", &s.TokenHash)
	r.add("s.user_id::text", &s.UserID)
	r.add("s.kind", &s.Kind)
	r.add("s.csrf", &s.CSRF)
	r.add("s.name", &s.Name)
	r.add("s.created_at", &s.CreatedAt)
	r.add("s.seen_at", &s.SeenAt)
	r.add("s.expires_at", &s.ExpiresAt)
	r.add("s.verified_at", &verified)
	r.add("s.scopes", &s.Scopes)
	r.add("a.must_change", &p.MustChange)
	from := fmt.Sprintf("%s s JOIN %s a ON a.user_id = s.user_id AND a.disabled_at IS NULL JOIN %s u ON u.id = s.user_id",
		r.in("session"), r.in("account"), r.in(shape.Tables.User))
	ok, err := r.read(ctx, q, from, "s.token_hash = $1 AND s.expires_at > now()", hash)
	if verified != nil {
		s.VerifiedAt = *verified
	}
	return p, ok, err
}

// PrincipalByUser loads the principal of a user without a session, for work
// that is done in his name.
func PrincipalByUser(ctx context.Context, q Querier, schema string, shape PrincipalShape, userID string) (*PrincipalRow, bool, error) {
	p := &PrincipalRow{}
	r := newPrincipalReader(p, schema, shape)
	r.add("EXISTS (SELECT FROM "+r.in("account")+" a WHERE a.user_id = u.id AND a.disabled_at IS NOT NULL)", &p.Disabled)
	ok, err := r.read(ctx, q, r.in(shape.Tables.User)+" u", "u.id = $1::uuid", userID)
	return p, ok, err
}

// principalReader gathers the columns of the one statement, and where each goes.
type principalReader struct {
	row     *PrincipalRow
	schema  string
	shape   PrincipalShape
	columns []string
	into    []any
	args    []any
	after   []func()
}

func newPrincipalReader(p *PrincipalRow, schema string, shape PrincipalShape) *principalReader {
	return &principalReader{row: p, schema: schema, shape: shape, args: make([]any, 1, 4)}
}

func (r *principalReader) in(table string) string { return identityTable(r.schema, table) }

func (r *principalReader) add(column string, into any) {
	r.columns, r.into = append(r.columns, column), append(r.into, into)
}

// list reads the ids that a query gives. They come as one text: thousands of
// them then cost one allocation.
func (r *principalReader) list(ids string, into *[]any) {
	text := new(string)
	r.add("(SELECT coalesce(string_agg(l.id::text, ','), '') FROM ("+ids+") l (id))", text)
	r.after = append(r.after, func() { *into = splitIDs(*text) })
}

// splitIDs takes a list of ids apart.
func splitIDs(text string) []any {
	if text == "" {
		return nil
	}
	list := make([]any, 0, strings.Count(text, ",")+1)
	for id := range strings.SplitSeq(text, ",") {
		list = append(list, id)
	}
	return list
}

// arg adds an argument and gives its place.
func (r *principalReader) arg(v any) string {
	r.args = append(r.args, v)
	return fmt.Sprintf("$%d", len(r.args))
}

func (r *principalReader) read(ctx context.Context, q Querier, from, where string, key any) (bool, error) {
	r.args[0] = key
	t := r.shape.Tables
	r.person()
	r.rights()
	r.lines()
	attributes := r.attributes()
	sql := fmt.Sprintf(`SELECT %s FROM %s CROSS JOIN %s e
		CROSS JOIN LATERAL (SELECT ARRAY(SELECT m.%s FROM %s m JOIN %s t ON t.id = m.%[4]s AND t.archived_at IS NULL
			WHERE m.%[7]s = u.id AND m.archived_at IS NULL) AS ids) teams
		CROSS JOIN (SELECT coalesce(array_agg(id::text ORDER BY id), '{}') AS ids,
			coalesce(array_agg(%[8]s ORDER BY id), '{}') AS names FROM %[9]s WHERE archived_at IS NULL AND %[8]s IS NOT NULL) r
		WHERE %[10]s AND u.archived_at IS NULL AND u.%[11]s IS NOT FALSE`,
		strings.Join(r.columns, ", "), from, r.in("epoch"),
		Quote(t.MemberTeam), r.in(t.Member), r.in(t.Team), Quote(t.MemberUser),
		Quote(t.RoleName), r.in(t.Role), where, Quote(t.UserActive))
	ok, err := found(q.QueryRow(ctx, sql, r.args...).Scan(r.into...))
	if err != nil {
		return false, fmt.Errorf("load a principal: %w", err)
	}
	if !ok {
		return false, nil
	}
	for _, then := range r.after {
		then()
	}
	r.row.Attributes = values(attributes)
	return true, nil
}

// attributes reads the fields of the user.
func (r *principalReader) attributes() []*attribute {
	list := make([]*attribute, len(r.shape.Fields))
	for i, f := range r.shape.Fields {
		list[i] = newAttribute(f)
		r.add(list[i].column(), list[i].into)
	}
	return list
}

// values gives what was read by name; empty values are absent.
func values(list []*attribute) map[string]any {
	all := make(map[string]any, len(list)+8)
	for _, a := range list {
		if v := a.value(); v != nil {
			all[a.field.Name] = v
		}
	}
	return all
}

// person reads who he is.
func (r *principalReader) person() {
	t, p := r.shape.Tables, r.row
	r.add("e.number", &p.Epoch)
	r.add("e.revision", &p.Revision)
	r.add("u.id::text", &p.UserID)
	for _, c := range []struct {
		column string
		into   *string
	}{{t.UserName, &p.Name}, {t.UserEmail, &p.Email}, {t.UserLanguage, &p.Language}} {
		r.add("coalesce(u."+Quote(c.column)+", '')", c.into)
	}
}

// rights reads which roles and grants he holds now, and until when.
func (r *principalReader) rights() {
	t, p := r.shape.Tables, r.row
	assigned := fmt.Sprintf("FROM %s ur WHERE ur.%s = u.id AND ur.archived_at IS NULL AND (ur.%s IS NULL OR ur.%[3]s > now())",
		r.in(t.Assignment), Quote(t.AssignmentUser), Quote(t.AssignmentUntil))
	granted := fmt.Sprintf("FROM %s g WHERE g.%s = u.id AND g.archived_at IS NULL AND g.%s > now()",
		r.in(t.Grant), Quote(t.GrantUser), Quote(t.GrantUntil))
	r.add(fmt.Sprintf("ARRAY(SELECT ur.%s::text %s UNION SELECT tr.%s::text FROM %s tr WHERE tr.%s = ANY (teams.ids) AND tr.archived_at IS NULL)",
		Quote(t.AssignmentRole), assigned, Quote(t.TeamRoleRole), r.in(t.TeamRole), Quote(t.TeamRoleTeam)), &p.Assigned)
	r.add(fmt.Sprintf("ARRAY(SELECT DISTINCT g.%s %s AND g.%[1]s IS NOT NULL)", Quote(t.GrantName), granted), &p.Grants)
	var until *time.Time
	r.add(fmt.Sprintf("least((SELECT min(ur.%s) %s), (SELECT min(g.%s) %s))",
		Quote(t.AssignmentUntil), assigned, Quote(t.GrantUntil), granted), &until)
	var ids, names []string
	r.add("r.ids", &ids)
	r.add("r.names", &names)
	r.after = append(r.after, func() {
		if until != nil {
			p.ValidUntil = *until
		}
		p.Roles = make(map[string]string, len(ids))
		for i, id := range ids {
			p.Roles[id] = names[i]
		}
	})
}

// lines reads with whom he works, and who and what is above and below him.
func (r *principalReader) lines() {
	t, p := r.shape.Tables, r.row
	r.list("SELECT unnest(teams.ids)", &p.Teams)
	r.list(fmt.Sprintf("SELECT DISTINCT m.%s FROM %s m WHERE m.%s = ANY (teams.ids) AND m.archived_at IS NULL AND m.%[1]s IS NOT NULL",
		Quote(t.MemberUser), r.in(t.Member), Quote(t.MemberTeam)), &p.Teammates)
	if r.shape.UserTree != "" {
		r.list(r.closure("descendant", "ancestor", "id", r.shape.UserTree), &p.Subordinates)
	}
	if r.shape.DepartmentTree != "" {
		r.list(r.closure("ancestor", "descendant", t.UserDepartment, r.shape.DepartmentTree), &p.Departments)
	}
	p.Below = make(map[string][]any, len(r.shape.Below))
	for _, b := range r.shape.Below {
		ids := new([]any)
		r.list(r.closure("descendant", "ancestor", b.Column, b.Tree), ids)
		r.after = append(r.after, func() { p.Below[b.Attribute] = *ids })
	}
}

func (r *principalReader) closure(want, given, column, tree string) string {
	return fmt.Sprintf("SELECT c.%s FROM %s c WHERE c.tree = %s AND c.%s = u.%s", want, r.in("closure"), r.arg(tree), given, Quote(column))
}
