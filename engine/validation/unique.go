package validation

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
)

// Unique compiles where a unique rule of an entity, by its number, holds; nil for
// all records. An index keeps the rule, and it knows nothing but the record
// itself: the condition is made of constants and of fields that are stored there.
func Unique(s filter.Schema, e *definition.Entity, rule int) (*Condition, problem.List) {
	at := "/x-unique/" + strconv.Itoa(rule) + "/where"
	k, wrong := One(s, e.Name, e.Unique[rule].Where, at)
	if k == nil {
		return nil, wrong
	}
	u := &uniqueWhere{entity: e, at: at}
	query.Walk(k.P, u.visit)
	return k, u.problems
}

// uniqueWhere looks for what an index does not know.
type uniqueWhere struct {
	entity   *definition.Entity
	at       string
	problems problem.List
}

func (u *uniqueWhere) visit(p query.Predicate) bool {
	if s, ok := p.(query.Some); ok {
		u.problems.Add(u.at, "unique_where_relates", "name", s.Relation.Field.Name)
		return false
	}
	for _, x := range query.Operands(p) {
		if !u.operand(x) {
			return false
		}
	}
	return true
}

func (u *uniqueWhere) operand(x query.Operand) bool {
	switch x := x.(type) {
	case query.Value:
		return true
	case query.Field:
		if f := u.entity.Field(x.Name); f != nil && f.Stored() && !f.System && f.Type != "autonumber" && x.Type.Kind < query.Markup {
			return true
		}
		u.problems.Add(u.at, "unique_where_not_stored", "name", x.Name)
	case query.Param:
		u.problems.Add(u.at, "unique_where_varies")
	case query.Gather:
		u.problems.Add(u.at, "unique_where_relates", "name", x.Relation.Field.Name)
	default:
		u.problems.Add(u.at, "unique_where_calculates")
	}
	return false
}
