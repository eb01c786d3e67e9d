package fieldtype

import (
	"strings"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// stringType is the core of the types whose JSON value is a string: the empty
// string is the empty value, and what is not text is refused alike.
type stringType struct {
	base
	// longest is the most characters that a value may have.
	longest int
	// usual is the most characters without a maxLength, when that is less.
	usual int
	// format is the JSON Schema format, "" when there is none.
	format string
	// prepare makes what turns a text into the canonical value.
	prepare func(f *definition.Field) (func(s string) (any, *problem.Detail), *problem.Detail)
}

// Compile implements Type.
func (t stringType) Compile(f *definition.Field) (Coercer, *problem.Detail) {
	convert, detail := t.prepare(f)
	if detail != nil {
		return nil, detail
	}
	longest := t.limit(f)
	return func(v any) (any, *problem.Detail) {
		if v == nil {
			return nil, nil
		}
		s, ok := v.(string)
		if !ok {
			return nil, wrong("wrong_type", "want", "string")
		}
		if s == "" {
			return nil, nil
		}
		if detail := checkString(s, longest); detail != nil {
			return nil, detail
		}
		return convert(s)
	}, nil
}

// limit is the most characters that a value of the field may have.
func (t stringType) limit(f *definition.Field) int {
	switch {
	case f.MaxLength > 0:
		return min(f.MaxLength, t.longest)
	case t.usual > 0:
		return t.usual
	}
	return t.longest
}

// Longest gives the most characters that a value of the field may have, or 0
// for a field that holds no text.
func Longest(f *definition.Field) int {
	found, _ := Get(f.Type)
	if t, ok := found.(interface{ limit(*definition.Field) int }); ok && found.Kind().Kind == query.Text {
		return t.limit(f)
	}
	return 0
}

// checkString refuses what no text column can hold.
func checkString(s string, longest int) *problem.Detail {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return wrong("bad_characters")
	}
	if len(s) > longest && utf8.RuneCountInString(s) > longest {
		return wrong("too_long", "max", longest)
	}
	return nil
}

// JSONSchema implements Type.
func (t stringType) JSONSchema(f *definition.Field) map[string]any {
	m := map[string]any{"type": "string", "maxLength": t.limit(f)}
	if t.format != "" {
		m["format"] = t.format
	}
	return m
}

// ParseText implements Type.
func (stringType) ParseText(_ *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	return cell, nil
}

// FormatText implements Type.
func (stringType) FormatText(_ *definition.Field, v any, _ Locale) string {
	s, _ := v.(string)
	return s
}

// plainText keeps a text as it is.
func plainText(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) { return s, nil }, nil
}
