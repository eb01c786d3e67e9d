package explain

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// recordless are the actions that concern no record that is there already.
var recordless = []string{"create", "import", "template"}

// decide fills the answer: what was decided, and why.
func (m *matter) decide() {
	m.answer.Reasons = []Reason{}
	m.answer.Decision = Decision{Grants: m.holding(m.plan.Grants), Restrictions: m.holding(m.plan.Restrictions), Masks: m.masks(),
		Obligations: m.holding(m.plan.Obligations)}.lists()
	m.answer.Allowed = m.allows(m.plan.Row)
	m.state()
	m.readFirst()
	m.restrictions()
	m.quotas()
	m.grants()
	m.cell()
	m.obligations()
	m.answer.Text = m.text()
}

// allows tells whether a condition holds of the record, or could of one when
// none was named.
func (m *matter) allows(p query.Predicate) bool {
	if m.rec == nil {
		return p != query.Const(false)
	}
	return query.Eval(p, m.rec, m.params)
}

// holding lists the ids whose conditions hold.
func (m *matter) holding(set map[string]query.Predicate) []string {
	list := []string{}
	for _, id := range slices.Sorted(maps.Keys(set)) {
		if m.rec == nil && set[id] == query.Const(true) || m.rec != nil && m.allows(set[id]) {
			list = append(list, id)
		}
	}
	return list
}

// masks lists the masks that cover the field asked about, or any.
func (m *matter) masks() []string {
	var list []string
	for _, id := range m.holding(m.read.Masks) {
		if m.q.Field == "" || m.masks1(id, m.q.Field) {
			list = append(list, id)
		}
	}
	return list
}

func (m *matter) masks1(id, field string) bool {
	for _, d := range m.snapshot.Set.Masks {
		if d.Name == id {
			return slices.Contains(d.Fields, field)
		}
	}
	_, masked := m.read.Fields[field]
	return masked
}

func (m *matter) add(r Reason) { m.answer.Reasons = append(m.answer.Reasons, r) }

// state refuses what the record's state does not allow: an archived one is
// only read and restored.
func (m *matter) state() {
	if m.rec == nil || m.q.Action == "read" || m.q.Action == "history" {
		return
	}
	archived := m.rec.Value(query.Field{Name: "archived_at"}) != nil
	if archived == (m.q.Action == "restore") {
		return
	}
	text := m.say("archived")
	if !archived {
		text = m.say("not_archived")
	}
	m.answer.Allowed = false
	m.add(Reason{Kind: KindArchived, Holds: yes(true), Text: text})
}

// readFirst refuses what concerns a record that the user cannot read.
func (m *matter) readFirst() {
	if m.q.Action == "read" || slices.Contains(recordless, m.q.Action) || m.allows(m.read.Row) {
		return
	}
	m.answer.Allowed = false
	m.add(Reason{Kind: KindRead, Holds: yes(true), Text: m.say("not_readable", "who", m.who)})
}

func (m *matter) restrictions() {
	for _, id := range slices.Sorted(maps.Keys(m.plan.Restrictions)) {
		r := Reason{Kind: KindRestriction, ID: id, Title: m.title(id)}
		if strings.HasPrefix(id, "parent.") {
			r.Kind = KindParent
		}
		m.conditions(&r, m.plan.Restrictions[id])
		r.Text = m.say("title_only", "title", r.Title) + m.because(&r)
		m.add(r)
	}
}

// quotas tells how many records a user may take in a day; of nothing means
// never.
func (m *matter) quotas() {
	held := func(role string) bool { return slices.Contains(m.subject.principal.Roles, role) }
	for _, q := range m.entity.Quotas() {
		counts := len(q.Channels) == 0 || slices.Contains(q.Channels, m.q.Channel)
		if !counts || !slices.Contains(q.Actions, m.q.Action) || slices.ContainsFunc(q.Except, held) {
			continue
		}
		r := Reason{Kind: KindQuota, ID: q.ID, Title: m.title(q.ID), Holds: yes(q.Records <= 0)}
		limit := m.say("quota", "records", strconv.FormatInt(q.Records, 10))
		if q.Records <= 0 {
			limit = m.say("quota_none")
			m.answer.Allowed = false
			m.answer.Decision.Restrictions = append(m.answer.Decision.Restrictions, q.ID)
		}
		r.Text = m.say("title_only", "title", r.Title) + m.say("colon") + limit
		m.add(r)
	}
}

// obligations tells what must happen besides an action that is allowed.
func (m *matter) obligations() {
	for _, id := range slices.Sorted(maps.Keys(m.plan.Obligations)) {
		r := Reason{Kind: KindObligation, ID: id, Title: m.title(id)}
		m.conditions(&r, m.plan.Obligations[id])
		r.Text = m.say("title_only", "title", r.Title) + m.needs(id) + m.because(&r)
		m.add(r)
	}
}

// needs says what an obligation asks for.
func (m *matter) needs(id string) string {
	for _, d := range m.snapshot.Set.Obligations {
		if d.Name != id {
			continue
		}
		text := m.say("needs_" + d.Needs)
		if d.By != "" {
			text = m.say("needs_by", "what", text, "role", m.roleTitle(d.By))
		}
		return m.say("in_brackets", "text", text)
	}
	return ""
}

// conditions tells what a reason asks and whether it holds.
func (m *matter) conditions(r *Reason, p query.Predicate) {
	if m.rec != nil {
		r.Holds = yes(m.allows(p))
	} else if c, ok := p.(query.Const); ok {
		r.Holds = yes(bool(c))
	}
	parts, ok := p.(query.And)
	if !ok {
		parts = query.And{p}
	}
	if p == query.Const(true) {
		return
	}
	for _, part := range parts {
		r.Conditions = append(r.Conditions, m.condition(part))
	}
}

// because tells the conditions that decided about a reason: where it fails,
// what fails of it; where the asker may not know that, what it asks.
func (m *matter) because(r *Reason) string {
	var known, rules []string
	for _, c := range r.Conditions {
		switch {
		case c.Holds == nil:
			rules = append(rules, c.Text)
		case r.Holds == nil || *c.Holds == *r.Holds:
			known = append(known, c.Text)
		}
	}
	if len(rules) > 0 && (len(known) == 0 || r.Holds == nil || *r.Holds) {
		known = append(known, m.say("asks", "p", strings.Join(rules, m.say("and"))))
	}
	if len(known) == 0 {
		return ""
	}
	return m.say("colon") + strings.Join(known, m.say("and"))
}

// grants tells about every grant of the action that is the user's.
func (m *matter) grants() {
	told := map[string]bool{}
	for _, g := range m.snapshot.Set.Grants {
		if g.Entity != m.q.Entity || !slices.Contains(g.Actions, m.q.Action) || !m.subject.holds(g) {
			continue
		}
		told[g.Name] = true
		if len(g.Channels) > 0 && !slices.Contains(g.Channels, m.q.Channel) {
			m.add(Reason{Kind: KindChannel, ID: g.Name, Title: m.titleOf(g.Title, g.Name), Role: g.Role, Via: m.via(m.subject, g.Role, g.Name), Holds: yes(false),
				Text: m.say("channel", "title", m.titleOf(g.Title, g.Name), "channels", strings.Join(g.Channels, m.say("list")))})
			continue
		}
		m.grant(g.Name, g.Role)
	}
	for _, id := range slices.Sorted(maps.Keys(m.plan.Grants)) {
		if !told[id] {
			m.grant(id, m.roleOf(m.subject, id))
			told[id] = true
		}
	}
	if len(told) == 0 {
		m.noRole()
	}
}

func (m *matter) grant(id, role string) {
	r := Reason{Kind: KindGrant, ID: id, Title: m.title(id), Role: role}
	if m.subject.alone(&definition.Grant{Name: id}) {
		r.Via = m.via(m.subject, "", id)
	} else if role != "" {
		r.Via = m.via(m.subject, role, id)
	}
	p, ok := m.plan.Grants[id]
	if !ok {
		p = query.Const(false)
	}
	if result, ok := m.plan.Results[id]; ok && slices.Contains(recordless, m.q.Action) {
		p = query.Simplify(query.And{p, result})
	}
	m.conditions(&r, p)
	if c, ok := p.(query.Const); ok {
		r.Conditions = nil
		r.Text = m.named(&r) + m.say("colon") + m.say(map[bool]string{true: "covers_all", false: "covers_none"}[bool(c)])
	} else {
		r.Text = m.named(&r) + m.because(&r)
	}
	m.add(r)
}

// named gives a grant with how the user has it.
func (m *matter) named(r *Reason) string {
	switch {
	case r.Role != "" && r.Via != "":
		return m.say("grant_role", "title", r.Title, "role", m.roleTitle(r.Role), "via", r.Via)
	case r.Via != "":
		return m.say("grant_alone", "title", r.Title, "via", r.Via)
	}
	return m.say("grant_named", "title", r.Title)
}

// noRole says that the user has nothing that gives the action, and to those
// who may ask about others, which roles do.
func (m *matter) noRole() {
	var roles []string
	for _, g := range m.snapshot.Set.Grants {
		title := m.roleTitle(g.Role)
		if g.Entity == m.q.Entity && g.Role != "" && slices.Contains(g.Actions, m.q.Action) && !slices.Contains(roles, title) {
			roles = append(roles, title)
		}
	}
	pairs := []string{"who", m.who, "action", m.say("action_" + m.q.Action), "what", m.plural()}
	text := m.say("no_role", slices.Clone(pairs)...)
	if len(roles) > 0 && m.asker.Principal.Can(Permission) {
		text = m.say("no_role_hint", append(pairs, "roles", strings.Join(roles, m.say("list")))...)
	}
	m.add(Reason{Kind: KindNoRole, Holds: yes(true), Text: text})
}
