package access

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// put adds a value in the one form that policies see it in; empty values and
// empty lists are left out.
func put(doc map[string]any, name string, t query.Type, v any) {
	if list := plainList(v); t.Array && list != nil {
		if len(list) > 0 {
			doc[name] = list
		}
		return
	}
	if v = PlainValue(v); v != nil {
		doc[name] = v
	}
}

func plainList(v any) []any {
	switch v := v.(type) {
	case []string:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = s
		}
		return list
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = PlainValue(element)
		}
		return list
	}
	return nil
}

// PlainValue gives a value in the one form that policies see it in; lists are not
// single values.
func PlainValue(v any) any {
	switch v := v.(type) {
	case query.Decimal:
		return json.Number(v)
	case int64:
		return json.Number(strconv.FormatInt(v, 10))
	case time.Time:
		return v.UTC().Format(query.InstantLayout)
	case []string, []any:
		return nil
	}
	return v
}
