package record

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of a search, documented in the API.
const (
	maxSearch      = 200 // bytes
	maxSearchWords = 10
	// maxFound is up to how many records that may match are ranked. Of more,
	// the newest that do are found fast without an index.
	maxFound = 5_000
)

// searched is what a caller may search an entity by.
type searched struct {
	cells []store.Cell
	index string        // name of the index; "" when it does not hold all cells
	held  []query.Field // the cells' fields
}

// typeOf tells the kind of a field's values.
func typeOf(f *definition.Field) (query.Type, bool) {
	t, ok := fieldtype.Of(f)
	if !ok {
		return query.Type{}, false
	}
	return t.Kind(), true
}

// SearchIndex gives the step that makes the index for searching an entity, or
// false when nothing of it is searched.
func SearchIndex(e *definition.Entity) (store.CreateIndex, bool) { return store.SearchIndex(e, typeOf) }

func (r *reader) searched() (s searched) {
	step, ok := SearchIndex(r.entity.Definition)
	columns := map[string]bool{}
	for _, c := range step.Columns {
		columns[c.Column] = true
	}
	for _, f := range r.entity.Definition.Fields {
		cell, readable := r.findable(f.Name)
		plain := !cell.Field.Type.Array && (cell.Field.Type.Kind == query.Text || cell.Field.Type.Kind == query.Markup)
		if !readable || !plain || !f.Searchable && f.Name != r.entity.Definition.Label {
			continue
		}
		s.cells, s.held = append(s.cells, cell), append(s.held, cell.Field)
		ok = ok && cell.Field.Computed == nil && columns[cell.Field.Column]
	}
	if ok {
		s.index = step.Name
	}
	return s
}

// searchWords splits what is sought at blanks.
func searchWords(text string) ([]string, error) {
	if len(text) > maxSearch || strings.ContainsRune(text, 0) {
		return nil, problem.InvalidAt("?q", "too_long", map[string]any{"max": maxSearch})
	}
	words := strings.Fields(text)
	if len(words) > maxSearchWords {
		return nil, problem.InvalidAt("?q", "too_many", map[string]any{"max": maxSearchWords})
	}
	return words, nil
}

// search finds every word of a text, each in any searchable field that the
// caller may find by.
func (r *reader) search(text string) (query.Predicate, error) {
	words, err := searchWords(text)
	if err != nil {
		return nil, err
	}
	all := query.And{}
	for _, word := range words {
		any := query.Or{}
		for _, cell := range r.sought.cells {
			any = append(any, query.Match{How: query.Contains, X: cell.Field, Y: textValue(word), Fold: true})
		}
		all = append(all, any)
	}
	return all, nil
}

func textValue(s string) query.Value {
	return query.Value{Type: query.Type{Kind: query.Text}, V: s}
}

// found are the records that an index names for a search.
type found struct {
	ids    []any
	ranked bool
}

// how tells what a list does with what was found.
type how uint8

const (
	unsought how = iota
	listed       // in the order asked for
	ranked       // the best matches first
)

// rankName stands for the order of ranked lists in cursors.
const rankName = "$rank"

func (f *found) how() how {
	switch {
	case f == nil:
		return unsought
	case f.ranked:
		return ranked
	}
	return listed
}

// requestFound is the parameter that holds the ids.
const requestFound = "request.found"

func (f *found) bound() map[string]any {
	if f == nil {
		return nil
	}
	return map[string]any{requestFound: f.ids}
}

var foundIDs = query.In{X: query.Field{Name: "id", Column: "id", Type: query.Type{Kind: query.UUID}},
	List: query.Param{Type: query.Type{Kind: query.UUID, Array: true}, Name: requestFound}}

// seek asks the index for searching which records may hold the words of a list;
// nil where there is none to ask, or where so many may that one finds them
// faster without. A cursor goes on in the order that it was made in.
func (s *Service) seek(ctx context.Context, c *Caller, r *reader, q ListRequest) (*found, error) {
	if q.Search == "" || q.Archived || r.sought.index == "" || c.Preview != nil {
		return nil, nil
	}
	words, err := searchWords(q.Search)
	if err != nil {
		return nil, err
	}
	k := store.Seek{Schema: c.State.Snapshot, Entity: r.entity.Name(), Fields: r.sought.held, Limit: maxFound}
	for _, word := range words {
		if len(store.Pairs(word)) > 0 {
			k.Words = append(k.Words, word)
		}
	}
	label, findable := r.findable(r.entity.Definition.Label)
	f := &found{ranked: q.Sort == "" && findable && label.Field.Type == textValue("").Type}
	if q.After != "" && f.ranked {
		if _, err := s.cursor.plain(q.After, about(c, r, ListRequest{Sort: q.Sort, found: f})); err != nil {
			return nil, nil
		}
		k.Limit *= 2 // there may be more by now
	}
	there, records := s.db.Searchable(ctx, c.Workspace.Name, r.sought.index)
	if len(k.Words) == 0 || !there {
		return nil, nil
	}
	k.Records = records
	if k.Holds, err = r.search(q.Search); err != nil {
		return nil, err
	}
	var few bool
	if f.ids, few, err = s.db.Seek(ctx, c.Workspace.Name, k); err != nil || !few {
		return nil, slow(err)
	}
	return f, nil
}

// rank is how well a record's label matches: 0 is it, 1 begins with it, 2 has
// words that begin with each word, 3 holds each word; 4 is the rest.
func (r *reader) rank(text string) store.SortKey {
	cell, _ := r.findable(r.entity.Definition.Label)
	whole := strings.Join(strings.Fields(text), " ")
	kind := query.Type{Kind: query.Text}
	is := func(conditions ...query.Predicate) query.Predicate {
		if w := finds(cell); w != nil {
			conditions = append([]query.Predicate{w}, conditions...)
		}
		return query.And(conditions)
	}
	spaced := query.Compute{Fn: query.FnConcat, Args: []query.Operand{textValue(" "), cell.Field}, Type: kind}
	var begins, holds []query.Predicate
	for _, word := range strings.Fields(text) {
		begins = append(begins, query.Match{How: query.Contains, X: spaced, Y: textValue(" " + word), Fold: true})
		holds = append(holds, query.Match{How: query.Contains, X: cell.Field, Y: textValue(word), Fold: true})
	}
	lower := query.Compute{Fn: query.FnLower, Args: []query.Operand{cell.Field}, Type: kind}
	levels := []query.Predicate{
		is(query.Compare{Op: query.Eq, X: lower, Y: textValue(query.Fold(whole))}),
		is(query.Match{How: query.HasPrefix, X: cell.Field, Y: textValue(whole), Fold: true}),
		is(begins...), is(holds...),
	}
	integer := query.Type{Kind: query.Integer}
	var x query.Operand = query.Value{Type: integer, V: int64(len(levels))}
	for i := len(levels) - 1; i >= 0; i-- {
		x = query.Choose{If: levels[i], Then: query.Value{Type: integer, V: int64(i)}, Else: x, Type: integer}
	}
	f := query.Field{Entity: r.entity.Name(), Name: rankName, Type: integer, Computed: &query.Computed{X: x}}
	return store.SortKey{Cell: store.Cell{Name: rankName, Field: f}, NeverEmpty: true}
}
