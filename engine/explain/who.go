package explain

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// WhoQuestion asks which users may do an action on a record.
type WhoQuestion struct {
	Entity  string
	ID      string
	Action  string // "" for read
	Channel string // "" for web
	Limit   int    // 0 for MaxWho, which is also the most
	After   string // id of the last user of the page before
}

// MaxWho is how many users one answer names.
const MaxWho = 100

// WhoAnswer lists users by id.
type WhoAnswer struct {
	Total  int     `json:"total"`
	Users  []Able  `json:"users"`
	Next   string  `json:"next,omitempty"` // After of the next page
	TookMS float64 `json:"took_ms"`
}

// Able is a user who may, and by what.
type Able struct {
	ID string `json:"id"`
	// Name is "" when the asker may not know it.
	Name   string    `json:"name,omitempty"`
	Grants []ByGrant `json:"grants"`
}

// ByGrant is a grant that gives an action to a user.
type ByGrant struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Role  string `json:"role,omitempty"`
	Via   string `json:"via,omitempty"`
}

// Who lists the users who may do an action on a record. It needs the
// permission access.
func (s *Service) Who(ctx context.Context, c *record.Caller, q WhoQuestion) (*WhoAnswer, error) {
	start := time.Now()
	check := Question{User: c.Principal.UserID, Action: q.Action, Channel: q.Channel}
	if check.Action == "" {
		check.Action = "read"
	}
	if check.Channel == "" {
		check.Channel = "web"
	}
	q.Action, q.Channel = check.Action, check.Channel
	if q.Limit < 1 || q.Limit > MaxWho {
		q.Limit = MaxWho
	}
	var a *WhoAnswer
	err := check.check()
	if !c.Principal.Can(Permission) {
		err = problem.New(problem.Forbidden, "forbidden").With("permission", Permission)
	}
	if err == nil {
		a, err = settled(ctx, c, func(c *record.Caller) (*WhoAnswer, int64, error) { return s.who(ctx, c, q) })
	}
	question := asked{"who", q.Entity + "/" + q.ID, map[string]any{"action": q.Action}}
	if err := s.audit(ctx, c, question, err); err != nil {
		return nil, err
	}
	a.TookMS = took(start)
	return a, nil
}

// alike are users with the same roles: the same plans decide about them.
type alike struct {
	plan, read *access.Plan
}

func (g *alike) row() []query.Predicate { return []query.Predicate{g.plan.Row, g.read.Row} }

func (s *Service) who(ctx context.Context, c *record.Caller, q WhoQuestion) (*WhoAnswer, int64, error) {
	entity, ok := c.State.Snapshot.Entity(q.Entity)
	if !ok || canonical(q.ID) == "" {
		return nil, 0, missing()
	}
	if err := entity.Usable(); err != nil {
		return nil, 0, err
	}
	people, err := s.everybody(ctx, c)
	if err != nil {
		return nil, 0, err
	}
	if len(people) > 0 && people[0].Epoch != c.State.Epoch {
		return nil, people[0].Epoch, nil
	}
	groups, outline, err := group(ctx, c, people, q)
	if err != nil {
		return nil, 0, err
	}
	if id, ok := entity.Operand("archived_at"); ok {
		outline.Read(id)
	}
	rec, epoch, err := s.db.Load(ctx, store.Load{Schema: c.State.Snapshot, Outline: outline, ID: q.ID}, c.Workspace.Name)
	if err != nil || epoch != c.State.Epoch {
		return nil, epoch, err
	}
	if rec == nil {
		return nil, 0, missing()
	}
	a := &WhoAnswer{Users: []Able{}}
	var page []*identity.Principal
	archived := rec.Value(query.Field{Name: "archived_at"}) != nil
	if q.Action == "read" || q.Action == "history" || archived == (q.Action == "restore") {
		page = a.page(people, groups, rec, c, q)
	}
	return a, epoch, s.tell(ctx, c, a, page, groups, rec)
}

// everybody loads all who may sign in, as they would act now.
func (s *Service) everybody(ctx context.Context, c *record.Caller) ([]*identity.Principal, error) {
	return s.identity.AllPrincipals(ctx, c.Workspace.Name, stateOf(c.State))
}

func rolesKey(p *identity.Principal) string { return strings.Join(p.Roles, "\x00") }

// group makes the plans of each combination of roles, and finds what they read
// of the record.
func group(ctx context.Context, c *record.Caller, people []*identity.Principal, q WhoQuestion) (map[string]*alike, *query.Outline, error) {
	groups, outline := map[string]*alike{}, query.NewOutline(q.Entity)
	for _, p := range people {
		key := rolesKey(p)
		if groups[key] != nil {
			continue
		}
		g := &alike{}
		var err error
		if g.plan, err = planOf(ctx, c, p, q.Entity, q.Action, q.Channel); err != nil {
			return nil, nil, err
		}
		if g.read, err = planOf(ctx, c, p, q.Entity, "read", q.Channel); err != nil {
			return nil, nil, err
		}
		for _, row := range g.row() {
			outline.Add(row)
		}
		for _, grant := range g.plan.Grants {
			outline.Add(grant)
		}
		groups[key] = g
	}
	return groups, outline, nil
}

// page counts those who may, and gives the principals of one page.
func (a *WhoAnswer) page(people []*identity.Principal, groups map[string]*alike, rec *store.Record, c *record.Caller, q WhoQuestion) []*identity.Principal {
	var page []*identity.Principal
	more := false
	for _, p := range people {
		g, params := groups[rolesKey(p)], binder(p, c)
		if !query.Eval(g.plan.Row, rec, params) || !query.Eval(g.read.Row, rec, params) {
			continue
		}
		a.Total++
		switch {
		case p.UserID <= q.After:
		case len(page) < q.Limit:
			page = append(page, p)
		default:
			more = true
		}
	}
	if more {
		a.Next = page[len(page)-1].UserID
	}
	return page
}

// tell names the users of a page and the grants that let them.
func (s *Service) tell(ctx context.Context, c *record.Caller, a *WhoAnswer, page []*identity.Principal, groups map[string]*alike, rec *store.Record) error {
	ids := make([]string, len(page))
	for i, p := range page {
		ids[i] = p.UserID
	}
	names, err := s.records.Labels(ctx, c, "user", ids)
	if err != nil {
		return err
	}
	held, err := identity.HeldBy(ctx, s.db.Pool(), c.Workspace.Name, ids)
	if err != nil {
		return err
	}
	teams, err := s.teams(ctx, c, held)
	if err != nil {
		return err
	}
	t := newTeller(c, newSight(ctx, c))
	t.labels = teams
	for _, p := range page {
		one := Able{ID: p.UserID, Name: names[p.UserID], Grants: []ByGrant{}}
		of := &subject{principal: p, held: held[p.UserID]}
		for id, grant := range groups[rolesKey(p)].plan.Grants {
			if query.Eval(grant, rec, binder(p, c)) {
				one.Grants = append(one.Grants, t.byGrant(of, id))
			}
		}
		slices.SortFunc(one.Grants, func(x, y ByGrant) int { return strings.Compare(x.ID, y.ID) })
		a.Users = append(a.Users, one)
	}
	return nil
}

// teams names the teams that bring roles, as labels of a teller.
func (s *Service) teams(ctx context.Context, c *record.Caller, held map[string][]identity.Held) (map[string]string, error) {
	var ids []string
	for _, list := range held {
		for _, h := range list {
			if h.Team != "" && !slices.Contains(ids, h.Team) {
				ids = append(ids, h.Team)
			}
		}
	}
	slices.Sort(ids)
	labels := map[string]string{}
	for part := range slices.Chunk(ids, record.MaxIDs) {
		names, err := s.records.Labels(ctx, c, "team", part)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			labels[labelKey("team", id)] = name
		}
	}
	return labels, nil
}

// byGrant names a grant and how a user has it.
func (t *teller) byGrant(of *subject, id string) ByGrant {
	g := ByGrant{ID: id, Title: t.title(id), Role: t.roleOf(of, id)}
	if g.Role != "" || slices.Contains(of.principal.Roles, "grant:"+id) {
		g.Via = t.via(of, g.Role, id)
	}
	return g
}

// stateOf is the State of identity that a caller is decided on.
func stateOf(s *catalog.State) identity.State {
	return identity.State{Epoch: s.Epoch, Revision: s.Snapshot.Revision, Set: s.Snapshot.Set, Snapshot: s.Snapshot}
}
