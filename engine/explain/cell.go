package explain

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/query"
)

// cell tells about the field asked about: what of it shows, or whether it may
// be changed.
func (m *matter) cell() {
	if m.q.Field == "" {
		return
	}
	field := m.say("of_field", "field", m.fieldTitle(m.q.Entity, m.q.Field))
	rule, readable := m.read.Fields[m.q.Field]
	readable = readable && m.allows(rule.Readable) || m.q.Field == "id"
	switch {
	case !m.allows(m.read.Row):
		m.field("hidden", false, sentence(m.say("cell_unread", "field", field, "who", m.who)))
		return
	case !readable:
		m.field("hidden", false, sentence(m.say("cell_hidden", "field", field, "who", m.who)))
	case m.rec != nil && rule.Masked != nil && m.allows(rule.Masked) || rule.Masked == query.Const(true):
		m.masked(field)
	default:
		m.answer.Cell = "read"
	}
	if m.q.Action == "read" {
		m.whole(field)
		return
	}
	m.written(field)
}

// field adds the reason about the field, and refuses when it says no.
func (m *matter) field(state string, allowed bool, text string) {
	m.answer.Cell = state
	m.answer.Allowed = m.answer.Allowed && allowed
	m.add(Reason{Kind: KindField, ID: m.q.Field, Title: m.fieldTitle(m.q.Entity, m.q.Field), Holds: yes(!allowed), Text: text})
}

// whole adds that the field shows as it is.
func (m *matter) whole(field string) {
	if m.answer.Cell == "read" {
		m.add(Reason{Kind: KindField, ID: m.q.Field, Title: m.fieldTitle(m.q.Entity, m.q.Field), Holds: yes(false), Text: sentence(m.say("cell_read", "field", field))})
	}
}

// masked tells each mask that shows the field in part.
func (m *matter) masked(field string) {
	m.answer.Cell = "masked"
	for _, id := range m.answer.Decision.Masks {
		r := Reason{Kind: KindMask, ID: id, Title: m.title(id)}
		m.conditions(&r, m.read.Masks[id])
		r.Text = sentence(m.say("cell_masked", "field", field, "mask", m.say("title_only", "title", r.Title)+m.because(&r)))
		m.add(r)
	}
}

// written tells whether one of the grants that cover the record lets the field
// be changed.
func (m *matter) written(field string) {
	for _, id := range m.plan.Writable[m.q.Field] {
		if slices.Contains(m.plan.Once[m.q.Field], id) && m.filled() {
			continue
		}
		if slices.Contains(m.answer.Decision.Grants, id) || m.rec == nil {
			m.field("write", true, sentence(m.say("cell_write", "field", field, "who", m.who)))
			return
		}
	}
	state := m.answer.Cell
	m.field(state, false, sentence(m.say("cell_readonly", "field", field, "who", m.who)))
}

// filled tells whether the field has a value already, so that what may be set
// once may not be set any more.
func (m *matter) filled() bool {
	f, ok := m.entity.Operand(m.q.Field)
	return ok && m.rec != nil && m.rec.Value(f) != nil
}
