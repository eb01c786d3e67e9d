package store

import (
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

// functions holds the SQL of each function of query: $1, $2, … stand for its
// arguments, numbers as numeric. Each argument stands once, for it may be long
// itself, and a value out of bounds becomes NULL rather than an error.
var functions = map[query.Fn]string{
	query.FnAdd: "($1 + $2)", query.FnSub: "($1 - $2)", query.FnMul: rounded("$1 * $2"), query.FnDiv: quotient("$1", "$2"),
	query.FnMod: "($1 % NULLIF($2, 0))", query.FnNeg: "(- $1)", query.FnAbs: "abs($1)", query.FnFloor: "floor($1)", query.FnCeil: "ceil($1)",
	query.FnRound: "round($1, $2::int)", query.FnDays: "div($1, 86400)",
	query.FnConcat: cut("$1 || $2"), query.FnLower: "lower($1)", query.FnUpper: "upper($1)", query.FnTrim: "btrim($1, E' \\t\\n\\r\\u3000')",
	query.FnLen: "length($1)::numeric", query.FnLeft: "left($1, $2::int)", query.FnRight: "right($1, $2::int)",
	query.FnSubstring: "substring($1, $2::int, $3::int)", query.FnReplace: cut("replace($1, $2, $3)"),
	query.FnYear: "extract(year FROM $1)", query.FnMonth: "extract(month FROM $1)", query.FnDay: "extract(day FROM $1)",
	query.FnWeekday: "extract(isodow FROM $1)", query.FnHour: "extract(hour FROM $1 AT TIME ZONE $2)",
	query.FnMinute: "extract(minute FROM $1 AT TIME ZONE $2)", query.FnDate: days("($1 AT TIME ZONE $2)::date"),
	query.FnAddDays:   days("$1 + " + within("$2", query.MaxDays)),
	query.FnAddMonths: days("($1 + make_interval(months => " + within("$2", query.MaxMonths) + "))::date"),
	query.FnAddHours:  moments("$1 + make_interval(hours => " + within("$2", query.MaxHours) + ")"),
}

// ofMoments are the functions that are written in another way for moments.
var ofMoments = map[query.Fn]string{
	query.FnBetween: "extract(epoch FROM $1 - $2)",
	query.FnAddDays: moments("$1 + make_interval(hours => 24 * " + within("$2", query.MaxDays) + ")"),
}

// bounded keeps a value between two that it must not reach: what does becomes
// NULL, and so does NULL, which LEAST ignores.
func bounded(x, below, above string) string {
	return "NULLIF(NULLIF(GREATEST(LEAST(" + x + ", " + above + "), " + below + "), " + above + "), " + below + ")"
}

var tooLarge = "1e" + strconv.Itoa(query.MaxWhole)

func rounded(x string) string { return "round(" + x + ", " + strconv.Itoa(query.Places) + ")" }

// quotient divides exactly, to one digit more than is kept.
func quotient(x, y string) string {
	digits := strconv.Itoa(query.Places + 1)
	return rounded("div(" + x + " * 1e" + digits + ", NULLIF(" + y + ", 0)) * 1e-" + digits)
}

func cut(x string) string { return "left(" + x + ", " + strconv.Itoa(query.MaxText) + ")" }

// within gives the whole part of a number that may be added to a date.
func within(x string, most int) string {
	limit := strconv.Itoa(most + 1)
	return bounded("trunc("+x+")", "-"+limit, limit) + "::int"
}

func days(x string) string {
	return bounded("("+x+")", "'0001-12-31 BC'::date", "'10000-01-01'::date")
}

func moments(x string) string {
	return bounded("("+x+")", "'0001-12-31 23:59:59.999999+00 BC'::timestamptz", "'10000-01-01 00:00:00+00'::timestamptz")
}

// grows tells which functions may answer with a number out of bounds.
var grows = map[query.Fn]bool{
	query.FnAdd: true, query.FnSub: true, query.FnMul: true, query.FnDiv: true, query.FnFloor: true, query.FnCeil: true,
	query.FnRound: true, query.FnPow: true,
}

func (r renderer) compute(c query.Compute) string {
	if c.Fn == query.FnPow {
		return power(r.argument(c.Args[0]), c.Args[1])
	}
	args := make([]string, len(c.Args))
	for i, x := range c.Args {
		args[i] = r.argument(x)
	}
	switch c.Fn {
	case query.FnCoalesce:
		return "COALESCE(" + strings.Join(args, ", ") + ")"
	case query.FnLeast:
		return "LEAST(" + strings.Join(args, ", ") + ")"
	case query.FnMost:
		return "GREATEST(" + strings.Join(args, ", ") + ")"
	case query.FnBetween:
		if c.Args[0].OperandType().Kind == query.Date {
			return "((" + args[0] + " - " + args[1] + ")::numeric * 86400)"
		}
	case query.FnText:
		return writtenText(args[0], c.Args[0].OperandType())
	}
	sql, ok := functions[c.Fn]
	if other, special := ofMoments[c.Fn]; special && c.Args[0].OperandType().Kind == query.Instant {
		sql, ok = other, true
	}
	if !ok {
		return "NULL::" + SQLType(c.Type)
	}
	if sql = fill(sql, args); grows[c.Fn] {
		return bounded(sql, "-"+tooLarge, tooLarge)
	}
	return sql
}

// argument gives an operand, numbers as numeric.
func (r renderer) argument(x query.Operand) string {
	if x.OperandType() == (query.Type{Kind: query.Integer}) {
		return r.operand(x) + "::numeric"
	}
	return r.operand(x)
}

// fill puts the arguments in the places that a text leaves for them.
func fill(sql string, args []string) string {
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, "$"+strconv.Itoa(i+1), arg)
	}
	return strings.NewReplacer(pairs...).Replace(sql)
}

// power multiplies step by step; x is computed once.
func power(x string, exponent query.Operand) string {
	v, _ := exponent.(query.Value)
	n, ok := v.V.(int64)
	if !ok || n < 0 || n > query.MaxPower {
		return "NULL::numeric"
	}
	product := "(v * 0 + 1)"
	for range n {
		product = bounded(rounded(product+" * v"), "-"+tooLarge, tooLarge)
	}
	return "(SELECT " + product + " FROM (SELECT " + x + " AS v OFFSET 0) s)"
}

func (r renderer) choose(c query.Choose) string {
	return "CASE WHEN " + r.condition(c.If) + " THEN " + r.typed(c.Then, c.Type) + " ELSE " + r.typed(c.Else, c.Type) + " END"
}

// typed gives an operand in the type that another one has, too.
func (r renderer) typed(x query.Operand, t query.Type) string {
	if x.OperandType() == t {
		return r.operand(x)
	}
	return r.operand(x) + "::" + SQLType(t)
}

// writtenText writes a value as people would, whatever the session's settings.
func writtenText(x string, t query.Type) string {
	switch t.Kind {
	case query.Number, query.Integer:
		return "trim_scale(" + x + ")::text"
	case query.Date:
		return "to_char(" + x + ", 'YYYY-MM-DD')"
	}
	return x + "::text"
}
