package fieldtype

import "github.com/mortise-crm/mortise/engine/query"

// markdown is a text in Markdown, kept as it is written. Whoever shows it makes
// the markup, and makes it safe.
var markdown Type = textType{stringType{
	base:    base{name: "markdown", kind: query.Type{Kind: query.Text}, column: "text", operators: textual},
	longest: maxLongText, prepare: constrainedText,
}}
