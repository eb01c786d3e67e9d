package fieldtype

import (
	"net/url"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// webAddress is an http or https URL without a password in it.
var webAddress Type = stringType{
	base:    base{name: "url", folding: definition.FoldCase, kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true},
	longest: 2048, format: "uri", prepare: httpURL,
}

func httpURL(*definition.Field) (func(string) (any, *problem.Detail), *problem.Detail) {
	return func(s string) (any, *problem.Detail) {
		s = strings.TrimSpace(s)
		u, err := url.Parse(s)
		if err != nil || u.User != nil || u.Opaque != "" || u.Hostname() == "" || !strings.Contains(s, "://") || strings.ContainsAny(s, " \t\r\n<>\"") {
			return nil, wrong("invalid_url")
		}
		if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" {
			return nil, wrong("invalid_url")
		}
		// Only scheme and host are the same in any case; the rest stays as written.
		start := strings.Index(s, "://") + len("://")
		end := start + strings.IndexAny(s[start:]+"/", "/?#")
		return strings.ToLower(s[:end]) + s[end:], nil
	}, nil
}
