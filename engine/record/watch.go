package record

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// WatchRequest asks how some records stand in a list now.
type WatchRequest struct {
	IDs    []string // at most MaxIDs
	List   ListRequest
	Either bool // archived or not; List.Archived does not count then
	// Fresh tells whether a row is to be given to the caller: only such rows are
	// counted against quotas. It may be called more than once for a record.
	Fresh func(id string, row []byte) bool
}

// Watched is one record of the list as the caller may see it.
type Watched struct {
	ID  string
	Row json.RawMessage
}

// WatchAnswer says which of the records stand in the list, and what they look
// like. To the caller any other id is one of no record.
type WatchAnswer struct {
	Seen  map[string]bool
	Fresh []Watched
	Epoch int64 // at which that was so
}

// Watch looks at named records of a list, with all that the list would hide or
// mask, for those who follow its changes.
func (s *Service) Watch(ctx context.Context, c *Caller, entity string, q WatchRequest) (a WatchAnswer, err error) {
	defer func() {
		if len(a.Fresh) > 0 || err != nil {
			s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Records: len(a.Fresh), Err: err})
		}
	}()
	if len(q.IDs) > MaxIDs {
		return a, problem.InvalidAt("?ids", "too_many", map[string]any{"max": MaxIDs})
	}
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		a, err = s.watch(ctx, c, entity, q)
		return a.Epoch, err
	})
	return a, err
}

func (s *Service) watch(ctx context.Context, c *Caller, entity string, q WatchRequest) (WatchAnswer, error) {
	a := WatchAnswer{Seen: map[string]bool{}}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return a, err
	}
	compiled, err := s.compiledWatch(ctx, c, r, q)
	if err != nil {
		return a, err
	}
	page, err := s.db.Rows(ctx, compiled.rows, nil, c.bind(map[string]any{requestIDs: canonicalIDs(q.IDs)}), []byte("["))
	if err != nil {
		return a, slow(err)
	}
	a.Epoch = page.Epoch
	if a.Epoch != c.State.Epoch {
		return a, nil // decided anew on the new State
	}
	if err := a.read(append(page.JSON, ']'), q.Fresh); err != nil {
		return a, err
	}
	if err := s.takeRead(ctx, c, r.entity, q.List.Fields, int64(len(a.Fresh))); err != nil {
		return WatchAnswer{}, err
	}
	return a, nil
}

// read takes the rows of an answer apart.
func (a *WatchAnswer) read(rows []byte, fresh func(id string, row []byte) bool) error {
	var list []json.RawMessage
	if err := json.Unmarshal(rows, &list); err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	for _, row := range list {
		var v struct{ ID string }
		if err := json.Unmarshal(row, &v); err != nil {
			return problem.Wrap(problem.Internal, "internal", err)
		}
		a.Seen[v.ID] = true
		if fresh == nil || fresh(v.ID, row) {
			a.Fresh = append(a.Fresh, Watched{v.ID, row})
		}
	}
	return nil
}

// canonicalIDs leaves out what names no record.
func canonicalIDs(ids []string) []any {
	list := make([]any, 0, len(ids))
	for _, id := range ids {
		if known := canonicalID(id); known != nil {
			list = append(list, known)
		}
	}
	return list
}

// compiledWatch compiles the question, or finds that it was asked lately.
func (s *Service) compiledWatch(ctx context.Context, c *Caller, r *reader, q WatchRequest) (*list, error) {
	key := listKey{fields: strings.Join(q.List.Fields, ","), filter: q.List.Filter, search: q.List.Search, archived: q.List.Archived, either: q.Either,
		named: true, day: c.today()}
	if l, ok := r.lists.get(key); ok {
		return l, nil
	}
	members, err := s.members(ctx, c, r, q.List.Fields)
	if err != nil {
		return nil, err
	}
	filter := s.filter
	if q.Either {
		filter = s.asked
	}
	condition, err := filter(ctx, c, r, q.List)
	if err != nil {
		return nil, err
	}
	id := r.cells["id"].Field
	named := query.In{X: id, List: query.Param{Type: query.Type{Kind: query.UUID, Array: true}, Name: requestIDs}}
	sel := &store.Select{Schema: c.State.Snapshot, Entity: r.entity.Name(), Members: members, Row: r.plan.Row, Filter: query.And{named, condition}, One: true}
	l := &list{}
	if l.rows, err = sel.Compile(c.Workspace.Name); err != nil {
		return nil, err
	}
	r.lists.put(key, l)
	return l, nil
}
