package fieldtype

import (
	"strings"
	"unicode"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// email is an e-mail address; its domain is kept in lower case.
var email Type = stringType{
	base: base{name: "email", folding: definition.FoldCase, kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true,
		masks: []string{"email", "name", "id", "tail", "all"}},
	longest: 254, format: "email", prepare: emailAddress,
}

func emailAddress(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		s = strings.TrimSpace(s)
		at := strings.LastIndexByte(s, '@')
		if at < 1 || at > 64 || !isLocalPart(s[:at]) || !isHostname(s[at+1:]) {
			return nil, wrong("invalid_email")
		}
		return s[:at+1] + strings.ToLower(s[at+1:]), nil
	}, nil
}

// isLocalPart accepts the dot-atom of RFC 5322, with letters of any language.
func isLocalPart(s string) bool {
	if s[0] == '.' || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r) {
			return false
		}
	}
	return true
}

func isHostname(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || strings.HasSuffix(label, "-") {
			return false
		}
		for _, r := range label {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' {
				return false
			}
		}
	}
	return true
}
