package explain

import "strings"

// told at most in the summary.
const toldGrants = 3

// text says the answer in one or two sentences.
func (m *matter) text() string {
	name := "may"
	switch {
	case !m.answer.Allowed:
		name = "may_not"
	case m.rec == nil && len(m.answer.Decision.Grants) == 0:
		name = "may_some"
	}
	head := sentence(m.say(name, "who", m.who, "action", m.say("action_"+m.q.Action), "what", m.what()))
	if m.answer.Allowed {
		return head + m.granted() + m.say("end") + m.besides()
	}
	return head + m.say("end") + m.refused()
}

// what names what the question is about.
func (m *matter) what() string {
	what := m.record()
	if m.q.Field != "" {
		return m.say("cell_of", "what", what, "field", m.fieldTitle(m.q.Entity, m.q.Field))
	}
	return what
}

func (m *matter) record() string {
	if m.rec == nil {
		return m.plural()
	}
	title := m.entityTitle(m.q.Entity)
	if m.entity.Definition.Label != "" && m.sight.row(m.rec) {
		if label := m.label(m.q.Entity, m.q.ID); label != m.say("unseen_record") {
			return m.say("this_named", "entity", title, "label", label)
		}
	}
	return m.say("this_record", "entity", title)
}

func (m *matter) plural() string {
	if s := m.entity.Definition.Plural.In(m.language); s != "" {
		return small(s)
	}
	return m.entityTitle(m.q.Entity)
}

// granted names the first grant that allows.
func (m *matter) granted() string {
	for i := range m.answer.Reasons {
		r := &m.answer.Reasons[i]
		if r.Kind == KindGrant && (r.Holds == nil || *r.Holds) {
			return m.say("by_grant", "grant", m.named(r))
		}
	}
	return ""
}

// besides tells what else the asker should know of an allowed action.
func (m *matter) besides() string {
	for _, r := range m.answer.Reasons {
		if r.Kind == KindObligation && *held(r.Holds) {
			return m.say("needs", "list", r.Text)
		}
		if r.Kind == KindMask || r.Kind == KindField && m.answer.Cell != "read" {
			return m.space() + r.Text + m.say("end")
		}
	}
	return ""
}

// refused gives the reason that comes first: what no grant could help, then
// the grants that do not cover the record.
func (m *matter) refused() string {
	var failing []string
	for _, r := range m.answer.Reasons {
		switch {
		case r.Kind == KindGrant && r.Holds != nil && !*r.Holds:
			failing = append(failing, r.Text)
		case *held(r.Holds) && (r.Kind == KindRestriction || r.Kind == KindParent || r.Kind == KindQuota):
			return m.say("refused_by") + r.Text + m.say("end")
		case r.Kind == KindArchived, r.Kind == KindRead, r.Kind == KindNoRole:
			return m.space() + sentence(r.Text) + m.say("end")
		case r.Kind == KindField && m.answer.Cell != "" && *held(r.Holds) && len(m.answer.Decision.Grants) > 0:
			return m.space() + r.Text + m.say("end")
		case r.Kind == KindChannel:
			failing = append(failing, r.Text)
		}
	}
	if len(failing) > toldGrants {
		failing = append(failing[:toldGrants], "…")
	}
	return m.say("none_covers") + strings.Join(failing, m.say("semicolon")) + m.say("end")
}

func held(b *bool) *bool {
	if b == nil {
		return yes(false)
	}
	return b
}

func (m *matter) space() string {
	if m.language == "en" {
		return " "
	}
	return ""
}
