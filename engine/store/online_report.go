package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Report says how many values a step carried over, and which were lost: for
// which there is nothing in the new type. Examples are ids of records.
type Report struct {
	Code     string   `json:"code"`
	Entity   string   `json:"entity"`
	Field    string   `json:"field"`
	Records  int64    `json:"records"`
	Lost     int64    `json:"lost"`
	Examples []string `json:"examples,omitempty"`
}

// maxExamples is how many records a Report names.
const maxExamples = 5

// report says what became of the values.
func (c *carrier) report() Report {
	w := c.step.Words()
	r := Report{Code: w.Code, Entity: w.Entity, Field: w.Field, Records: c.seen, Lost: int64(len(c.lost))}
	for id := range c.lost {
		if len(r.Examples) == maxExamples {
			break
		}
		r.Examples = append(r.Examples, id)
	}
	return r
}

// storedText writes a canonical value as a text that PostgreSQL reads as the
// column's type; lists as JSON.
func storedText(v any) (*string, error) {
	var s string
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		s = v
	case int64:
		s = strconv.FormatInt(v, 10)
	case json.RawMessage:
		s = string(v)
	case query.Decimal:
		s = string(v)
	case bool:
		s = strconv.FormatBool(v)
	case time.Time:
		s = v.UTC().Format(time.RFC3339Nano)
	case []any:
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("encode a list: %w", err)
		}
		s = string(b)
	default:
		return nil, fmt.Errorf("a value of type %T cannot be stored", v)
	}
	return &s, nil
}

// ConsentNeeded says that something would be lost which its author has not
// agreed to lose: codes as Words.Consent gives them.
func ConsentNeeded(codes ...string) *problem.Error {
	err := problem.New(problem.Conflict, "consent_needed")
	err.Extra = map[string]any{"consent": codes}
	return err
}
