package fieldtype

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// color is a colour as #rrggbb.
var color Type = stringType{
	base:    base{name: "color", kind: query.Type{Kind: query.Text}, column: "text", operators: equality, sortable: true, masks: whole},
	longest: 20, format: "color", prepare: hexColor,
}

func hexColor(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		s = strings.ToLower(strings.TrimSpace(s))
		digits, marked := strings.CutPrefix(s, "#")
		if !marked || len(digits) != 3 && len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "" {
			return nil, wrong("invalid_color")
		}
		if len(digits) == 3 { // each digit stands for two
			digits = strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
		}
		return "#" + digits, nil
	}, nil
}
