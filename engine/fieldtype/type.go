package fieldtype

import (
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Type is a field type. Its methods take the field, whose keywords refine the
// type, and never change it.
type Type interface {
	// Name is the value of x-field.
	Name() string
	// Kind is the class of the canonical values.
	Kind() query.Type
	// Column is the type of the column that stores the field.
	Column(f *definition.Field) string
	// Operators are the filter operators that the type understands.
	Operators() []Operator
	// Masks are the patterns that can show part of a value; "all" shows none.
	Masks() []string
	// Sortable tells whether lists can be sorted by the field.
	Sortable() bool
	// JSONSchema describes the values of a payload, null aside.
	JSONSchema(f *definition.Field) map[string]any
	// Compile prepares the coercion of values of the field. It fails when
	// keywords of the field contradict its type.
	Compile(f *definition.Field) (Coercer, *problem.Detail)
	// ParseText reads a CSV cell, never empty, as a value of decoded JSON,
	// which a Coercer still has to accept.
	ParseText(f *definition.Field, cell string, l Locale) (any, *problem.Detail)
	// FormatText prints a canonical value, never nil, so that ParseText reads
	// the same value again.
	FormatText(f *definition.Field, v any, l Locale) string
}

// Coercer turns a value of decoded JSON (numbers as json.Number) into the
// canonical value of query.Kind; nil is the empty value. The pointer of a
// detail is relative to the value.
type Coercer func(v any) (any, *problem.Detail)

// Locale says how the texts of people are read and written.
type Locale struct {
	Language string         // BCP 47; titles of options, yes and no
	Zone     *time.Location // of date-times without offset; nil is UTC
	Dates    DateOrder      // of days in numbers with the year at the end
	Scaled   bool           // numbers may end with K, M, B, 万 or 亿
}

// DateOrder is the order of day and month in texts like 1/2/2026. Without one,
// a text that could be two days is refused.
type DateOrder string

// The orders of day and month.
const (
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
)

func (l Locale) zone() *time.Location {
	if l.Zone == nil {
		return time.UTC
	}
	return l.Zone
}

// base carries what is the same for every field of a type.
type base struct {
	name      string
	kind      query.Type
	column    string
	operators []Operator
	sortable  bool
	masks     []string // nil for those of the kind
	folding   definition.Folding
}

// Name implements Type.
func (b base) Name() string { return b.name }

// Kind implements Type.
func (b base) Kind() query.Type { return b.kind }

// Column implements Type.
func (b base) Column(*definition.Field) string { return b.column }

// Operators implements Type.
func (b base) Operators() []Operator { return b.operators }

// Sortable implements Type.
func (b base) Sortable() bool { return b.sortable }

// wrong makes a detail about a whole value; params are name, value pairs.
func wrong(code string, params ...any) *problem.Detail {
	return wrongAt("", code, params...)
}

func wrongAt(pointer, code string, params ...any) *problem.Detail {
	var l problem.List
	l.Add(pointer, code, params...)
	return &l[0]
}
