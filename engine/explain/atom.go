package explain

import (
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// atom tells a condition without parts, or that it does not hold. withValue
// adds what the record has instead.
func (t *teller) atom(p query.Predicate, holds, withValue bool) string {
	switch p := p.(type) {
	case query.Present:
		if !holds {
			return t.say("empty", "x", t.operand(p.X, nil))
		}
		if v := t.read(p.X); withValue && v != nil {
			return t.say("present_value", "x", t.operand(p.X, nil), "v", t.value(v, p.X))
		}
		return t.say("present", "x", t.operand(p.X, nil))
	case query.IsTrue:
		return t.say(negated("true", holds), "x", t.operand(p.X, nil))
	case query.Match:
		return t.say(negated(p.How.String(), holds), "x", t.operand(p.X, nil), "y", t.operand(p.Y, p.X))
	case query.Compare:
		return t.compare(turned(p), holds, withValue)
	case query.In:
		return t.in(p, holds, withValue)
	case query.Overlap:
		return t.overlap(p, holds, withValue)
	}
	return t.say("never")
}

func (t *teller) overlap(p query.Overlap, holds, withValue bool) string {
	if _, ok := p.Y.(query.Field); ok {
		if _, ok := p.X.(query.Field); !ok {
			p.X, p.Y = p.Y, p.X
		}
	}
	x, y := t.operand(p.X, p.Y), t.operand(p.Y, p.X)
	if v := t.read(p.X); withValue && v != nil {
		x = t.say("with_value", "y", x, "v", t.value(v, p.X))
	}
	return t.say(negated("overlap", holds), "x", x, "y", y)
}

func negated(name string, holds bool) string {
	if holds {
		return name
	}
	return name + "_not"
}

// read gives an operand's value on the records that are bound.
func (t *teller) read(x query.Operand) any { return query.OperandIn(x, t.records, t.params) }

// turned puts the field of a comparison first.
func turned(p query.Compare) query.Compare {
	if _, ok := p.X.(query.Field); ok {
		return p
	}
	if _, ok := p.Y.(query.Field); !ok {
		if _, ok := p.X.(query.Param); ok {
			return p
		}
	}
	op := map[query.Op]query.Op{query.Lt: query.Gt, query.Le: query.Ge, query.Gt: query.Lt, query.Ge: query.Le}[p.Op]
	if op == 0 {
		op = p.Op
	}
	return query.Compare{Op: op, X: p.Y, Y: p.X}
}

var comparisons = map[query.Op][2]string{
	query.Eq: {"eq", "eq"}, query.Ne: {"ne", "ne"},
	query.Lt: {"lt", "before"}, query.Le: {"le", "before_or"}, query.Gt: {"gt", "after"}, query.Ge: {"ge", "after_or"},
}

func (t *teller) compare(p query.Compare, holds, withValue bool) string {
	name := comparisons[p.Op][0]
	if k := p.X.OperandType().Kind; k == query.Date || k == query.Time || k == query.Instant {
		name = comparisons[p.Op][1]
	}
	x, y := t.operand(p.X, p.Y), t.operand(p.Y, p.X)
	if v, ok := p.Y.(query.Value); ok && name == "eq" {
		if b, ok := v.V.(bool); ok {
			return t.say(negated(strconv.FormatBool(b), holds), "x", x)
		}
	}
	if holds {
		return t.say(name, "x", x, "y", y)
	}
	if !withValue {
		if name == "eq" {
			return t.say("ne", "x", x, "y", y)
		}
		return t.say("not", "p", t.say(name, "x", x, "y", y))
	}
	if v, ok := p.Y.(query.Param); ok && t.read(v) == nil {
		return t.say("user_lacks", "who", t.who, "field", t.attribute(v.Name))
	}
	v := t.read(p.X)
	if param, ok := p.Y.(query.Param); ok && param.Name != "user.id" && param.Name != "now" {
		y = t.say("with_value", "y", y, "v", t.value(t.read(param), p.X))
	}
	switch {
	case v == nil && name == "eq":
		return t.say("eq_empty", "x", x, "y", y)
	case v == nil:
		return t.say("empty", "x", x)
	case name == "ne":
		return t.say("ne_not", "x", x, "y", y)
	}
	return t.say(name+"_not", "x", x, "y", y, "v", t.value(v, p.X))
}

func (t *teller) in(p query.In, holds, withValue bool) string {
	if f, ok := p.List.(query.Field); ok {
		return t.say(negated("has", holds), "x", t.operand(f, nil), "y", t.operand(p.X, f))
	}
	x, y := t.operand(p.X, p.List), t.operand(p.List, p.X)
	if holds {
		return t.say("eq", "x", x, "y", y)
	}
	if !withValue {
		return t.say("ne", "x", x, "y", y)
	}
	v := t.read(p.X)
	if v == nil {
		return t.say("eq_empty", "x", x, "y", y)
	}
	return t.say("eq_not", "x", x, "y", y, "v", t.value(v, p.X))
}

// operand names a side of a comparison. other is the other side.
func (t *teller) operand(x, other query.Operand) string {
	switch x := x.(type) {
	case query.Field:
		return t.field(x)
	case query.Param:
		return t.param(x.Name)
	case query.Value:
		if list, ok := x.V.([]any); ok {
			if len(list) == 1 {
				return t.value(list[0], other)
			}
			return t.say("one_of", "list", t.value(list, other))
		}
		return t.value(x.V, other)
	}
	return t.say("nothing")
}

// param names what a parameter stands for.
func (t *teller) param(name string) string {
	attribute := strings.TrimPrefix(name, "user.")
	switch attribute {
	case "now":
		return t.say("now")
	case "id":
		return t.who
	case "roles", "teams", "teammates", "subordinates", "principals":
		return t.say("user_"+attribute, "who", t.who)
	}
	if field, ok := strings.CutSuffix(attribute, "_below"); ok {
		return t.say("user_below", "who", t.who, "field", t.fieldTitle("user", field))
	}
	return t.say("user_attribute", "who", t.who, "field", t.fieldTitle("user", attribute))
}

// attribute is the title of the user's field behind a parameter.
func (t *teller) attribute(name string) string {
	return t.fieldTitle("user", strings.TrimSuffix(strings.TrimPrefix(name, "user."), "_below"))
}
