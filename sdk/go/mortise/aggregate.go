package mortise

import (
	"context"
	"encoding/json"
	"net/http"
)

// Aggregate asks for numbers about records. Filters are JSON objects, or Expr as
// strings.
type Aggregate struct {
	Measures []Measure `json:"measures,omitempty"` // the number of records when empty
	Groups   []GroupBy `json:"groups,omitempty"`
	Filter   any       `json:"filter,omitempty"`
	Search   string    `json:"q,omitempty"`
	Having   any       `json:"having,omitempty"` // about the names of measures and groups
	Sort     string    `json:"sort,omitempty"`   // "-total,status"
	Limit    int       `json:"limit,omitempty"`  // 100 when 0, at most 1,000
	Totals   bool      `json:"totals,omitempty"`
	Archived bool      `json:"archived,omitempty"`
}

// Measure is one number of each row: Fn is count, count_distinct, sum, avg, min,
// max, median or stddev, of Field or of what Expr makes of each record.
type Measure struct {
	As     string `json:"as,omitempty"`
	Fn     string `json:"fn"`
	Field  string `json:"field,omitempty"`
	Expr   string `json:"expr,omitempty"`
	Filter any    `json:"filter,omitempty"`
}

// GroupBy makes one row per value of a field: dates by Bucket (day, week, month,
// quarter, year, hour, weekday, month_of_year, hour_of_day), numbers by Width.
type GroupBy struct {
	Field  string      `json:"field"`
	Bucket string      `json:"bucket,omitempty"`
	Width  json.Number `json:"width,omitempty"`
	As     string      `json:"as,omitempty"`
}

// Aggregated is the answer: rows of groups and measures by name, and under
// "_filter" the JSON filter of the row's records.
type Aggregated struct {
	Data   []Record                     `json:"data"`
	More   bool                         `json:"more"`
	Totals Record                       `json:"totals"`
	Labels map[string]map[string]string `json:"labels"` // of the records in groups, by name and id
}

// Aggregate computes numbers about the records that the caller may list.
func (r Records) Aggregate(ctx context.Context, q Aggregate) (*Aggregated, error) {
	var out Aggregated
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":aggregate"}, q, &out)
	return &out, err
}
