package fieldtype

import (
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
)

// maxLongText is the longest text of many lines, in characters.
const maxLongText = 100_000

var longText Type = textType{stringType{
	base:    base{name: "longtext", folding: definition.FoldLetters, kind: query.Type{Kind: query.Text}, column: "text", operators: textual},
	longest: maxLongText, prepare: constrainedText,
}}
