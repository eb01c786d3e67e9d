package merge_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
)

// doc gives a document written with single quotes in canonical form.
func doc(t *testing.T, text string) []byte {
	t.Helper()
	if text == "" {
		return nil
	}
	body, err := definition.Canonical([]byte(strings.ReplaceAll(text, "'", `"`)))
	require.NoError(t, err, text)
	return body
}

func TestMerge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		base, mine, theirs, want string
		conflicts                []string // "pointer base|mine|theirs"
	}{
		"members that one side changed": {
			base: `{'a': 1, 'b': 1, 'c': 1}`, mine: `{'a': 2, 'b': 1, 'c': 1}`, theirs: `{'a': 1, 'b': 1, 'd': 3}`,
			want: `{'a': 2, 'b': 1, 'd': 3}`,
		},
		"a member that both changed": {
			base: `{'a': 1}`, mine: `{'a': 2}`, theirs: `{'a': 3}`, want: `{'a': 2}`, conflicts: []string{"/a 1|2|3"},
		},
		"changed here and removed there": {
			base: `{'a': 1, 'b': 1}`, mine: `{'a': 2, 'b': 1}`, theirs: `{'b': 1}`, want: `{'a': 2, 'b': 1}`, conflicts: []string{"/a 1|2|"},
		},
		"removed here and changed there": {
			base: `{'l': [{'name': 'x', 'v': 1}, {'name': 'y'}]}`, mine: `{'l': [{'name': 'y'}]}`,
			theirs: `{'l': [{'name': 'x', 'v': 2}, {'name': 'y'}]}`, want: `{'l': [{'name': 'y'}]}`,
			conflicts: []string{`/l/1 {"name":"x","v":1}||{"name":"x","v":2}`},
		},
		"a field renamed here and changed there": {
			base:   `{'properties': {'phone': {'x-id': 'p', 'maxLength': 20}, 'b': {'x-id': 'b'}}, 'required': ['phone']}`,
			mine:   `{'properties': {'mobile': {'x-id': 'p', 'maxLength': 20}, 'b': {'x-id': 'b'}}, 'required': ['mobile']}`,
			theirs: `{'properties': {'phone': {'x-id': 'p', 'maxLength': 32}, 'b': {'x-id': 'b'}}, 'required': ['phone', 'b']}`,
			want:   `{'properties': {'mobile': {'x-id': 'p', 'maxLength': 32}, 'b': {'x-id': 'b'}}, 'required': ['b', 'mobile']}`,
		},
		"a field renamed on both sides": {
			base: `{'properties': {'a': {'x-id': 'p'}}}`, mine: `{'properties': {'b': {'x-id': 'p'}}}`, theirs: `{'properties': {'c': {'x-id': 'p'}}}`,
			want: `{'properties': {'b': {'x-id': 'p'}}}`, conflicts: []string{`/properties/b {"x-id":"p"}|{"x-id":"p"}|{"x-id":"p"}`},
		},
		"two fields of one name": {
			base: `{'properties': {}}`, mine: `{'properties': {'a': {'x-id': 'p'}}}`, theirs: `{'properties': {'a': {'x-id': 'q'}, 'b': {'x-id': 'r'}}}`,
			want: `{'properties': {'a': {'x-id': 'p'}, 'b': {'x-id': 'r'}}}`, conflicts: []string{`/properties/a |{"x-id":"p"}|{"x-id":"q"}`},
		},
		"x-ids that one side has yet to be given": {
			base: `{'properties': {'a': {'v': 1}}}`, mine: `{'properties': {'a': {'x-id': 'p', 'v': 1}}}`, theirs: `{'properties': {'a': {'v': 2}}}`,
			want: `{'properties': {'a': {'x-id': 'p', 'v': 2}}}`,
		},
		"whom a form is for, where, and what it draws": {
			base:   `{'roles': ['a'], 'when': 'x', 'sections': [{'fields': ['n']}]}`,
			mine:   `{'roles': ['a', 'b'], 'when': 'x', 'sections': [{'fields': ['n']}, {'related': 'task.deal'}]}`,
			theirs: `{'roles': ['c', 'a'], 'when': 'y', 'order': 2, 'sections': [{'fields': ['n']}]}`,
			want:   `{'roles': ['c', 'a', 'b'], 'when': 'y', 'order': 2, 'sections': [{'fields': ['n']}, {'related': 'task.deal'}]}`,
		},
		"elements by field": {
			base:   `{'columns': [{'field': 'a'}, {'field': 'b', 'width': 1}]}`,
			mine:   `{'columns': [{'field': 'b', 'width': 2}, {'field': 'a'}]}`,
			theirs: `{'columns': [{'field': 'a'}, {'field': 'c'}, {'field': 'b', 'width': 1}]}`,
			want:   `{'columns': [{'field': 'b', 'width': 2}, {'field': 'a'}, {'field': 'c'}]}`,
		},
		"an option renamed here and recoloured there": {
			base: `{'oneOf': [{'x-id': 'o', 'const': 'new'}]}`, mine: `{'oneOf': [{'x-id': 'o', 'const': 'fresh'}]}`,
			theirs: `{'oneOf': [{'x-id': 'o', 'const': 'new', 'x-color': 'red'}]}`, want: `{'oneOf': [{'x-id': 'o', 'const': 'fresh', 'x-color': 'red'}]}`,
		},
		"texts, added and removed": {
			base: `{'l': ['a', 'b', 'c']}`, mine: `{'l': ['a', 'c', 'd']}`, theirs: `{'l': ['z', 'a', 'b', 'c', 'e']}`, want: `{'l': ['z', 'a', 'c', 'd', 'e']}`,
		},
		"a path is one value": {
			base: `{'through': ['a']}`, mine: `{'through': ['a', 'b']}`, theirs: `{'through': ['c']}`, want: `{'through': ['a', 'b']}`,
			conflicts: []string{`/through ["a"]|["a","b"]|["c"]`},
		},
		"numbers are one value": {
			base: `{'remind': [1]}`, mine: `{'remind': [1, 2]}`, theirs: `{'remind': [1, 3]}`, want: `{'remind': [1, 2]}`, conflicts: []string{`/remind [1]|[1,2]|[1,3]`},
		},
		"both added the same document":         {mine: `{'a': 1, 'b': 1}`, theirs: `{'a': 1, 'c': 1}`, want: `{'a': 1, 'b': 1, 'c': 1}`},
		"a document removed here":              {base: `{'a': 1}`, theirs: `{'a': 1}`},
		"a document removed that they changed": {base: `{'a': 1}`, theirs: `{'a': 2}`, conflicts: []string{` {"a":1}||{"a":2}`}},
		"names with slashes": {
			base: `{'a/b~': 1}`, mine: `{'a/b~': 2}`, theirs: `{'a/b~': 3}`, want: `{'a/b~': 2}`, conflicts: []string{"/a~1b~0 1|2|3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, conflicts := merge.Merge(doc(t, c.base), doc(t, c.mine), doc(t, c.theirs))
			require.Equal(t, string(doc(t, c.want)), string(body))
			require.Equal(t, c.conflicts, said(t, conflicts))
		})
	}
}

func said(t *testing.T, conflicts []merge.Conflict) []string {
	t.Helper()
	var out []string
	for _, c := range conflicts {
		sides := make([]string, 3)
		for i, raw := range []json.RawMessage{c.Base, c.Mine, c.Theirs} {
			if raw != nil {
				var v any
				require.NoError(t, json.Unmarshal(raw, &v))
				compact, err := json.Marshal(v)
				require.NoError(t, err)
				sides[i] = string(compact)
			}
		}
		out = append(out, c.Pointer+" "+strings.Join(sides, "|"))
	}
	return out
}

func TestSolveTakesTheirsWhereAsked(t *testing.T) {
	t.Parallel()
	base := doc(t, `{'a': 1, 'l': [{'name': 'x', 'v': 1}], 'properties': {'f': {'x-id': 'f', 'v': 1}}}`)
	mine := doc(t, `{'a': 2, 'l': [], 'properties': {'f': {'x-id': 'f', 'v': 2}, 'g': {'x-id': 'g'}}}`)
	theirs := doc(t, `{'a': 3, 'l': [{'name': 'x', 'v': 3}], 'properties': {'f': {'x-id': 'f', 'v': 3}, 'g': {'x-id': 'h'}}}`)
	require.Equal(t, string(mine), string(merge.Solve(base, mine, theirs, nil)))
	all := map[string]bool{"/a": true, "/l/0": true, "/properties/f/v": true, "/properties/g": true}
	require.Equal(t, string(theirs), string(merge.Solve(base, mine, theirs, all)))
	one := merge.Solve(base, mine, theirs, map[string]bool{"/l/0": true})
	require.Equal(t, string(doc(t, `{'a': 2, 'l': [{'name': 'x', 'v': 3}], 'properties': {'f': {'x-id': 'f', 'v': 2}, 'g': {'x-id': 'g'}}}`)), string(one))
}

func TestWhatIsNoDocumentIsOneValue(t *testing.T) {
	t.Parallel()
	body, conflicts := merge.Merge([]byte("{}\n"), []byte("{"), []byte(`{"a": 1}`))
	require.Equal(t, "{", string(body))
	require.Equal(t, []merge.Conflict{{Mine: json.RawMessage(`"{"`), Base: json.RawMessage(`{}`), Theirs: json.RawMessage("{\n  \"a\": 1\n}")}}, conflicts)
}
