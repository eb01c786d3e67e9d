package store

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/query"
)

func (r renderer) match(p query.Match) {
	text, markup := query.Type{Kind: query.Text}, query.Type{Kind: query.Markup}
	if t := p.X.OperandType(); t != text && t != markup || p.Y.OperandType() != text {
		r.truth(false)
		return
	}
	read := r.searched
	switch {
	case p.Fold && query.FoldsASCII(p.Y):
		read = r.foldedASCII
	case p.Fold:
		read = r.folded
	}
	if text, ok := constantText(p.Y); ok && query.Caseless(text) {
		read = r.searched
	}
	if part, ok := r.part(p); ok {
		r.Text(read(p.X), " LIKE ", part)
		return
	}
	x, y := read(p.X), read(p.Y)
	switch p.How {
	case query.Contains:
		r.Text("position(", y, " in ", x, ") > 0")
	case query.HasPrefix:
		r.Text("starts_with(", x, ", ", y, ")")
	case query.HasSuffix:
		r.Text("right(", x, ", length(", y, ")) = ", y)
	default:
		r.truth(false)
	}
}

// part is the LIKE pattern of a match that looks for a constant anywhere in a
// text: LIKE finds it without the preparations of position.
func (r renderer) part(p query.Match) (string, bool) {
	text, ok := constantText(p.Y)
	if !ok || p.How != query.Contains {
		return "", false
	}
	switch {
	case p.Fold && query.FoldsASCII(p.Y):
		text = query.FoldASCII(text)
	case p.Fold:
		text = query.Fold(text)
	}
	return r.ValueText(query.Value{Type: p.Y.OperandType(), V: "%" + likeEscaper.Replace(text) + "%"}), true
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

func constantText(x query.Operand) (string, bool) {
	v, ok := x.(query.Value)
	if !ok {
		return "", false
	}
	text, ok := v.V.(string)
	return text, ok
}

// folded gives an operand in lower case. A constant is folded here, once.
func (r renderer) folded(x query.Operand) string {
	if v, ok := x.(query.Value); ok {
		if s, ok := v.V.(string); ok {
			return r.ValueText(query.Value{Type: v.Type, V: query.Fold(s)})
		}
	}
	return "lower(" + r.searched(x) + ")"
}

// foldedASCII is folded for a search of ASCII alone: under the collation "C"
// lower does not look beyond the letters A to Z.
func (r renderer) foldedASCII(x query.Operand) string {
	if v, ok := x.(query.Value); ok {
		if s, ok := v.V.(string); ok {
			return r.ValueText(query.Value{Type: v.Type, V: query.FoldASCII(s)})
		}
	}
	return "lower(" + r.searched(x) + ` COLLATE "C")`
}

// searched gives the text of an operand: of markup, its words.
func (r renderer) searched(x query.Operand) string {
	if x.OperandType() == (query.Type{Kind: query.Markup}) {
		return words(r.operand(x))
	}
	return r.operand(x)
}
