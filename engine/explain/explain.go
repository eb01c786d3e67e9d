package explain

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Explain answers a question. Who asks needs the permission access; without it
// he may ask about himself and records that he can read, and any other record
// is missing.
func (s *Service) Explain(ctx context.Context, c *record.Caller, q Question) (*Answer, error) {
	start := time.Now()
	if q.User == "" {
		q.User = c.Principal.UserID
	}
	if q.Action == "" {
		q.Action = "read"
	}
	if q.Channel == "" {
		q.Channel = "web"
	}
	if slices.Contains(recordless, q.Action) {
		q.ID = ""
	}
	a, err := s.answer(ctx, c, q)
	question := asked{"explain", q.Entity + "/" + q.ID, map[string]any{"user": q.User, "action": q.Action, "field": q.Field}}
	if err := s.audit(ctx, c, question, err); err != nil {
		return nil, err
	}
	a.TookMS = took(start)
	return a, nil
}

func (s *Service) answer(ctx context.Context, c *record.Caller, q Question) (*Answer, error) {
	if err := mayAsk(c, q.User); err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	return settled(ctx, c, func(c *record.Caller) (*Answer, int64, error) { return s.explain(ctx, c, q) })
}

func mayAsk(c *record.Caller, user string) error {
	if user != c.Principal.UserID && !c.Principal.Can(Permission) {
		return problem.New(problem.Forbidden, "forbidden").With("permission", Permission)
	}
	return nil
}

func (q *Question) check() error {
	var wrong problem.List
	if !slices.Contains(access.Actions(), q.Action) {
		wrong.Add("?action", "unknown_action", "action", q.Action)
	}
	if !slices.Contains(access.Channels(), q.Channel) {
		wrong.Add("?channel", "unknown_channel", "channel", q.Channel)
	}
	if canonical(q.User) == "" {
		wrong.Add("?user", "invalid_id")
	}
	return wrong.Err()
}

// canonical gives an id in its one form, "" for what is none.
func canonical(id string) string {
	if len(id) != 36 || uuid.Validate(id) != nil || strings.ToLower(id) != id {
		return ""
	}
	return id
}

// matter is one question being answered at one epoch.
type matter struct {
	*teller
	q       Question
	asker   *record.Caller
	entity  *catalog.Entity
	subject *subject
	plan    *access.Plan // of the action
	read    *access.Plan // of reading, for the same user
	rec     *store.Record
	answer  *Answer
}

func missing() error { return problem.New(problem.NotFound, "not_found") }

func (s *Service) explain(ctx context.Context, c *record.Caller, q Question) (*Answer, int64, error) {
	m := &matter{q: q, asker: c, answer: &Answer{Reasons: []Reason{}}}
	m.teller = newTeller(c, newSight(ctx, c))
	entity, ok := c.State.Snapshot.Entity(q.Entity)
	if !ok || !c.Principal.Can(Permission) && m.sight.plan(q.Entity) == nil {
		return nil, 0, missing()
	}
	if err := entity.Usable(); err != nil {
		return nil, 0, err
	}
	m.entity = entity
	if q.Field != "" {
		_, ok := entity.Field(q.Field)
		if plan := m.sight.plan(q.Entity); ok && !c.Principal.Can(Permission) && q.Field != "id" {
			_, ok = plan.Fields[q.Field] // one that he can read nowhere does not exist for him
		}
		if !ok {
			return nil, 0, problem.InvalidAt("?field", "unknown_field", map[string]any{"name": q.Field})
		}
	}
	var err error
	if m.subject, err = s.subjectOf(ctx, c, q.User); err != nil {
		return nil, 0, err
	}
	if m.subject == nil {
		return m.inactive(), c.State.Epoch, nil
	}
	if e := m.subject.principal.Epoch; e != c.State.Epoch {
		return nil, e, nil
	}
	if err := m.plans(ctx); err != nil {
		return nil, 0, err
	}
	epoch, err := m.load(ctx, s.db)
	if err != nil || epoch != c.State.Epoch {
		return nil, epoch, err
	}
	return m.answer, epoch, m.told(ctx, s.records)
}

func language(c *record.Caller) string {
	if strings.HasPrefix(c.Language, "zh") {
		return "zh-CN"
	}
	return "en"
}

func (m *matter) inactive() *Answer {
	m.answer.Reasons = append(m.answer.Reasons, Reason{Kind: KindInactive, Holds: yes(true), Text: m.say("inactive")})
	m.answer.Decision = Decision{}.lists()
	m.answer.Text = sentence(m.say("inactive")) + m.say("end")
	return m.answer
}

// lists makes absent lists empty ones.
func (d Decision) lists() Decision {
	for _, list := range []*[]string{&d.Grants, &d.Restrictions, &d.Obligations, &d.Masks} {
		if *list == nil {
			*list = []string{}
		}
	}
	return d
}

// plans asks what the user's roles may do at all.
func (m *matter) plans(ctx context.Context) (err error) {
	p := m.subject.principal
	if m.plan, err = planOf(ctx, m.asker, p, m.q.Entity, m.q.Action, m.q.Channel); err != nil {
		return err
	}
	if m.read, err = planOf(ctx, m.asker, p, m.q.Entity, "read", m.q.Channel); err != nil {
		return err
	}
	m.params = binder(p, m.asker)
	for _, e := range m.snapshot.Entities() {
		if !reachable(m, e.Name()) {
			continue
		}
		far, err := planOf(ctx, m.asker, p, e.Name(), "read", m.q.Channel)
		if err != nil {
			return err
		}
		m.readable[e.Name()] = query.String(far.Row)
	}
	return nil
}

// reachable tells whether the conditions lead to records of an entity.
func reachable(m *matter, entity string) bool {
	found := false
	for _, p := range m.predicates() {
		query.Walk(p, func(q query.Predicate) bool {
			if s, ok := q.(query.Some); ok && s.Relation.Entity == entity {
				found = true
			}
			return !found
		})
	}
	return found
}

// predicates are all conditions that the answer depends on.
func (m *matter) predicates() []query.Predicate {
	list := []query.Predicate{m.plan.Row, m.read.Row}
	for _, plan := range []*access.Plan{m.plan, m.read} {
		for _, set := range []map[string]query.Predicate{plan.Grants, plan.Results, plan.Restrictions, plan.Masks, plan.Obligations} {
			for _, id := range slices.Sorted(maps.Keys(set)) {
				list = append(list, set[id])
			}
		}
	}
	if cell, ok := m.read.Fields[m.q.Field]; ok {
		list = append(list, cell.Readable, cell.Masked)
	}
	return list
}

// load reads the record with all that the conditions and the asker's own
// rights depend on.
func (m *matter) load(ctx context.Context, db *store.DB) (int64, error) {
	if m.q.ID == "" {
		return m.asker.State.Epoch, nil
	}
	if canonical(m.q.ID) == "" {
		return 0, missing()
	}
	o := query.NewOutline(m.q.Entity)
	for _, name := range []string{"id", "archived_at", m.q.Field} {
		if f, ok := m.entity.Operand(name); ok {
			o.Read(f)
		}
	}
	for _, p := range m.predicates() {
		o.Add(p)
	}
	m.sight.need(o)
	rec, epoch, err := db.Load(ctx, store.Load{Schema: m.snapshot, Outline: o, ID: m.q.ID}, m.asker.Workspace.Name)
	if err != nil {
		return 0, err
	}
	if epoch != m.asker.State.Epoch {
		return epoch, nil
	}
	if rec == nil || !m.asker.Principal.Can(Permission) && !m.sight.row(rec) {
		return 0, missing()
	}
	m.rec, m.records = rec, map[int]query.Record{0: rec}
	return epoch, m.sight.failed
}
