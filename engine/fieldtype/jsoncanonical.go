package fieldtype

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// The limits of a JSON value: the bytes of its canonical text, and how deep
// arrays and objects lie within each other.
const (
	maxJSON      = 100_000
	maxJSONDepth = 32
)

var errBehind = errors.New("more than one value")

// canonicalJSON writes a value of decoded JSON: members by name, numbers
// without exponent, nothing that PostgreSQL cannot hold.
func canonicalJSON(v any) (json.RawMessage, *problem.Detail) {
	w := canonicalWriter{}
	if detail := w.value("", v, 0); detail != nil {
		return nil, detail
	}
	return w.text, nil
}

type canonicalWriter struct{ text []byte }

func (w *canonicalWriter) value(at string, v any, depth int) *problem.Detail {
	if depth > maxJSONDepth {
		return wrongAt(at, "too_deep", "max", maxJSONDepth)
	}
	switch v := v.(type) {
	case nil:
		w.text = append(w.text, "null"...)
	case bool:
		w.text = strconv.AppendBool(w.text, v)
	case string:
		if detail := w.string(v); detail != nil {
			detail.Pointer = at
			return detail
		}
	case []any:
		return w.array(at, v, depth)
	case map[string]any:
		return w.object(at, v, depth)
	default:
		if detail := w.number(v); detail != nil {
			detail.Pointer = at
			return detail
		}
	}
	if len(w.text) > maxJSON {
		return wrong("too_long", "max", maxJSON)
	}
	return nil
}

func (w *canonicalWriter) string(s string) *problem.Detail {
	if detail := checkString(s, maxJSON); detail != nil {
		return detail
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		return wrong("bad_characters")
	}
	w.text = append(w.text, quoted...)
	return nil
}

// number keeps every digit; what would take too many is refused.
func (w *canonicalWriter) number(v any) *problem.Detail {
	s, ok := numberText(v)
	if !ok {
		return wrong("wrong_type", "want", "json")
	}
	d, ok := query.ParseDecimal(s)
	if !ok {
		return wrong("too_many_digits", "max", 400)
	}
	w.text = append(w.text, d...)
	return nil
}

func (w *canonicalWriter) array(at string, list []any, depth int) *problem.Detail {
	w.text = append(w.text, '[')
	for i, x := range list {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		if detail := w.value(fmt.Sprintf("%s/%d", at, i), x, depth+1); detail != nil {
			return detail
		}
	}
	w.text = append(w.text, ']')
	return nil
}

func (w *canonicalWriter) object(at string, m map[string]any, depth int) *problem.Detail {
	w.text = append(w.text, '{')
	for i, name := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		if detail := w.string(name); detail != nil {
			detail.Pointer = at
			return detail
		}
		w.text = append(w.text, ':')
		if detail := w.value(at+"/"+pointerToken(name), m[name], depth+1); detail != nil {
			return detail
		}
	}
	w.text = append(w.text, '}')
	return nil
}
