package fieldtype

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// idCard is the number of a resident identity card of China (GB 11643), in its
// form of 18 characters.
var idCard Type = stringType{
	base:    base{name: "idcard", folding: definition.FoldExact, kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true, masks: []string{"id", "tail", "all"}},
	longest: 40, format: "cn-resident-id", prepare: residentID,
}

// provinces are the first two digits that are given out (GB/T 2260, and the
// residence permits of Hong Kong, Macao and Taiwan).
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 "

func residentID(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		s = strings.ToUpper(strings.TrimSpace(norm.NFKC.String(s)))
		if len(s) == 15 && allDigits(s) {
			s = longResidentID(s)
		}
		if len(s) != 18 || !allDigits(s[:17]) || s[17] != residentCheck(s[:17]) || !strings.Contains(provinces, " "+s[:2]+" ") {
			return nil, wrong("invalid_idcard")
		}
		born, err := time.Parse("20060102", s[6:14])
		if err != nil || born.Year() < 1800 || born.After(time.Now().AddDate(0, 0, 1)) {
			return nil, wrong("invalid_idcard")
		}
		return s, nil
	}, nil
}

// longResidentID adds the century and the check character to a number of the
// form in use until 1999. The last sequence numbers were those of people older
// than a hundred years.
func longResidentID(s string) string {
	century := "19"
	if s[12:] >= "996" {
		century = "18"
	}
	s = s[:6] + century + s[6:]
	return s + string(residentCheck(s))
}

// residentCheck is the check character of the first 17 digits (ISO 7064, MOD
// 11-2).
func residentCheck(s string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += int(s[i]-'0') * weight
	}
	return "10X98765432"[sum%11]
}
