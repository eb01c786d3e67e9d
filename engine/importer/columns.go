package importer

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// column is what becomes of the cells below one header.
type column struct {
	header    string
	field     *definition.Field // nil: passed over
	fieldType fieldtype.Type
	pointer   string
	unnamed   bool // has no header; its cells must be empty
}

// columns finds the field of each header: as given by names, or else the field
// with this name, or with this title in any language, without regard to case.
func columns(headers []string, fields []*definition.Field, names map[string]string) ([]column, error) {
	var wrong problem.List
	list := make([]column, len(headers))
	taken := map[string]string{}
	for i, header := range headers {
		header = strings.TrimSpace(header)
		list[i] = column{header: header, unnamed: header == ""}
		name, given := names[header]
		if given && name == "" || header == "" && !given {
			continue // left out on purpose
		}
		f := named(fields, name)
		if !given {
			f = likely(fields, header)
		}
		switch {
		case f == nil:
			wrong.Add("?map", "unknown_column", "column", header, "number", i+1)
			continue
		case f.ReadOnly || f.System:
			wrong.Add("?map", "column_read_only", "column", header, "field", f.Name)
			continue
		case taken[f.Name] != "":
			wrong.Add("?map", "column_twice", "column", header, "field", f.Name, "other", taken[f.Name])
			continue
		}
		taken[f.Name] = header
		list[i].field, list[i].pointer, list[i].unnamed = f, "/"+f.Name, false
		list[i].fieldType, _ = fieldtype.Of(f)
	}
	for header := range names {
		if !slices.ContainsFunc(list, func(c column) bool { return c.header == header }) {
			wrong.Add("?map", "column_missing", "column", header)
		}
	}
	if len(taken) == 0 && len(wrong) == 0 {
		wrong.Add("", "no_columns")
	}
	return list, wrong.Err()
}

func named(fields []*definition.Field, name string) *definition.Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// likelihoods say how a header may mean a field, the surest first.
var likelihoods = []func(f *definition.Field, header string) bool{
	func(f *definition.Field, header string) bool { return f.Name == header },
	func(f *definition.Field, header string) bool {
		return titled(f, func(title string) bool { return title == header })
	},
	func(f *definition.Field, header string) bool { return slices.Contains(f.Former, header) },
	func(f *definition.Field, header string) bool {
		return strings.EqualFold(f.Name, header) || f.Name == nameLike(header)
	},
	func(f *definition.Field, header string) bool {
		return titled(f, func(title string) bool { return strings.EqualFold(title, header) })
	},
}

// likely finds the field that a header means, or nil when none does, or
// several do alike.
func likely(fields []*definition.Field, header string) *definition.Field {
	for _, means := range likelihoods {
		var found []*definition.Field
		for _, f := range fields {
			if means(f, header) {
				found = append(found, f)
			}
		}
		switch {
		case len(found) == 1:
			return found[0]
		case len(found) > 1:
			return nil
		}
	}
	return nil
}

func titled(f *definition.Field, is func(title string) bool) bool {
	for _, title := range f.Title {
		if title != "" && is(strings.TrimSpace(title)) {
			return true
		}
	}
	return false
}

// nameLike makes "Lead Source" lead_source.
func nameLike(header string) string {
	words := strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "_")
}

// values reads the cells of a row as the payload of a record, with everything
// that is wrong with them.
func (i *importing) values(r row) (map[string]any, []problem.Detail) {
	if detail := i.form(r); detail != nil {
		return nil, []problem.Detail{*detail}
	}
	var wrong []problem.Detail
	payload := make(map[string]any, len(i.columns))
	for n, c := range i.columns {
		cell := ""
		if n < len(r.cells) {
			cell = r.cells[n]
		}
		if strings.TrimSpace(cell) == "" || i.empty[cell] {
			if c.field != nil {
				payload[c.field.Name] = nil // the file says empty, not: as by default
			}
			continue
		}
		if c.unnamed {
			wrong = append(wrong, problem.Detail{Code: "cell_without_header", Params: map[string]any{"number": n + 1}})
		}
		if c.field == nil {
			continue
		}
		v, detail := c.fieldType.ParseText(c.field, spreadsheet.Unescape(cell), i.options.Locale)
		if detail != nil {
			detail.Pointer = c.pointer + detail.Pointer
			wrong = append(wrong, *detail)
			continue
		}
		payload[c.field.Name] = v
	}
	return payload, wrong
}

// form says what is wrong with a row as a whole: it has another number of
// cells than the header. Empty ones too many or too few at the end, where the
// header has none either, are no difference.
func (i *importing) form(r row) *problem.Detail {
	switch r.code {
	case "":
	case "row_too_large":
		return &problem.Detail{Code: r.code, Params: map[string]any{"max": MaxRowBytes}}
	default:
		return &problem.Detail{Code: r.code}
	}
	want, got := len(i.columns), len(r.cells)
	for want > got && i.columns[want-1].unnamed {
		want--
	}
	if got == want+1 && r.cells[got-1] == "" {
		got--
	}
	switch {
	case got < want:
		return &problem.Detail{Code: "too_few_cells", Params: map[string]any{"want": want, "got": got}}
	case got > len(i.columns):
		return &problem.Detail{Code: "too_many_cells", Params: map[string]any{"want": want, "got": got}}
	}
	return nil
}
