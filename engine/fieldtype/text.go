package fieldtype

import (
	"regexp"
	"unicode/utf8"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// textType is a text of one line, or of many with longtext.
type textType struct{ stringType }

// The longest text of one line, in characters: whatever its maxLength, and
// without one, which an index can always hold.
const (
	maxText     = 10_000
	usualLength = 500
)

var text Type = textType{stringType{
	base: base{name: "text", folding: definition.FoldLetters, kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true,
		masks: []string{"phone", "email", "name", "id", "tail", "all"}},
	longest: maxText, usual: usualLength, prepare: constrainedText,
}}

// constrainedText checks minLength and pattern.
func constrainedText(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	var pattern *regexp.Regexp
	if f.Pattern != "" {
		var err error
		if pattern, err = regexp.Compile(f.Pattern); err != nil {
			return nil, wrongAt("/pattern", "bad_pattern")
		}
	}
	least := f.MinLength
	return func(s string) (any, *problem.Detail) {
		if least > 1 && utf8.RuneCountInString(s) < least {
			return nil, wrong("too_short", "min", least)
		}
		if pattern != nil && !pattern.MatchString(s) {
			return nil, wrong("pattern")
		}
		return s, nil
	}, nil
}

// JSONSchema implements Type.
func (t textType) JSONSchema(f *definition.Field) map[string]any {
	return constrainedSchema(t.stringType.JSONSchema(f), f)
}

// constrainedSchema adds minLength and pattern. The empty string, which stands
// for the empty value, passes whatever else is wanted.
func constrainedSchema(m map[string]any, f *definition.Field) map[string]any {
	wanted := map[string]any{}
	if f.MinLength > 1 {
		wanted["minLength"] = f.MinLength
	}
	if f.Pattern != "" {
		wanted["pattern"] = f.Pattern
	}
	if len(wanted) > 0 {
		m["anyOf"] = []any{map[string]any{"maxLength": 0}, wanted}
	}
	return m
}
