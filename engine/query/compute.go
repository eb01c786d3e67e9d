package query

import (
	"slices"
	"strings"
)

// function computes a value of arguments of which none is empty, nil for none.
type function func(args []any) any

// functions holds every Fn that is empty where an argument is; the others are
// FnCoalesce, FnLeast and FnMost.
var functions = map[Fn]function{
	FnAdd: numeric(addition), FnSub: numeric(subtraction), FnMul: numeric(product), FnDiv: numeric(quotient), FnMod: numeric(remainder),
	FnNeg: numeric(negative), FnAbs: numeric(absolute), FnFloor: numeric(floor), FnCeil: numeric(ceiling), FnRound: numeric(rounded),
	FnPow: numeric(power), FnDays: numeric(wholeDays),
	FnConcat: concat, FnLower: textual1(Fold), FnUpper: textual1(strings.ToUpper), FnTrim: textual1(trimmed), FnLen: length,
	FnLeft: left, FnRight: right, FnSubstring: substring, FnReplace: replaced, FnText: asText,
	FnYear: datePart(0), FnMonth: datePart(1), FnDay: datePart(2), FnWeekday: datePart(3), FnHour: clockPart(0), FnMinute: clockPart(1),
	FnDate: dateOf, FnBetween: between, FnAddDays: addDays, FnAddMonths: addMonths, FnAddHours: addHours,
}

// Fns lists every function, sorted.
func Fns() []Fn {
	list := []Fn{FnCoalesce, FnLeast, FnMost}
	for fn := range functions {
		list = append(list, fn)
	}
	slices.Sort(list)
	return list
}

func (e evaluator) compute(c Compute, b *binding) any {
	args := make([]any, 0, len(c.Args))
	for _, x := range c.Args {
		if v := e.value(x, b); v != nil {
			args = append(args, v)
		}
	}
	switch c.Fn {
	case FnCoalesce:
		if len(args) > 0 {
			return widened(args[0], c.Type)
		}
		return nil
	case FnLeast, FnMost:
		return widened(extreme(args, c.Fn == FnLeast), c.Type)
	}
	f, ok := functions[c.Fn]
	if !ok || len(args) < len(c.Args) {
		return nil
	}
	return f(args)
}

// widened gives an integer as the Number that a function answers with.
func widened(v any, t Type) any {
	if n, ok := v.(int64); ok && t.Kind == Number {
		d, _ := decimal(n)
		return d
	}
	return v
}

// extreme gives the least or the greatest of values of one kind.
func extreme(values []any, least bool) any {
	var found any
	for _, v := range values {
		if found == nil {
			found = v
			continue
		}
		if order, ok := compareValues(v, found); ok && order != 0 && (order < 0) == least {
			found = v
		}
	}
	return found
}

func (e evaluator) gather(g Gather, b *binding) any {
	from := b.find(g.Relation.From)
	if from == nil {
		return nil
	}
	var found []any
	count := 0
	for _, rec := range from.Related(g.Relation) {
		far := &binding{variable: g.Var, rec: rec, outer: b}
		if g.P != nil && !e.eval(g.P, far) {
			continue
		}
		count++
		if g.X == nil {
			continue
		}
		if v := e.value(g.X, far); v != nil {
			found = append(found, v)
		}
	}
	if g.Fn == Count {
		return whole(int64(count))
	}
	return aggregate(g, found)
}

func aggregate(g Gather, values []any) any {
	switch g.Fn {
	case Sum:
		return sum(values)
	case Avg:
		return average(values)
	case Least, Most:
		return widened(extreme(values, g.Fn == Least), g.Type)
	case One:
		if len(values) > 0 {
			return widened(values[0], g.Type)
		}
	}
	return nil
}
