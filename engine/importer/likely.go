package importer

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mortise-crm/mortise/engine/definition"
)

func named(fields []*definition.Field, name string) *definition.Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// likelihoods say how a header may mean a field, the surest first, and how
// that is called.
var likelihoods = []struct {
	why   string
	means func(f *definition.Field, header string) bool
}{
	{"name", func(f *definition.Field, header string) bool { return f.Name == header }},
	{"title", func(f *definition.Field, header string) bool {
		return titled(f, func(title string) bool { return title == header })
	}},
	{"former", func(f *definition.Field, header string) bool { return slices.Contains(f.Former, header) }},
	{"name", func(f *definition.Field, header string) bool {
		return strings.EqualFold(f.Name, header) || f.Name == nameLike(header)
	}},
	{"title", func(f *definition.Field, header string) bool {
		return titled(f, func(title string) bool { return strings.EqualFold(bare(title), bare(header)) })
	}},
}

// likely finds the field that a header means, or nil when none does, or
// several do alike.
func likely(fields []*definition.Field, header string) *definition.Field {
	f, _ := why(fields, header)
	return f
}

// why is likely with the reason.
func why(fields []*definition.Field, header string) (*definition.Field, string) {
	for _, l := range likelihoods {
		var found []*definition.Field
		for _, f := range fields {
			if l.means(f, header) {
				found = append(found, f)
			}
		}
		if len(found) > 1 { // what the system sets is not meant
			found = slices.DeleteFunc(found, func(f *definition.Field) bool { return f.System || f.ReadOnly })
		}
		switch {
		case len(found) == 1:
			return found[0], l.why
		case len(found) > 1:
			return nil, ""
		}
	}
	return nil, ""
}

func titled(f *definition.Field, is func(title string) bool) bool {
	for _, title := range f.Title {
		if title != "" && is(strings.TrimSpace(title)) {
			return true
		}
	}
	return false
}

// bare is a title without the star that marks required fields, colons and
// blanks.
func bare(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("*＊:：", r) {
			return -1
		}
		return r
	}, title)
}

// nameLike makes "Lead Source" lead_source.
func nameLike(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}
