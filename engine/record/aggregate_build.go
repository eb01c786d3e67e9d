package record

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// aggregationBuilder compiles an AggregateRequest, noting every problem.
type aggregationBuilder struct {
	ctx      context.Context
	service  *Service
	caller   *Caller
	reader   *reader
	out      aggregation
	names    map[string]bool // taken by groups and measures
	problems problem.List
	err      error // that is no problem of the request
}

// column is what groups and measures have in common: a name, and how values are
// told in conditions.
type column struct {
	name  string
	field *definition.Field
	typ   query.Type
}

type groupColumn struct {
	column
	path   string
	bucket store.Bucket
	width  query.Decimal
	each   bool   // of a list: one row per value in it
	target string // entity of the records that the group's values are; "" for none
}

type measureColumn struct{ column }

// note keeps an error: its details, when it is one of the request.
func (b *aggregationBuilder) note(err error) {
	var p *problem.Error
	switch {
	case err == nil:
	case errors.As(err, &p) && p.Kind == problem.Invalid && len(p.Details) > 0:
		b.problems = append(b.problems, p.Details...)
	case b.err == nil:
		b.err = err
	}
}

// limits checks the sizes of a request and completes it.
func (b *aggregationBuilder) limits(q *AggregateRequest) {
	if len(q.Measures) == 0 {
		q.Measures = []Measure{{Fn: string(store.Records)}}
	}
	if len(q.Measures) > maxMeasures {
		b.problems.Add("/measures", "too_many", "max", maxMeasures)
		q.Measures = nil
	}
	if len(q.Groups) > maxGroupBy {
		b.problems.Add("/groups", "too_many", "max", maxGroupBy)
		q.Groups = nil
	}
	if q.Limit == 0 {
		q.Limit = DefaultGroups
	}
	if q.Limit < 1 || q.Limit > MaxGroups {
		b.problems.Add("/limit", "out_of_range", "min", 1, "max", MaxGroups)
	}
}

// text gives a filter of the request as List takes it.
func (b *aggregationBuilder) text(pointer string, raw json.RawMessage) string {
	var s string
	switch {
	case len(raw) == 0 || string(raw) == "null":
	case raw[0] == '{':
		return string(raw)
	case json.Unmarshal(raw, &s) != nil:
		b.problems.Add(pointer, "wrong_type", "want", "object")
	}
	if len(s) > maxFilterText {
		b.problems.Add(pointer, "too_long", "max", maxFilterText)
		return ""
	}
	return s
}

// maxFilterText is the longest filter as Expr, in bytes.
const maxFilterText = 10 << 10

var aggregateName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,99}$`)

// take claims a name in the answer.
func (b *aggregationBuilder) take(pointer, name, made string) string {
	if name == "" {
		name = made
	}
	switch {
	case !aggregateName.MatchString(name):
		b.problems.Add(pointer+"/as", "bad_name")
	case b.names[name]:
		b.problems.Add(pointer+"/as", "duplicate")
	}
	b.names[name] = true
	return name
}

func (b *aggregationBuilder) group(i int, g *GroupBy) {
	at := "/groups/" + strconv.Itoa(i)
	reached, ok := b.reach(at+"/field", g.Field)
	if !ok {
		return
	}
	column := groupColumn{path: g.Field, bucket: store.Bucket(g.Bucket)}
	column.name = b.take(at, g.As, strings.ReplaceAll(g.Field, ".", "_"))
	column.field, column.typ = reached.definition, reached.cell.Field.Type
	out := store.Group{X: reached.value(), Bucket: column.bucket, Zone: query.Param{Type: query.Type{Kind: query.Text}, Name: "zone"}}
	switch {
	case reached.listsTexts() && g.Width == "" && g.Bucket == "":
		out.Each, column.each, column.field, column.typ = true, true, textField, query.Type{Kind: query.Text}
	case !reached.compares():
		b.problems.Add(at+"/field", "field_not_groupable", "name", g.Field)
	case g.Width != "":
		out.Width, out.Bucket = b.width(at, g, column.typ), store.Width
		column.width, _ = out.Width.V.(query.Decimal)
		column.bucket, column.field, column.typ = store.Width, numberField, numberType
	case g.Bucket != "":
		b.bucket(at, &column)
	default:
		column.target, _ = b.caller.State.Snapshot.Target(reached.cell.Field.Entity, reached.cell.Field.Name)
	}
	b.out.paths = append(b.out.paths, g.Field)
	b.out.groups = append(b.out.groups, column)
	b.out.statement.Groups = append(b.out.statement.Groups, out)
}

var (
	numberType  = query.Type{Kind: query.Number}
	numberField = &definition.Field{Type: "number", Scale: definition.ScaleAny}
	dateField   = &definition.Field{Type: "date"}
	textField   = &definition.Field{Type: "text"}
)

func (b *aggregationBuilder) width(at string, g *GroupBy, t query.Type) query.Value {
	w, ok := query.ParseDecimal(g.Width.String())
	positive := ok && w.Bounded() && w.Cmp("0") > 0
	switch {
	case !positive || g.Bucket != "":
		b.problems.Add(at+"/width", "out_of_range", "min", 0, "max", "")
	case t.Kind != query.Integer && t.Kind != query.Number:
		b.problems.Add(at+"/width", "field_not_measurable", "name", g.Field, "fn", "width")
	}
	return query.Value{Type: numberType, V: w}
}

// dateBuckets are the buckets of days, momentBuckets those of moments besides.
var (
	dateBuckets   = []store.Bucket{store.Day, store.Week, store.Month, store.Quarter, store.Year, store.Weekday, store.MonthOf}
	momentBuckets = []store.Bucket{store.Hour, store.HourOfDay}
)

func (b *aggregationBuilder) bucket(at string, g *groupColumn) {
	var all []store.Bucket
	switch g.typ.Kind {
	case query.Date:
		all = dateBuckets
	case query.Instant:
		all = append(slices.Clone(dateBuckets), momentBuckets...)
	}
	if !slices.Contains(all, g.bucket) {
		names := make([]string, len(all))
		for i := range all {
			names[i] = string(all[i])
		}
		b.problems.Add(at+"/bucket", "not_an_option", "options", strings.Join(names, ", "))
		return
	}
	switch g.bucket {
	case store.Weekday, store.MonthOf, store.HourOfDay:
		g.field, g.typ = numberField, query.Type{Kind: query.Integer}
	case store.Hour:
	default:
		g.field, g.typ = dateField, query.Type{Kind: query.Date}
	}
}

const measureNames = "count, count_distinct, sum, avg, min, max, median, stddev"

func (b *aggregationBuilder) measure(i int, m *Measure) {
	at := "/measures/" + strconv.Itoa(i)
	fn := store.MeasureFn(m.Fn)
	if !slices.Contains(strings.Split(measureNames, ", "), m.Fn) {
		b.problems.Add(at+"/fn", "not_an_option", "options", measureNames)
		return
	}
	made := m.Fn
	if m.Field != "" {
		made += "_" + strings.ReplaceAll(m.Field, ".", "_")
	}
	column := measureColumn{column{name: b.take(at, m.As, made), field: numberField, typ: numberType}}
	out := store.Measure{Fn: fn}
	switch {
	case m.Expr != "":
		b.measureExpr(at, m, fn, &column, &out)
	case m.Field != "" || fn != store.Records:
		b.measureOf(at, m, fn, &column, &out)
	}
	if text := b.text(at+"/filter", m.Filter); text != "" {
		p, err := b.service.parseFilter(b.ctx, b.caller, b.reader, text, at+"/filter")
		if err == nil {
			p, err = b.service.guard(b.ctx, b.caller, p)
		}
		b.note(err)
		if out.P != nil {
			p = query.And{out.P, p}
		}
		out.P = p
	}
	b.out.measures = append(b.out.measures, column)
	b.out.statement.Measures = append(b.out.statement.Measures, out)
}

// measureOf completes a measure of a field.
func (b *aggregationBuilder) measureOf(at string, m *Measure, fn store.MeasureFn, column *measureColumn, out *store.Measure) {
	reached, ok := b.reach(at+"/field", m.Field)
	if !ok {
		return
	}
	b.out.paths = append(b.out.paths, m.Field)
	if fn == store.Records {
		out.P = reached.present()
		return
	}
	t := reached.cell.Field.Type
	if !reached.compares() || !fieldtype.Measures(m.Fn, t.Kind) {
		b.problems.Add(at+"/field", "field_not_measurable", "name", m.Field, "fn", m.Fn)
		return
	}
	out.X = reached.value()
	if fn == store.Smallest || fn == store.Largest {
		column.field, column.typ = reached.definition, t
	}
}

func jsonOf(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil { // what a statement gave is always JSON
		return nil
	}
	return b
}

// compares tells whether values of the field are equal or not.
func (x *reached) compares() bool {
	return fieldtype.Compares(x.definition)
}

// listsTexts tells whether the field is a list of texts, such as tags: a record
// is of the group of each.
func (x *reached) listsTexts() bool {
	return x.cell.Field.Type == query.Type{Kind: query.Text, Array: true} && x.cell.Field.Links == ""
}
