package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of a search of all entities, documented in the API.
const (
	DefaultFound = 5
	MaxFound     = 20 // records of each entity
	// searchPatience is how long all of it may take, and searchEach one entity.
	searchPatience = 1500 * time.Millisecond
	searchEach     = 700 * time.Millisecond
	searchAtOnce   = 3
)

// SearchRequest asks for records of any entity.
type SearchRequest struct {
	Text     string
	Entities []string // only these; all that the caller may read when empty
	Limit    int      // of each entity; 0 for DefaultFound
}

// Found is a record that a search found: its label as the caller sees it.
type Found struct {
	ID    string `json:"id"`
	Label any    `json:"label"`
}

// FoundGroup are the best matches of one entity.
type FoundGroup struct {
	Entity  string  `json:"entity"`
	Records []Found `json:"records"`
	More    bool    `json:"more"` // there are more; a list with the same text has them
}

// SearchAnswer has a group for each entity with matches, in the order of the
// definitions. Unfinished names those that took too long.
type SearchAnswer struct {
	Groups     []FoundGroup `json:"data"`
	Unfinished []string     `json:"unfinished"`
}

// Search finds records of all entities that the caller may read, few of each,
// in bounded time. Each entity is asked as a list of it would be.
func (s *Service) Search(ctx context.Context, c *Caller, q SearchRequest) (SearchAnswer, error) {
	a := SearchAnswer{Groups: []FoundGroup{}, Unfinished: []string{}}
	words, err := searchWords(q.Text)
	if err != nil || len(words) == 0 {
		return a, err
	}
	if q.Limit == 0 {
		q.Limit = DefaultFound
	}
	if q.Limit < 1 || q.Limit > MaxFound {
		return a, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": MaxFound})
	}
	ctx, cancel := context.WithTimeout(ctx, searchPatience)
	defer cancel()
	entities := s.searchedEntities(ctx, c, q.Entities)
	groups, late := make([]*FoundGroup, len(entities)), make([]bool, len(entities))
	places := make(chan int)
	var all sync.WaitGroup
	for range min(searchAtOnce, len(entities)) {
		all.Go(func() {
			for i := range places {
				groups[i], late[i] = s.searchOne(ctx, c, entities[i], q)
			}
		})
	}
	for i := range entities {
		places <- i
	}
	close(places)
	all.Wait()
	for i, e := range entities {
		switch {
		case late[i]:
			a.Unfinished = append(a.Unfinished, e.Name())
		case groups[i] != nil:
			a.Groups = append(a.Groups, *groups[i])
		}
	}
	return a, nil
}

// searchedEntities are those that the caller may search; names that he may not
// know of are left out as unknown ones are.
func (s *Service) searchedEntities(ctx context.Context, c *Caller, only []string) (list []*catalog.Entity) {
	for _, e := range c.State.Snapshot.Entities(only...) {
		if r, err := s.read(ctx, c, e.Name()); err == nil && len(r.sought.cells) > 0 {
			list = append(list, e)
		}
	}
	return list
}

// searchOne asks one entity; nil when nothing matches, or may be shown now.
func (s *Service) searchOne(ctx context.Context, c *Caller, e *catalog.Entity, q SearchRequest) (g *FoundGroup, late bool) {
	ctx, cancel := context.WithTimeout(ctx, searchEach)
	defer cancel()
	label := e.Definition.Label
	fields := []string{"id"}
	if r, err := s.read(ctx, c, e.Name()); err == nil {
		if _, ok := r.cells[label]; ok {
			fields = append(fields, label)
		}
	}
	a, err := s.List(ctx, c, e.Name(), ListRequest{Fields: fields, Search: q.Text, Limit: q.Limit}, nil)
	if err != nil {
		var p *problem.Error
		return nil, store.Deadline(err) || errors.As(err, &p) && p.Code == "too_slow"
	}
	var rows []map[string]any
	d := json.NewDecoder(bytes.NewReader([]byte("[" + string(a.Rows) + "]")))
	d.UseNumber()
	if d.Decode(&rows) != nil || len(rows) == 0 {
		return nil, false
	}
	g = &FoundGroup{Entity: e.Name(), More: a.Next != ""}
	for _, row := range rows {
		id, _ := row["id"].(string)
		g.Records = append(g.Records, Found{ID: id, Label: row[label]})
	}
	return g, false
}
