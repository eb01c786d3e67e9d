package merge_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
)

// names are few, so that sides meet.
var names = rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"})

// someValue makes a value as documents hold them.
func someValue(t *rapid.T, depth int) any {
	kinds := 4
	if depth > 2 {
		kinds = 2
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return json.Number(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "number"))
	case 1:
		return rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "text")
	case 2:
		return rapid.Bool().Draw(t, "bool")
	case 3:
		return someArray(t, depth)
	}
	return someObject(t, depth+1)
}

// plainValue is one without parts of its own: two things that carry the same
// x-id would not be disjoint.
func plainValue(t *rapid.T) any { return someValue(t, 3) }

func someArray(t *rapid.T, depth int) any {
	ids := rapid.SliceOfNDistinct(names, 0, 5, rapid.ID[string]).Draw(t, "ids")
	plain := rapid.Bool().Draw(t, "plain")
	list := []any{}
	for _, id := range ids {
		if plain {
			list = append(list, id)
			continue
		}
		o := someObject(t, depth+1)
		o.Set("name", id)
		list = append(list, o)
	}
	return list
}

func someObject(t *rapid.T, depth int) *definition.Object {
	o := definition.NewObject()
	if depth < 2 && rapid.Bool().Draw(t, "known") {
		o.Set("properties", someFields(t, depth+1))
	}
	for _, n := range rapid.SliceOfNDistinct(names, 0, 5, rapid.ID[string]).Draw(t, "members") {
		o.Set(n, someValue(t, depth))
	}
	return o
}

// someFields makes members that are known by their x-ids, whatever their names.
func someFields(t *rapid.T, depth int) *definition.Object {
	o := definition.NewObject()
	for _, id := range rapid.SliceOfNDistinct(names, 0, 4, rapid.ID[string]).Draw(t, "fields") {
		f := someObject(t, depth+1)
		f.Set("x-id", id)
		o.Set(id+rapid.SampledFrom([]string{"", "", "2", "3"}).Draw(t, "renamed"), f)
	}
	return o
}

func someDocument(t *rapid.T) []byte {
	if rapid.IntRange(0, 9).Draw(t, "none") == 0 {
		return nil
	}
	return someObject(t, 0).Bytes()
}

func TestMergeLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		base, mine, theirs := someDocument(r), someDocument(r), someDocument(r)
		for what, c := range map[string]struct{ base, mine, theirs, want []byte }{
			"only mine changed":   {base, mine, base, mine},
			"only theirs changed": {base, base, theirs, theirs},
			"both did the same":   {base, mine, mine, mine},
		} {
			body, conflicts := merge.Merge(c.base, c.mine, c.theirs)
			require.Equal(r, string(c.want), string(body), what)
			require.Empty(r, conflicts, what)
		}
		first := merge.Rebase(base, mine, theirs)
		if first.Body != nil {
			canonical, err := definition.Canonical(first.Body)
			require.NoError(r, err)
			require.Equal(r, string(canonical), string(first.Body))
		}
		again := merge.Rebase(first.Base, first.Body, theirs)
		require.Equal(r, unordered(r, first.Body), unordered(r, again.Body), "going on from the merge changes nothing")
		require.Len(r, again.Conflicts, len(first.Conflicts), "its conflicts stay")
		if len(first.Conflicts) == 0 {
			require.Equal(r, string(theirs), string(first.Base))
		}
		require.Equal(r, string(first.Body), string(merge.Solve(base, mine, theirs, nil)))
	})
}

// unordered gives a document without the order of its parts: where both sides
// added things of one name and moved others, their order may settle later.
func unordered(t *rapid.T, body []byte) any {
	if body == nil {
		return nil
	}
	var v any
	require.NoError(t, json.Unmarshal(body, &v))
	return sorted(v)
}

func sorted(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for n, x := range v {
			v[n] = sorted(x)
		}
	case []any:
		for i, x := range v {
			v[i] = sorted(x)
		}
		slices.SortFunc(v, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return v
}

// edit changes a document at some of its members; which names it may touch
// keeps two edits disjoint.
func edit(t *rapid.T, body []byte, may func(name string) bool, fresh string) []byte {
	o, err := definition.Tree(body)
	require.NoError(t, err)
	out := definition.NewObject()
	for _, n := range o.Names() {
		v, _ := o.Get(n)
		if may(n) {
			switch rapid.IntRange(0, 3).Draw(t, "edit") {
			case 0:
				continue
			case 1:
				v = plainValue(t)
			case 2:
				out.Set(n+fresh, plainValue(t))
			}
		}
		out.Set(n, v)
	}
	if rapid.Bool().Draw(t, "more") {
		out.Set("z"+fresh, plainValue(t))
	}
	return out.Bytes()
}

func TestDisjointEditsCommute(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		o := definition.NewObject()
		for _, n := range rapid.SliceOfNDistinct(names, 1, 7, rapid.ID[string]).Draw(r, "members") {
			o.Set(n, json.Number("1"))
		}
		base, split := o.Bytes(), names.Draw(r, "split")
		mine := edit(r, base, func(n string) bool { return n < split }, "-mine")
		theirs := edit(r, base, func(n string) bool { return n >= split }, "-theirs")
		one, conflicts := merge.Merge(base, mine, theirs)
		require.Empty(r, conflicts)
		other, conflicts := merge.Merge(base, theirs, mine)
		require.Empty(r, conflicts)
		require.Equal(r, string(one), string(other))
		tree, err := definition.Tree(one)
		require.NoError(r, err)
		for _, side := range [][]byte{mine, theirs} {
			s, err := definition.Tree(side)
			require.NoError(r, err)
			for _, n := range s.Names() {
				if _, old := o.Get(n); !old {
					require.True(r, slices.Contains(tree.Names(), n), "what a side added is there: %s", n)
				}
			}
		}
	})
}
