package exporter

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// cell is a value as a file shows it: its text as an import reads it, and what
// else is known of it.
type cell struct {
	text   string
	number bool
	money  bool
	flag   *bool
	at     time.Time // of a date or an instant; zero for none
	clock  bool      // at has a time of day
}

// column is how the values of one column become cells.
type column struct {
	path    []string
	kind    query.Kind
	whole   bool
	money   bool
	printer func(v any) (string, bool)
}

func columnsOf(e *record.Export) []column {
	printers := e.Printers()
	list := make([]column, len(e.Columns))
	for i, name := range e.Columns {
		list[i] = column{path: strings.Split(name, "."), kind: e.Kind(name), whole: e.Whole(name), money: e.Money(name), printer: printers[name]}
	}
	return list
}

// cell gives the cell of a record; a dotted column is a member of the record
// that a relation points to. Of a whole one, the text is JSON; some have a
// printer.
func (c *column) cell(rec map[string]any) cell {
	var value any = rec
	for _, name := range c.path {
		m, ok := value.(map[string]any)
		if !ok {
			return cell{}
		}
		value = m[name]
	}
	if c.whole && value != nil {
		raw, _ := json.Marshal(value) // decoded from JSON: never fails
		return cell{text: string(raw)}
	}
	if c.printer != nil {
		if printed, ok := c.printer(value); ok {
			return cell{text: printed}
		}
	}
	out := plain(value)
	out.money = out.number && c.money
	if text, ok := value.(string); ok {
		out.at, out.clock = timeOf(c.kind, text)
	}
	return out
}

// timeOf reads a date or an instant; what is masked is none.
func timeOf(kind query.Kind, text string) (at time.Time, clock bool) {
	var err error
	switch kind {
	case query.Date:
		at, err = time.Parse(time.DateOnly, text)
	case query.Instant:
		at, err = time.Parse(time.RFC3339Nano, text)
		clock = true
	}
	if err != nil {
		return time.Time{}, false
	}
	return at, clock
}

// plain is a value as an import reads it.
func plain(value any) cell {
	switch v := value.(type) {
	case nil:
		return cell{}
	case string:
		return cell{text: v}
	case json.Number:
		return cell{text: v.String(), number: true}
	case bool:
		text := "false"
		if v {
			text = "true"
		}
		return cell{text: text, flag: &v}
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i], _ = part.(string)
		}
		return cell{text: strings.Join(parts, ";")}
	case map[string]any:
		return plain(v["id"])
	}
	return cell{text: fmt.Sprint(value)}
}
