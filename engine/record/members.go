package record

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxFields bounds how many members one question may name.
const maxFields = 520

// joinSpacing keeps the variables of joined records, and those that their
// conditions bind, apart.
const joinSpacing = 1000

// members turns the fields a caller asked for into the members of each row:
// all readable fields of the entity when he names none.
func (s *Service) members(ctx context.Context, c *Caller, r *reader, fields []string) ([]store.Member, error) {
	if len(fields) == 0 {
		fields = r.names
	}
	if len(fields) > maxFields {
		return nil, problem.InvalidAt("?fields", "too_many", map[string]any{"max": maxFields})
	}
	m := &memberList{ctx: ctx, service: s, caller: c, reader: r, at: map[string]int{}}
	m.add("id")
	for _, f := range fields {
		if name, far, dotted := strings.Cut(f, "."); dotted {
			m.addJoined(name, far)
		} else {
			m.add(f)
		}
	}
	return m.list, m.unknown.Err()
}

type memberList struct {
	ctx     context.Context
	service *Service
	caller  *Caller
	reader  *reader
	list    []store.Member
	at      map[string]int
	unknown problem.List
}

func (m *memberList) add(name string) {
	name = m.reader.entity.Current(name)
	if _, ok := m.at[name]; ok {
		return
	}
	cell, ok := m.reader.cells[name]
	if !ok {
		m.unknown.Add("?fields", "unknown_field", "name", name)
		return
	}
	m.at[name] = len(m.list)
	m.list = append(m.list, store.Member{Cell: cell})
}

// addJoined adds a field of the record that a relation field points to.
func (m *memberList) addJoined(name, far string) {
	target, ok := m.caller.State.Snapshot.Target(m.reader.entity.Name(), name)
	r, err := m.service.read(m.ctx, m.caller, target)
	if f, _ := m.reader.entity.Field(name); !ok || err != nil || f.ToOne() == "" {
		m.unknown.Add("?fields", "unknown_field", "name", name+"."+far)
		return
	}
	cell, ok := r.cells[r.entity.Current(far)]
	if !ok {
		m.unknown.Add("?fields", "unknown_field", "name", name+"."+far)
		return
	}
	before := len(m.unknown)
	if m.add(name); len(m.unknown) > before {
		return
	}
	name, far = m.reader.entity.Current(name), cell.Name
	member := &m.list[m.at[name]]
	if member.Join == nil {
		variable := joinSpacing * (m.at[name] + 1)
		member.Join = &store.Join{Entity: target, Var: variable}
		if r.plan.Row != query.Const(true) {
			member.Join.Row = query.Shift(r.plan.Row, variable)
		}
	}
	for _, have := range member.Join.Cells {
		if have.Name == far {
			return
		}
	}
	if far != "id" { // the id is always the first member of the object
		member.Join.Cells = append(member.Join.Cells, at(cell, member.Join.Var))
	}
}
