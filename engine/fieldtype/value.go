package fieldtype

import (
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// JSONValue gives a canonical value the form that encoding/json writes as the
// API promises: numbers as exact JSON numbers, instants as RFC 3339 in UTC.
func JSONValue(v any) any {
	switch v := v.(type) {
	case query.Decimal:
		return json.Number(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return v
}
