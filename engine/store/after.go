package store

import (
	"github.com/mortise-crm/mortise/engine/query"
)

// writeAfter writes the condition of the rows that come after the cursor's.
func (r *Select) writeAfter(w *Writer) {
	switch {
	case len(r.After) == 0:
		w.Text("true")
	case r.sameDirection():
		w.rowComparison(r)
	default:
		w.lexicographic(r)
	}
}

func (r *Select) sameDirection() bool {
	for i := range r.Sort {
		if r.Sort[i].Desc != r.Sort[0].Desc || !r.Sort[i].NeverEmpty || r.Sort[i].conditional() {
			return false
		}
	}
	return true
}

// rowComparison is the form an index can seek to.
func (w *Writer) rowComparison(r *Select) {
	w.Text("(")
	for i := range r.Sort {
		if i > 0 {
			w.Text(", ")
		}
		w.sortValue(&r.Sort[i])
	}
	if r.Sort[0].Desc {
		w.Text(") < (")
	} else {
		w.Text(") > (")
	}
	for i := range r.After {
		if i > 0 {
			w.Text(", ")
		}
		w.Value(r.After[i])
	}
	w.Text(")")
}

// lexicographic spells the order out, with empty values in their place.
func (w *Writer) lexicographic(r *Select) {
	w.Text("(")
	for i := range r.Sort {
		if i > 0 {
			w.Text(" OR ")
		}
		w.Text("(")
		for j := range i {
			w.sortValue(&r.Sort[j])
			w.Text(" IS NOT DISTINCT FROM ")
			w.Value(r.After[j])
			w.Text(" AND ")
		}
		w.comesAfter(&r.Sort[i], r.After[i])
		w.Text(")")
	}
	w.Text(")")
}

func (w *Writer) comesAfter(k *SortKey, v query.Value) {
	switch {
	case v.V == nil && k.Desc: // empty came first; all others follow
		w.sortValue(k)
		w.Text(" IS NOT NULL")
	case v.V == nil:
		w.Text("false")
	case k.Desc:
		w.sortValue(k)
		w.Text(" < ")
		w.Value(v)
	default:
		w.Text("(")
		w.sortValue(k)
		w.Text(" > ")
		w.Value(v)
		if !k.NeverEmpty || k.conditional() {
			w.Text(" OR ")
			w.sortValue(k)
			w.Text(" IS NULL")
		}
		w.Text(")")
	}
}
