package exporter

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/spreadsheet"
)

// CSV writes an export: the names of the fields, then a line for each record.
// bom begins the file with the mark that some spreadsheet programs need to see
// that it is UTF-8.
func CSV(ctx context.Context, w io.Writer, e *record.Export, bom bool) error {
	if bom {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(e.Columns); err != nil {
		return err
	}
	cells, files, printers := make([]string, len(e.Columns)), e.FileColumns(), e.Printers()
	err := e.Pages(ctx, func(rows []byte) error {
		d := json.NewDecoder(io.MultiReader(strings.NewReader("["), bytes.NewReader(rows), strings.NewReader("]")))
		d.UseNumber()
		var page []map[string]any
		if err := d.Decode(&page); err != nil {
			return fmt.Errorf("read a page of an export: %w", err)
		}
		if len(files) > 0 {
			if err := e.NameFiles(ctx, page, files); err != nil {
				return err
			}
		}
		for _, rec := range page {
			for i, column := range e.Columns {
				cells[i] = cell(rec, column, e.Whole(column), printers[column])
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// cell is the text of a field; a dotted one is a member of the record that a
// relation points to. Of a whole one, the text is JSON; some have a printer.
func cell(rec map[string]any, column string, whole bool, printer func(v any) (string, bool)) string {
	var value any = rec
	for name := range strings.SplitSeq(column, ".") {
		m, ok := value.(map[string]any)
		if !ok {
			return ""
		}
		value = m[name]
	}
	if whole && value != nil {
		raw, _ := json.Marshal(value) // decoded from JSON: never fails
		return spreadsheet.Escape(string(raw))
	}
	if printer != nil {
		if printed, ok := printer(value); ok {
			return spreadsheet.Escape(printed)
		}
	}
	return text(value)
}

// text is a value as an import reads it.
func text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return spreadsheet.Escape(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i], _ = part.(string)
		}
		return spreadsheet.Escape(strings.Join(parts, ";"))
	case map[string]any:
		return text(v["id"])
	}
	return fmt.Sprint(value)
}
