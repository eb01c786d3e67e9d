package record

import (
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// condition is the JSON filter that finds the records of a group's value.
func (g *groupColumn) condition(value json.RawMessage) any {
	if string(value) == "null" {
		return where(g.path, "empty", true)
	}
	switch g.bucket {
	case "":
		if g.each {
			return where(g.path, "contains", value)
		}
		return where(g.path, "eq", value)
	case store.Weekday, store.MonthOf, store.HourOfDay:
		return map[string]any{"$expr": functions[g.bucket] + "(" + g.path + ") == " + string(value)}
	case store.Width:
		var low query.Decimal
		if d, ok := query.ParseDecimal(string(value)); ok {
			low = d
		}
		return map[string]any{g.path: map[string]any{"gte": value, "lt": json.Number(low.Add(g.width))}}
	case store.Hour:
		var from time.Time
		if json.Unmarshal(value, &from) != nil {
			return nil
		}
		return map[string]any{g.path: map[string]any{"gte": value, "lt": from.Add(time.Hour)}}
	}
	return g.days(value)
}

// functions are those of Expr that a repeating bucket is the same as.
var functions = map[store.Bucket]string{store.Weekday: "weekday", store.MonthOf: "month", store.HourOfDay: "hour"}

func where(path, operator string, value any) any {
	return map[string]any{path: map[string]any{operator: value}}
}

// days is the condition of a bucket that begins with a day.
func (g *groupColumn) days(value json.RawMessage) any {
	var text string
	if json.Unmarshal(value, &text) != nil {
		return nil
	}
	first, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil
	}
	last := first
	switch g.bucket {
	case store.Week:
		last = first.AddDate(0, 0, 6)
	case store.Month:
		last = first.AddDate(0, 1, -1)
	case store.Quarter:
		last = first.AddDate(0, 3, -1)
	case store.Year:
		last = first.AddDate(1, 0, -1)
	}
	return where(g.path, "between", []string{text, last.Format(time.DateOnly)})
}
