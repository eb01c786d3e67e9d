package fieldtype

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// phone is a telephone number in E.164 form. Numbers without a country code
// belong to the field's region.
var phone Type = stringType{
	base: base{name: "phone", folding: definition.FoldExact, kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true,
		masks: []string{"phone", "name", "id", "tail", "all"}},
	longest: 60, format: "phone", prepare: phoneNumber,
}

// unknownRegion makes the parser insist on a country code.
const unknownRegion = "ZZ"

func phoneNumber(f *definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	region := f.Region
	if region == "" {
		region = unknownRegion
	} else if phonenumbers.GetCountryCodeForRegion(region) == 0 {
		return nil, wrongAt("/x-region", "not_an_option")
	}
	return func(s string) (any, *problem.Detail) {
		n, err := phonenumbers.Parse(strings.TrimSpace(s), region)
		if err != nil || !phonenumbers.IsValidNumber(n) || n.GetExtension() != "" {
			return nil, wrong("invalid_phone")
		}
		return phonenumbers.Format(n, phonenumbers.E164), nil
	}, nil
}
