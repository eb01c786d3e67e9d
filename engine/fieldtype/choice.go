package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// choiceType is one option of a list.
type choiceType struct{ stringType }

var choice Type = choiceType{stringType{
	base:    base{name: "choice", kind: query.Type{Kind: query.Text}, column: "text", operators: equality, sortable: true, masks: whole},
	longest: 100, prepare: oneOption,
}}

func oneOption(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	options := openOptions(f)
	return func(s string) (any, *problem.Detail) {
		if !options[s] {
			return nil, wrong("not_an_option", "value", shorten(s))
		}
		return s, nil
	}, nil
}

// openOptions is the set of values that may be chosen: archived ones are not.
func openOptions(f *definition.Field) map[string]bool {
	m := make(map[string]bool, len(f.Options))
	for _, o := range f.Options {
		if !o.Archived {
			m[o.Value] = true
		}
	}
	return m
}

func optionValues(f *definition.Field) []any {
	values := []any{}
	for _, o := range f.Options {
		if !o.Archived {
			values = append(values, o.Value)
		}
	}
	return values
}

// JSONSchema implements Type.
func (choiceType) JSONSchema(f *definition.Field) map[string]any {
	return map[string]any{"type": "string", "enum": optionValues(f)}
}

// ParseText implements Type: an option by its value, or by its title in any
// language.
func (choiceType) ParseText(f *definition.Field, cell string, _ Locale) (any, *problem.Detail) {
	value, ok := findOption(f, strings.TrimSpace(cell))
	if !ok {
		return nil, wrong("not_an_option", "value", shorten(cell))
	}
	return value, nil
}

// findOption prefers the exact value, then the value in another case, then a
// title.
func findOption(f *definition.Field, s string) (string, bool) {
	for _, same := range []func(o definition.Option) bool{
		func(o definition.Option) bool { return o.Value == s },
		func(o definition.Option) bool { return strings.EqualFold(o.Value, s) },
		func(o definition.Option) bool { return hasTitle(o, s) },
	} {
		for _, o := range f.Options {
			if same(o) {
				return o.Value, true
			}
		}
	}
	return "", false
}

func hasTitle(o definition.Option, s string) bool {
	for _, title := range o.Title {
		if strings.EqualFold(title, s) {
			return true
		}
	}
	return false
}

// FormatText implements Type: the title in the reader's language.
func (choiceType) FormatText(f *definition.Field, v any, l Locale) string {
	s, _ := v.(string)
	return optionText(f, s, l)
}

// optionText is an option's title, or its value where the title is also that
// of another option.
func optionText(f *definition.Field, value string, l Locale) string {
	title := ""
	for _, o := range f.Options {
		if o.Value == value {
			title = o.Title.In(l.Language)
		}
	}
	if found, ok := findOption(f, title); !ok || found != value {
		return value
	}
	return title
}
