package record

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
)

// sort reads "-total,status": names of measures and groups.
func (b *aggregationBuilder) sort(src string) {
	if src == "" {
		return
	}
	names := strings.Split(src, ",")
	if len(names) > maxSortKeys {
		b.problems.Add("/sort", "too_many", "max", maxSortKeys)
		return
	}
	for _, name := range names {
		name, desc := strings.CutPrefix(strings.TrimSpace(name), "-")
		g, m := b.out.named(name)
		if g < 0 && m < 0 {
			b.problems.Add("/sort", "unknown_field", "name", name)
			continue
		}
		b.out.statement.Sort = append(b.out.statement.Sort, store.AggregateKey{Group: g, Measure: m, Desc: desc})
	}
}

// named gives the group or the measure of a name; -1 for none.
func (a *aggregation) named(name string) (group, measure int) {
	for i := range a.groups {
		if a.groups[i].name == name {
			return i, -1
		}
	}
	for i := range a.measures {
		if a.measures[i].name == name {
			return -1, i
		}
	}
	return -1, -1
}

// having compiles the condition on rows.
func (b *aggregationBuilder) having(src string) {
	if src == "" || len(b.problems) > 0 {
		return
	}
	s := rowsOf{Schema: b.caller.State.Snapshot, of: &b.out}
	o := filter.Options{Now: b.caller.Now, Zone: b.caller.Zone, Pointer: "/having", Visible: func(entity, _ string) bool { return entity == aggregateRows }}
	var p query.Predicate
	var err error
	if strings.HasPrefix(strings.TrimSpace(src), "{") {
		p, err = filter.ParseJSON(s, aggregateRows, []byte(src), o)
	} else {
		p, err = filter.Parse(s, aggregateRows, src, o)
	}
	b.note(err)
	b.out.statement.Having = p
}

// aggregateRows stands for an entity whose records are the rows of an
// aggregate; no entity has such a name.
const aggregateRows = "rows of an aggregate"

// rowsOf gives conditions the columns of an aggregate as fields.
type rowsOf struct {
	filter.Schema
	of *aggregation
}

// Field implements query.Schema.
func (s rowsOf) Field(entity, name string) (query.Field, bool) {
	if entity != aggregateRows {
		return s.Schema.Field(entity, name)
	}
	f := query.Field{Entity: entity, Name: name}
	switch g, m := s.of.named(name); {
	case g >= 0:
		f.Column, f.Type = store.GroupColumn(g), s.of.groups[g].typ
	case m >= 0:
		f.Column, f.Type = store.MeasureColumn(m), s.of.measures[m].typ
	default:
		return f, false
	}
	return f, true
}

// Definition implements filter.Schema.
func (s rowsOf) Definition(entity, name string) (*definition.Field, bool) {
	if entity != aggregateRows {
		return s.Schema.Definition(entity, name)
	}
	switch g, m := s.of.named(name); {
	case g >= 0:
		return s.of.groups[g].field, true
	case m >= 0:
		return s.of.measures[m].field, true
	}
	return nil, false
}

// Target implements query.Schema.
func (s rowsOf) Target(entity, name string) (string, bool) {
	if entity != aggregateRows {
		return s.Schema.Target(entity, name)
	}
	if g, _ := s.of.named(name); g >= 0 && s.of.groups[g].target != "" {
		return s.of.groups[g].target, true
	}
	return "", false
}
