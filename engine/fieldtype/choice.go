package fieldtype

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// choiceType is one option of a list.
type choiceType struct{ stringType }

var choice Type = choiceType{stringType{
	base:    base{name: "choice", folding: definition.FoldExact, kind: query.Type{Kind: query.Text}, column: "text", operators: equality, sortable: true, masks: whole},
	longest: 100, prepare: oneOption,
}}

func oneOption(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	options := allOptions(f)
	return func(s string) (any, *problem.Detail) {
		value, ok := options[s]
		if !ok {
			return nil, wrong("not_an_option", "value", shorten(s))
		}
		return value, nil
	}, nil
}

// allOptions gives the values that a record may have, by themselves and by the
// values that they replaced. Archived ones are among them: what has one keeps
// it. That nobody chooses one anew is for the write to see to; see ArchivedIn.
func allOptions(f *definition.Field) map[string]string {
	m := make(map[string]string, len(f.Options))
	for _, o := range f.Options {
		for _, former := range o.Former {
			m[former] = o.Value
		}
	}
	for _, o := range f.Options {
		m[o.Value] = o.Value
	}
	return m
}

// ArchivedIn gives the archived options that a canonical value of a field
// holds.
func ArchivedIn(f *definition.Field, v any) []string {
	var archived []string
	for _, o := range f.Options {
		if o.Archived && (v == any(o.Value) || slices.Contains(texts(v), o.Value)) {
			archived = append(archived, o.Value)
		}
	}
	return archived
}

// newly narrows the coercion of a field to what may be chosen anew.
func newly(f *definition.Field, coerce Coercer) Coercer {
	if withArchived(f) == f {
		return coerce
	}
	return func(v any) (any, *problem.Detail) {
		value, detail := coerce(v)
		if detail != nil {
			return nil, detail
		}
		if archived := ArchivedIn(f, value); len(archived) > 0 {
			at := ""
			if i := slices.Index(texts(value), archived[0]); i >= 0 {
				at = fmt.Sprintf("/%d", i)
			}
			return nil, wrongAt(at, "not_an_option", "value", archived[0])
		}
		return value, nil
	}
}

// withArchived is the field as if none of its options were archived.
func withArchived(f *definition.Field) *definition.Field {
	if !slices.ContainsFunc(f.Options, func(o definition.Option) bool { return o.Archived }) {
		return f
	}
	g := *f
	g.Options = slices.Clone(f.Options)
	for i := range g.Options {
		g.Options[i].Archived = false
	}
	return &g
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
		func(o definition.Option) bool { return slices.Contains(o.Former, s) },
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
