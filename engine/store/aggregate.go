package store

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/query"
)

// Aggregation asks for numbers about the records of an entity, one row for each
// combination of the groups' values. Operands and conditions are guarded: what
// the caller may not find by is empty in them.
type Aggregation struct {
	Schema   query.Schema
	Entity   string
	Row      query.Predicate // what the caller may read
	Filter   query.Predicate // what he asked for
	Joins    []FarRecord
	Groups   []Group
	Measures []Measure
	// Having is what a row must meet: over fields of variable 0 whose columns are
	// GroupColumn and MeasureColumn.
	Having query.Predicate
	Sort   []AggregateKey // completed by the groups
	Limit  int
}

// FarRecord brings the record that a relation field points to, if there is one
// for the caller, under a variable of its own.
type FarRecord struct {
	Var    int
	Entity string
	Near   query.Field     // the relation field, of a variable that is bound before
	On     query.Predicate // which of the far records are there for the caller
}

// Group is what records are told apart by.
type Group struct {
	X      query.Operand
	Each   bool   // X is a list: the record is of the group of each value, or of the empty one
	Bucket Bucket // what values fall together; "" for equal ones
	Zone   query.Operand
	Width  query.Value // of numbers that fall together, when Bucket is Width
}

// Bucket says which values of a group fall together.
type Bucket string

// The buckets. Those of dates begin with a day, which stands for them; Hour
// with a moment. Width is of numbers, which its lowest stands for.
const (
	Day       Bucket = "day"
	Week      Bucket = "week" // from Monday
	Month     Bucket = "month"
	Quarter   Bucket = "quarter"
	Year      Bucket = "year"
	Hour      Bucket = "hour"
	Weekday   Bucket = "weekday"       // 1 is Monday
	MonthOf   Bucket = "month_of_year" // 1 to 12
	HourOfDay Bucket = "hour_of_day"   // 0 to 23
	Width     Bucket = "width"
)

// Measure is one number of a row.
type Measure struct {
	Fn MeasureFn
	X  query.Operand   // what is measured; nil for Records
	P  query.Predicate // which records count; nil for all
}

// MeasureFn makes one value of many. Empty values do not count.
type MeasureFn string

// The functions of measures. Sum is 0 of none, as it is in roll-ups.
const (
	Records  MeasureFn = "count"
	Distinct MeasureFn = "count_distinct"
	Total    MeasureFn = "sum"
	Mean     MeasureFn = "avg" // to query.Places digits
	Smallest MeasureFn = "min"
	Largest  MeasureFn = "max"
	Median   MeasureFn = "median" // the mean of the two in the middle
	Spread   MeasureFn = "stddev" // of a sample, to spreadPlaces digits
)

const spreadPlaces = 10

// AggregateKey is a column to sort by: a group's when Measure is negative.
type AggregateKey struct {
	Group, Measure int
	Desc           bool
}

// GroupColumn names the column of a group.
func GroupColumn(i int) string { return "g" + strconv.Itoa(i) }

// MeasureColumn names the column of a measure.
func MeasureColumn(i int) string { return "m" + strconv.Itoa(i) }

// Compile renders an Aggregation for a workspace. Each row has the epoch, then
// the groups, then the measures.
func (a *Aggregation) Compile(workspace string) *Query {
	w := NewWriter(SchemaName(workspace), a.Schema)
	w.wide.lists = driven(waysOf(a.Row, nil))
	w.Text("SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text("), q0.* FROM (SELECT ")
	a.writeColumns(w)
	w.Text(" FROM (")
	a.writeRecords(w)
	w.Text(") r")
	if len(a.Groups) > 0 {
		w.Text(" GROUP BY ")
		a.names(w, "")
	}
	w.Text(") q0")
	w.where(a.Having)
	a.writeOrder(w)
	if a.Limit > 0 {
		w.limit(a.Limit + 1)
	}
	return &Query{sql: w.SQL(), args: w.Plan(), limit: a.Limit}
}

func (a *Aggregation) names(w *Writer, after string) {
	for i := range a.Groups {
		if i > 0 {
			w.Text(", ")
		}
		w.Text(GroupColumn(i))
	}
	w.Text(after)
}

func (a *Aggregation) writeColumns(w *Writer) {
	if len(a.Groups) > 0 {
		a.names(w, ", ")
	}
	for i := range a.Measures {
		if i > 0 {
			w.Text(", ")
		}
		w.Text(a.Measures[i].over(i), " AS "+MeasureColumn(i))
	}
}

// over gives the measure of the columns x and p that writeRecords makes.
func (m *Measure) over(i int) string {
	n := strconv.Itoa(i)
	x, which := "x"+n, ""
	if m.P != nil {
		which = " FILTER (WHERE p" + n + ")"
	}
	switch m.Fn {
	case Records:
		return "count(*)" + which
	case Distinct:
		return "count(DISTINCT " + x + ")" + which
	case Total:
		return "COALESCE(sum(" + x + "::numeric)" + which + ", 0)"
	case Mean:
		return quotient("(sum("+x+"::numeric)"+which+")", "(count("+x+")"+which+")")
	case Smallest:
		return "min(" + x + ")" + which
	case Largest:
		return "max(" + x + ")" + which
	case Median:
		middle := func(order string) string {
			return "(percentile_disc(0.5) WITHIN GROUP (ORDER BY " + x + "::numeric" + order + ")" + which + ")"
		}
		return quotient("("+middle("")+" + "+middle(" DESC")+")", "2")
	case Spread:
		return "round(stddev_samp(" + x + "::numeric)" + which + ", " + strconv.Itoa(spreadPlaces) + ")"
	}
	return "NULL::numeric"
}

// writeRecords selects what the groups and measures take of each record.
func (a *Aggregation) writeRecords(w *Writer) {
	w.Text("SELECT true AS one")
	for i := range a.Groups {
		if a.Groups[i].Each {
			w.Text(", " + eachOf(i) + ".v AS " + GroupColumn(i))
			continue
		}
		w.Text(", ", a.Groups[i].value(renderer{Writer: w, alias: alias}), " AS "+GroupColumn(i))
	}
	for i := range a.Measures {
		m := &a.Measures[i]
		if m.X != nil {
			w.Text(", ", renderer{Writer: w, alias: alias}.operand(m.X), " AS x"+strconv.Itoa(i))
		}
		if m.P != nil {
			w.Text(", (")
			w.cond(m.P)
			w.Text(") IS TRUE AS p" + strconv.Itoa(i))
		}
	}
	w.Text(" FROM ")
	w.Table(a.Entity)
	w.Text(" q0")
	for i := range a.Joins {
		j := &a.Joins[i]
		w.Text(" LEFT JOIN ")
		w.Table(j.Entity)
		w.Text(" " + alias(j.Var) + " ON " + alias(j.Var) + ".id = ")
		w.Field(j.Near)
		w.and(j.On)
	}
	for i := range a.Groups {
		if g := &a.Groups[i]; g.Each {
			w.Text(" LEFT JOIN LATERAL unnest(", renderer{Writer: w, alias: alias}.operand(g.X), ") AS "+eachOf(i)+"(v) ON true")
		}
	}
	w.where(a.Row, a.Filter)
}

// eachOf names the values of a group that is a list.
func eachOf(group int) string { return "each" + strconv.Itoa(group) }

// truncated are the buckets that begin with a day.
var truncated = map[Bucket]bool{Week: true, Month: true, Quarter: true, Year: true}

// repeating are the buckets that repeat, as extract names them.
var repeating = map[Bucket]string{Weekday: "isodow", MonthOf: "month", HourOfDay: "hour"}

// value gives what a record's group is called.
func (g *Group) value(r renderer) string {
	x := r.operand(g.X)
	t := g.X.OperandType()
	if g.Bucket == "" {
		return x
	}
	if g.Bucket == Width {
		return fill("(floor($1::numeric / $2) * $2)", []string{x, r.ValueText(g.Width)})
	}
	if t.Kind == query.Instant {
		x = "(" + x + " AT TIME ZONE " + r.operand(g.Zone) + ")"
	} else {
		x += "::timestamp"
	}
	switch {
	case g.Bucket == Hour:
		return "(date_trunc('hour', " + x + ") AT TIME ZONE " + r.operand(g.Zone) + ")"
	case truncated[g.Bucket]:
		return "date_trunc('" + string(g.Bucket) + "', " + x + ")::date"
	case repeating[g.Bucket] != "":
		return "extract(" + repeating[g.Bucket] + " FROM " + x + ")::bigint"
	}
	return x + "::date"
}

// text tells whether a group sorts as texts do.
func (g *Group) text() bool {
	return g.Each || g.Bucket == "" && g.X.OperandType() == query.Type{Kind: query.Text}
}

func (a *Aggregation) writeOrder(w *Writer) {
	keys := a.Sort
	for i := range a.Groups {
		keys = append(keys[:len(keys):len(keys)], AggregateKey{Group: i, Measure: -1})
	}
	if len(keys) == 0 {
		return
	}
	w.orderBy(len(keys), func(i int) bool { return keys[i].Desc }, func(i int) {
		k := keys[i]
		if k.Measure >= 0 {
			w.Text(MeasureColumn(k.Measure))
			return
		}
		if w.Text(GroupColumn(k.Group)); a.Groups[k.Group].text() {
			w.Text(` COLLATE pg_catalog."zh-x-icu"`)
		}
	})
}
