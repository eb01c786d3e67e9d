package plan

import (
	"math/big"
	"reflect"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// language is that of the titles which values become and are found by, as of
// the records of roles.
const language = "zh-CN"

// convert plans the carrying over of a field's values to another column.
func (b *builder) convert(e *definition.Entity, was, f *definition.Field) {
	from, ok1 := fieldtype.Get(was.Type)
	to, ok2 := fieldtype.Get(f.Type)
	column, ok3 := b.column(e, f)
	if !ok1 && definition.OfExtension(was.Type) { // only who knows the type can read what is there
		b.problems.Add("/entity/"+e.Name+"/properties/"+f.Name, "field_type_missing", "type", was.Type)
	}
	if !ok1 || !ok2 || !ok3 {
		return
	}
	step := store.ConvertColumn{
		Subject: about(e, f), Table: store.EntityTable(e.ID), From: store.FieldColumn(was), FromType: from.Kind(),
		To: column, ToType: to.Kind(),
	}
	carry, detail := carrying(was, f)
	// What is sealed is bound to its field, and opened by nobody for this.
	if detail || from.Kind().Kind == query.Sealed || to.Kind().Kind == query.Sealed {
		b.problems.Add("/entity/"+e.Name+"/properties/"+f.Name, "cannot_convert", "field", f.Name, "from", was.Type, "to", f.Type)
		return
	}
	step.Carry = carry
	step.Risk, step.Params = store.Slow, map[string]any{"was": was.Type, "becomes": f.Type}
	b.conversions = append(b.conversions, step)
}

// carrying gives the value that a record gets when its field changes from was to
// f, and whether something is lost by it. Where the column has a value from
// before that stands for the same, it keeps that: going back loses nothing.
// bad tells that one of the fields contradicts itself.
func carrying(was, f *definition.Field) (carry func(value, kept any) (any, bool), bad bool) {
	forth, ok1 := conversion(was, f)
	back, ok2 := conversion(f, was)
	if !ok1 || !ok2 {
		return nil, true
	}
	return func(value, kept any) (any, bool) {
		if value == nil {
			return nil, false
		}
		if kept != nil {
			if again, _ := back(kept); equal(again, value) {
				return kept, false
			}
		}
		return forth(value)
	}, false
}

func equal(a, b any) bool {
	if at, ok := a.(time.Time); ok {
		bt, ok := b.(time.Time)
		return ok && at.Equal(bt)
	}
	return reflect.DeepEqual(a, b)
}

// conversion gives what turns a canonical value of one field into one of
// another, and tells whether something of it is lost.
func conversion(from, to *definition.Field) (func(v any) (any, bool), bool) {
	source, ok1 := fieldtype.Get(from.Type)
	target, ok2 := fieldtype.Get(to.Type)
	if !ok1 || !ok2 {
		return nil, false
	}
	if len(from.Options) > 0 && len(to.Options) > 0 {
		return byOptions(from, to, target.Kind().Array), true
	}
	open := *to
	open.Options = slices.Clone(to.Options)
	for i := range open.Options {
		open.Options[i].Archived = false // whoever has an archived option keeps it
	}
	coerce, detail := target.Compile(&open)
	if detail != nil {
		return nil, false
	}
	locale := fieldtype.Locale{Language: language}
	return func(v any) (any, bool) {
		if from.Type == to.Type {
			v, lost := rounded(v, to.Scale)
			result, detail := coerce(fieldtype.JSONValue(v))
			return result, lost || detail != nil
		}
		text := source.FormatText(from, v, locale)
		if text == "" {
			return nil, true
		}
		read, detail := target.ParseText(&open, text, locale)
		if detail != nil {
			return nil, true
		}
		read, lost := rounded(read, to.Scale)
		result, detail := coerce(fieldtype.JSONValue(read))
		return result, lost || detail != nil || result == nil
	}, true
}

// rounded brings a number to as many digits after the point as the field may
// have.
func rounded(v any, scale int) (any, bool) {
	d, ok := v.(query.Decimal)
	if !ok || scale < 0 {
		return v, false
	}
	r, ok := new(big.Rat).SetString(string(d))
	if !ok {
		return v, false
	}
	short, ok := fieldtype.ParseDecimal(r.FloatString(scale))
	if !ok || fieldtype.CompareDecimals(short, d) == 0 {
		return v, false
	}
	return short, true
}

// byOptions turns the options of one list into those of another: the same
// option by its x-id, or the one that names the value among its former ones.
// Values that no option ever had stay as they are.
func byOptions(from, to *definition.Field, many bool) func(v any) (any, bool) {
	values := optionMap(from.Options, to.Options)
	one := func(s string) string {
		if other, ok := values[s]; ok {
			return other
		}
		return s
	}
	return func(v any) (any, bool) {
		var all []any
		switch v := v.(type) {
		case string:
			all = []any{one(v)}
		case []any:
			for _, x := range v {
				if s, ok := x.(string); ok && !slices.Contains(all, any(one(s))) {
					all = append(all, one(s))
				}
			}
		}
		switch {
		case len(all) == 0:
			return nil, true
		case many:
			return all, false
		}
		return all[0], len(all) > 1
	}
}

// optionMap says which values of one list became which of another.
func optionMap(from, to []definition.Option) map[string]string {
	byID, present := map[string]string{}, map[string]bool{}
	for _, o := range to {
		present[o.Value] = true
		if o.ID != "" {
			byID[o.ID] = o.Value
		}
	}
	values := map[string]string{}
	for _, o := range from {
		if now, ok := byID[o.ID]; ok && o.ID != "" {
			if now != o.Value {
				values[o.Value] = now
			}
			continue
		}
		if i := slices.IndexFunc(to, func(t definition.Option) bool { return slices.Contains(t.Former, o.Value) }); i >= 0 && !present[o.Value] {
			values[o.Value] = to[i].Value
		}
	}
	return values
}
