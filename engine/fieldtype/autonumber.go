package fieldtype

import "github.com/mortise-crm/mortise/engine/query"

// autoNumber is a text that the system makes from a pattern and a counter.
var autoNumber Type = stringType{
	base:    base{name: "autonumber", kind: query.Type{Kind: query.Text}, column: "text", operators: textual, sortable: true},
	longest: 100, prepare: plainText,
}
