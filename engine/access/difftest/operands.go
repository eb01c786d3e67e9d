package difftest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

func (w *writer) operator() string {
	return pick(w.Rand, []string{"==", "==", "!=", "<", "<=", ">", ">="})
}

// comparison is a condition about one side of a kind.
func (w *writer) comparison(k query.Kind, x string) string {
	switch {
	case k == query.Text && w.IntN(3) == 0:
		return fmt.Sprintf("%s(%s, %s)", pick(w.Rand, []string{"startswith", "contains", "endswith"}), x, w.side(k))
	case k == query.UUID:
		return x + " " + pick(w.Rand, []string{"==", "!="}) + " " + w.side(k)
	case k == query.Boolean:
		return x + " " + pick(w.Rand, []string{"==", "!="}) + " " + w.side(k)
	case w.IntN(6) == 0:
		// A line that began with a minus would go on with the one above.
		return strings.TrimPrefix(w.constant(k), "-") + " " + w.operator() + " " + x
	}
	return x + " " + w.operator() + " " + w.side(k)
}

// side is a path, an attribute of the user or, mostly, a constant.
func (w *writer) side(k query.Kind) string {
	if w.IntN(3) == 0 {
		return w.path(k)
	}
	return w.constant(k)
}

var paths = map[query.Kind][]string{
	query.Text: {
		"input.record.t1", "input.record.t1", "input.record.t2", "input.record.owner.name", "input.record.dep.name",
		"input.record.owner.department.name", "input.user.name",
	},
	query.Integer: {"input.record.n1", "input.record.n2", "input.record.dep.size", "input.record.owner.level", "input.user.level"},
	query.Number:  {"input.record.d1", "input.record.d2", "input.record.n1"},
	query.Boolean: {"input.record.b1", "input.record.b2", "input.record.dep.open"},
	query.Date:    {"input.record.day"},
	query.Time:    {"input.record.hour"},
	query.Instant: {"input.record.at", "input.now"},
	query.UUID: {
		"input.record.owner.id", "input.record.owner.manager.id", "input.record.dep.parent.id", "input.record.id",
		"input.user.id", "input.user.department", "input.user.manager",
	},
}

func (w *writer) path(k query.Kind) string {
	if list := w.locals[k]; len(list) > 0 && w.IntN(3) == 0 {
		return pick(w.Rand, list)
	}
	return pick(w.Rand, paths[k])
}

// constant writes a value as policies write it.
func (w *writer) constant(k query.Kind) string {
	doc, err := json.Marshal(access.PlainValue(randomValue(w.Rand, k)))
	if err != nil {
		panic(err)
	}
	return string(doc)
}
