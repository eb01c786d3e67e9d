package greeting

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// plate is a field type: registration plates of cars, kept as "KA-100".
//
//	"plate": {"x-field": "x_greeting_plate", "x-id": "…", "x-options": {"region": "KA"}}
func plate() hook.FieldType {
	return hook.FieldType{
		Name: "x_greeting_plate", Kind: hook.Text, MaxLength: 10, Sortable: true,
		Operators: []string{"eq", "neq", "in", "nin", "startswith", "empty", "nempty"},
		Options:   json.RawMessage(`{"type": "object", "properties": {"region": {"type": "string"}}, "additionalProperties": false}`),
		Check:     checkPlate,
	}
}

var plateForm = regexp.MustCompile(`^([A-Z]{1,3})[ -]?([0-9]{1,4})$`)

func checkPlate(value any, options map[string]any) (any, error) {
	m := plateForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(value.(string))))
	if m == nil {
		return nil, hook.RefuseIn(map[string]string{"en": "A plate is letters and a number.", "zh-CN": "车牌由字母和数字组成。"})
	}
	if region, limited := options["region"]; limited && region != m[1] {
		return nil, hook.RefuseIn(map[string]string{"en": "This plate is of another region.", "zh-CN": "这是其他地区的车牌。"})
	}
	return m[1] + "-" + m[2], nil
}
