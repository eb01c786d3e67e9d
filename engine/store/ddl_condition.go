package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// errVaries says that a condition cannot be that of an index.
var errVaries = errors.New("the condition of an index is made of constants and the record's own columns")

// indexCondition renders the condition of an index over the columns of its
// table: without placeholders, for a definition has none to bind.
func indexCondition(p query.Predicate) (string, error) {
	fixed := true
	query.Walk(p, func(q query.Predicate) bool {
		if _, ok := q.(query.Some); ok {
			fixed = false
		}
		for _, x := range query.Operands(q) {
			switch x := x.(type) {
			case query.Value:
			case query.Field:
				fixed = fixed && x.Var == 0 && x.Computed == nil && x.Links == "" && x.Type.Kind < query.Markup
			default:
				fixed = false
			}
		}
		return fixed
	})
	if !fixed {
		return "", errVaries
	}
	w := &Writer{literal: true}
	w.PredicateReading(p, alias, func(f query.Field) (string, bool) { return Quote(f.Column), true })
	return w.SQL(), nil
}

// literal writes a constant as text that PostgreSQL reads as its type, the same
// whatever the settings of the session are.
func literal(v query.Value) string {
	if list, ok := v.V.([]any); ok && v.Type.Array {
		texts := make([]string, len(list))
		for i, one := range list {
			texts[i] = quoteText(plainText(one))
		}
		return "(ARRAY[" + strings.Join(texts, ",") + "]::" + SQLType(v.Type) + ")"
	}
	return "(" + strings.TrimSpace(quoteText(plainText(v.V))) + "::" + SQLType(v.Type) + ")"
}

func plainText(v any) string {
	if at, ok := v.(time.Time); ok {
		return at.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}
