package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// patience is how long a list or an aggregate may take.
const patience = 10 * time.Second

// patient bounds the time of one question.
func (s *Service) patient(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := patience
	if s.Patience > 0 {
		limit = s.Patience
	}
	return context.WithTimeout(ctx, limit)
}

// slow turns the end of a statement that took too long into advice.
func slow(err error) error {
	if store.Deadline(err) {
		return problem.Wrap(problem.Unavailable, "too_slow", err)
	}
	if store.Unavailable(err) {
		return problem.Wrap(problem.Unavailable, "database_unavailable", err)
	}
	return err
}

// slowBy is slow that says which fields of the question have no index.
func slowBy(err error, unindexed problem.List) error {
	err = slow(err)
	var p *problem.Error
	if errors.As(err, &p) && p.Code == "too_slow" {
		p.Details = unindexed
	}
	return err
}

// unindexed names the fields of the entity that a question compares or sorts by
// and that no index begins with.
func unindexed(e *catalog.Entity, filter query.Predicate, sort []store.SortKey) (list problem.List) {
	leading := leadingFields(e)
	seen := map[string]bool{}
	add := func(pointer string, f query.Field) {
		if f.Var == 0 && f.Entity == e.Name() && !seen[f.Name] && !leading[f.Name] && f.Name != "archived_at" {
			seen[f.Name] = true
			list.Add(pointer, "index_would_help", "name", f.Name)
		}
	}
	query.Walk(filter, func(p query.Predicate) bool {
		if _, part := p.(query.Match); part {
			return false // no index finds a part of a text
		}
		for _, x := range query.Operands(p) {
			if f, ok := x.(query.Field); ok {
				add("?filter", f)
			}
		}
		return true
	})
	if len(sort) > 0 && !ordered(e.Definition, sort) {
		add("?sort", sort[0].Field)
	}
	return list
}

// leadingFields are those that an index begins with.
func leadingFields(e *catalog.Entity) map[string]bool {
	leading := map[string]bool{"id": true, "created_at": true}
	for _, f := range e.Definition.Fields {
		if f.Unique || f.ToOne() != "" {
			leading[f.Name] = true
		}
	}
	for _, u := range e.Definition.Unique {
		leading[u.Fields[0]] = leading[u.Fields[0]] || u.Where == ""
	}
	for _, x := range e.Definition.Indexes {
		leading[strings.TrimPrefix(x.Fields[0], "-")] = true
	}
	for _, r := range e.Definition.Reminders {
		leading[r.At] = true
	}
	return leading
}

// unsearched adds to a list of advice that a search had no index to ask.
func unsearched(q ListRequest, list problem.List) problem.List {
	if q.Search == "" || q.found != nil {
		return list
	}
	return append(slices.Clone(list), problem.Detail{Pointer: "?q", Code: "search_longer"})
}
