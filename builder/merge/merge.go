package merge

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
)

// Conflict is one place that both sides changed, differently.
type Conflict struct {
	// Pointer is a JSON pointer into the merged body. What the body lacks,
	// because mine took it away, stands at the pointer that it would have; such
	// elements of arrays count on after the last one.
	Pointer string `json:"pointer"`
	// The values there. One that is missing was not there (any more).
	Base   json.RawMessage `json:"base,omitempty"`
	Mine   json.RawMessage `json:"mine,omitempty"`
	Theirs json.RawMessage `json:"theirs,omitempty"`
	path   string          // by identities, which do not move as indexes do
}

// Result is two changes brought together.
type Result struct {
	Body      []byte // canonical; nil where the document is gone
	Conflicts []Conflict
	// Base is theirs, but for the places in conflict, which it has as they
	// were. To merge Body over it with theirs again gives the same Body and
	// Conflicts, so that work may go on from Body with the conflicts kept.
	Base []byte
}

// Merge brings mine and theirs together, which were both made from base. Each
// is a canonical document, or nil where there is none. The body says mine
// where there are conflicts.
func Merge(base, mine, theirs []byte) (body []byte, conflicts []Conflict) {
	r := Rebase(base, mine, theirs)
	return r.Body, r.Conflicts
}

// Rebase is Merge, and gives the base from which to go on.
func Rebase(base, mine, theirs []byte) Result {
	return run(&merger{}, base, mine, theirs)
}

// Solve is Merge with the conflicts at the pointers of taken solved by what
// theirs says, and the others by mine.
func Solve(base, mine, theirs []byte, taken map[string]bool) []byte {
	theirPaths := map[string]bool{}
	for _, c := range Rebase(base, mine, theirs).Conflicts {
		theirPaths[c.path] = taken[c.Pointer]
	}
	return run(&merger{theirs: theirPaths}, base, mine, theirs).Body
}

func run(m *merger, base, mine, theirs []byte) Result {
	out := m.value("", tree(base), tree(mine), tree(theirs))
	slices.SortFunc(out.conflicts, func(a, b Conflict) int { return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.path, b.path)) })
	return Result{Body: document(out.value), Base: document(out.base), Conflicts: out.conflicts}
}

// absent is the value of what is not there.
type absent struct{}

// broken is a document that cannot be read: one value, whatever it holds.
type broken string

func tree(body []byte) any {
	if body == nil {
		return absent{}
	}
	o, err := definition.Tree(body)
	if err != nil {
		return broken(body)
	}
	return o
}

func document(v any) []byte {
	switch v := v.(type) {
	case *definition.Object:
		return v.Bytes()
	case broken:
		return []byte(v)
	}
	return nil
}

// raw gives a value for a Conflict.
func raw(v any) json.RawMessage {
	switch v := v.(type) {
	case absent:
		return nil
	case broken:
		text, err := json.Marshal(string(v))
		if err != nil {
			return nil
		}
		return text
	}
	return definition.EncodeValue(v)
}
