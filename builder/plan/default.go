package plan

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// defaultText gives the constant default of a new field, which existing records
// get as well, as a text that PostgreSQL reads as the column's type; nil when
// there is none.
func defaultText(f *definition.Field, columnType string) *string {
	t, ok := fieldtype.Get(f.Type)
	if !ok || len(f.Default) == 0 {
		return nil
	}
	coerce, detail := t.Compile(f)
	if detail != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(f.Default))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	v, detail = coerce(v)
	if detail != nil || v == nil {
		return nil
	}
	return literal(v, strings.HasSuffix(columnType, "[]"))
}

// literal writes a canonical value as PostgreSQL reads it.
func literal(v any, array bool) *string {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case int64:
		s = strconv.FormatInt(v, 10)
	case query.Decimal:
		s = string(v)
	case bool:
		s = strconv.FormatBool(v)
	case time.Time:
		s = v.UTC().Format(time.RFC3339Nano)
	case []any:
		if !array {
			return nil
		}
		items := make([]string, 0, len(v))
		for _, x := range v {
			one := literal(x, false)
			if one == nil {
				return nil
			}
			items = append(items, `"`+strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(*one)+`"`)
		}
		s = "{" + strings.Join(items, ",") + "}"
	default:
		return nil
	}
	return &s
}
