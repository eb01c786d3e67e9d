package fieldtype

import (
	"strings"

	"github.com/microcosm-cc/bluemonday"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// richTextType is a text with markup. What is kept is what a page may show of
// it: no script, no style, no frame.
type richTextType struct{ stringType }

var richText Type = richTextType{stringType{
	base: base{
		name: "richtext", kind: query.Type{Kind: query.Markup}, column: "text",
		operators: []Operator{OpContains, OpNotContains, OpEmpty, OpNotEmpty},
	},
	longest: maxLongText, prepare: sanitised,
}}

// sanitiser lets through what users may write. It is safe for concurrent use.
var sanitiser = bluemonday.UGCPolicy()

// visibleTags are the elements that show something without a word in them.
var visibleTags = []string{"<img", "<hr"}

// sanitised keeps what is safe of a text. Nothing to be seen is the empty
// value: editors leave an empty paragraph behind.
func sanitised(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	longest := maxLongText
	if f.MaxLength > 0 {
		longest = min(f.MaxLength, longest)
	}
	return func(s string) (any, *problem.Detail) {
		clean, ok := sanitise(s)
		if !ok {
			return nil, wrong("bad_markup")
		}
		// Characters are written as entities, so that the text may have grown.
		if detail := checkString(clean, longest); detail != nil {
			return nil, detail
		}
		if showsNothing(clean) {
			return nil, nil
		}
		return clean, nil
	}, nil
}

// sanitise gives what is left of a text when nothing more is taken away. One
// pass is nearly always enough; what changes with every pass is refused.
func sanitise(s string) (string, bool) {
	const passes = 4
	for range passes {
		clean := sanitiser.Sanitize(s)
		if clean == s {
			return s, true
		}
		s = clean
	}
	return "", false
}

func showsNothing(clean string) bool {
	for _, element := range visibleTags {
		if strings.Contains(clean, element) {
			return false
		}
	}
	return strings.TrimSpace(query.Words(clean)) == ""
}

// filterValue looks for words, not for markup.
func (richTextType) filterValue(_ *definition.Field, v any) (query.Value, *problem.Detail) {
	return filterText(v)
}
