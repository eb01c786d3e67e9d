package explain

import (
	"context"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/record"
)

// told writes the answer's words: once to find out which records it names, and
// once with the names that the asker may see.
func (m *matter) told(ctx context.Context, records *record.Service) error {
	m.shares = true // about himself, or with the permission to ask about others
	known, err := m.user(ctx, records)
	if err != nil {
		return err
	}
	m.sees = func(param string) bool { return param == "now" || known[strings.TrimPrefix(param, "user.")] }
	for range 2 {
		m.wanted = map[string]bool{}
		m.decide()
		if len(m.wanted) == 0 {
			return nil
		}
		if err := m.name(ctx, records); err != nil {
			return err
		}
	}
	return nil
}

// derived are the attributes that are not fields of the user; what they hold
// follows from the roles that an explanation shows anyway.
var derived = []string{"id", "roles", "teams", "teammates", "subordinates", "principals"}

// user names the subject, and tells which of his attributes the asker may see.
func (m *matter) user(ctx context.Context, records *record.Service) (map[string]bool, error) {
	p := m.subject.principal
	known := map[string]bool{}
	for _, name := range derived {
		known[name] = true
	}
	if p.UserID == m.asker.Principal.UserID {
		for name := range p.Attributes {
			known[name] = true
		}
		if m.who = p.Name; m.who == "" {
			m.who = m.say("the_user")
		}
		return known, nil
	}
	m.who = m.say("the_user")
	labels, err := records.Labels(ctx, m.asker, "user", []string{p.UserID})
	if err != nil {
		return nil, err
	}
	if label, ok := labels[p.UserID]; ok {
		m.who = label
	}
	for name, visible := range records.Visible(ctx, m.asker, "user", p.UserID) {
		known[name] = visible
		known[name+"_below"] = visible
	}
	return known, nil
}

// name looks up the names that were wanted; those that the asker may not see
// are "".
func (m *matter) name(ctx context.Context, records *record.Service) error {
	ids := map[string][]string{}
	for key := range m.wanted {
		entity, id, _ := strings.Cut(key, " ")
		ids[entity] = append(ids[entity], id)
		m.labels[key] = ""
	}
	for entity, list := range ids {
		slices.Sort(list)
		if len(list) > record.MaxIDs {
			list = list[:record.MaxIDs]
		}
		labels, err := records.Labels(ctx, m.asker, entity, list)
		if err != nil {
			return err
		}
		for id, label := range labels {
			m.labels[labelKey(entity, id)] = label
		}
	}
	return nil
}

// sentence begins a text with a capital.
func sentence(text string) string {
	for i, r := range text {
		if i == 0 {
			return strings.ToUpper(string(r)) + text[len(string(r)):]
		}
	}
	return text
}
