package record

import (
	"context"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of a list, documented in the API.
const (
	DefaultLimit = 50
	MaxLimit     = 200
	maxSortKeys  = 5
	// estimateCap is up to where an estimated count is exact.
	estimateCap = 10_000
)

// ListRequest asks for a page of records.
type ListRequest struct {
	Fields   []string // names, dotted for relations; empty for all own fields
	Filter   string   // Expr, or JSON when it begins with {
	Search   string   // text to find in the searchable fields
	Sort     string   // "-created_at,name"; newest first when empty
	Limit    int      // 0 for DefaultLimit
	After    string   // cursor
	Count    string   // none, exact, estimated
	Archived bool     // the archived records instead of the others

	at    string // pointer of Filter in the request; "?filter" when empty
	found *found // where Search was sought in an index
}

// ListAnswer is a page. Rows holds JSON objects separated by commas.
type ListAnswer struct {
	Rows     []byte
	Next     string // cursor of the next page; "" at the end
	Count    int64  // -1 when not asked for
	Capped   bool   // there are more than Count
	Revision int64

	records int          // in Rows
	plan    *access.Plan // that was asked by
}

// List gives a page of the records that the caller may read. dst is a buffer
// that Rows may use.
func (s *Service) List(ctx context.Context, c *Caller, entity string, q ListRequest, dst []byte) (a ListAnswer, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Records: a.records, Plan: a.plan, Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		var epoch int64
		a, epoch, err = s.list(ctx, c, entity, q, dst)
		return epoch, err
	})
	return a, err
}

func (s *Service) list(ctx context.Context, c *Caller, entity string, q ListRequest, dst []byte) (ListAnswer, int64, error) {
	a := ListAnswer{Count: -1, Revision: c.State.Snapshot.Revision}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return a, 0, err
	}
	ctx, cancel := s.patient(ctx)
	defer cancel()
	if q.found, err = s.seek(ctx, c, r, q); err != nil {
		return a, 0, err
	}
	l, err := s.compiledList(ctx, c, r, q)
	if err != nil {
		return a, 0, err
	}
	page, err := s.db.Rows(ctx, l.rows, l.count, c.bind(q.found.bound()), dst)
	if err != nil {
		return a, 0, slowBy(err, unsearched(q, l.unindexed))
	}
	a.Rows, a.Count, a.records, a.plan = page.JSON, page.Count, page.Rows, r.plan
	if limit := int64(l.limit); limit > 0 && a.Count > limit {
		a.Count, a.Capped = limit, true
	}
	if page.More {
		a.Next = s.cursor.seal(page.Last, about(c, r, q))
	}
	if page.Epoch == c.State.Epoch {
		if err := s.takeRead(ctx, c, r.entity, q.Fields, int64(page.Rows)); err != nil {
			return ListAnswer{Count: -1, Revision: a.Revision}, page.Epoch, err
		}
	}
	if page.Epoch == 0 { // an empty list says nothing of the epoch
		if page.Epoch, _, err = s.db.State(ctx, c.Workspace.Name); err != nil {
			return a, 0, slow(err)
		}
	}
	return a, page.Epoch, nil
}

// list is a ListRequest compiled for one reader.
type list struct {
	rows, count *store.Query
	limit       int // up to which is counted; 0 for all
	unindexed   problem.List
}

// listKey is what the statements of a first page depend on. Relative dates
// become constants, so the day and its zone belong to it; whoever asks does not.
type listKey struct {
	fields, filter, search, sort, count string
	limit                               int
	archived, either, named             bool
	found                               how
	day                                 string
}

// compiledList compiles a question, or finds that it was asked lately.
func (s *Service) compiledList(ctx context.Context, c *Caller, r *reader, q ListRequest) (*list, error) {
	key := listKey{fields: strings.Join(q.Fields, ","), filter: q.Filter, search: q.Search, sort: q.Sort, count: q.Count, limit: q.Limit,
		archived: q.Archived, found: q.found.how(), day: c.today()}
	if q.After == "" {
		if l, ok := r.lists.get(key); ok {
			return l, nil
		}
	}
	sel, err := s.selection(ctx, c, r, q)
	if err != nil {
		return nil, err
	}
	l := &list{unindexed: unindexed(r.entity, sel.Filter, sel.Sort)}
	if l.rows, err = sel.Compile(c.Workspace.Name); err != nil {
		return nil, err
	}
	if l.count, l.limit, err = countQuery(c, sel, q.Count); err != nil {
		return nil, err
	}
	if q.After == "" {
		r.lists.put(key, l)
	}
	return l, nil
}

// today is the caller's date and zone, on which relative dates depend.
func (c *Caller) today() string {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	return c.Now.In(zone).Format("2006-01-02 -07:00 ") + zone.String()
}

// about names the question that a cursor belongs to.
func about(c *Caller, r *reader, q ListRequest) string {
	sort := q.Sort
	if q.found.how() == ranked {
		sort = rankName
	}
	return strings.Join([]string{c.Workspace.Name, c.Principal.UserID, r.entity.Name(), sort}, "\x00")
}

// selection says in the store's terms what a ListRequest asks for.
func (s *Service) selection(ctx context.Context, c *Caller, r *reader, q ListRequest) (*store.Select, error) {
	members, err := s.members(ctx, c, r, q.Fields)
	if err != nil {
		return nil, err
	}
	condition, err := s.filter(ctx, c, r, q)
	if err != nil {
		return nil, err
	}
	sort, err := r.sort(q.Sort)
	if err != nil {
		return nil, err
	}
	if q.found.how() == ranked {
		sort = append([]store.SortKey{r.rank(q.Search)}, sort...)
	}
	sel := &store.Select{Found: q.found != nil, Schema: c.State.Snapshot, Entity: r.entity.Name(), Members: members, Row: r.plan.Row, Filter: condition, Sort: sort, Limit: q.Limit,
		Ordered: ordered(r.entity.Definition, sort), Led: r.led}
	if sel.Limit == 0 {
		sel.Limit = DefaultLimit
	}
	if sel.Limit < 1 || sel.Limit > MaxLimit {
		return nil, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": MaxLimit})
	}
	if q.After != "" {
		if sel.After, err = s.cursor.open(q.After, about(c, r, q), sort); err != nil {
			return nil, err
		}
	}
	return sel, nil
}

// filter joins what the caller asked for, guarded, with the archive's state.
func (s *Service) filter(ctx context.Context, c *Caller, r *reader, q ListRequest) (query.Predicate, error) {
	archived := notArchived(r.entity.Name(), 0)
	if q.Archived {
		archived = archived.(query.Not).P
	}
	asked, err := s.asked(ctx, c, r, q)
	if q.found != nil {
		asked = query.And{foundIDs, asked}
	}
	return query.And{archived, asked}, err
}

// asked is what the caller asked for, guarded.
func (s *Service) asked(ctx context.Context, c *Caller, r *reader, q ListRequest) (query.Predicate, error) {
	all := query.And{}
	if q.Filter != "" {
		p, err := s.parseFilter(ctx, c, r, q.Filter, q.at)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if q.Search != "" {
		p, err := r.search(q.Search)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return s.guard(ctx, c, all)
}

// parseFilter compiles what a caller filters by; pointer is where it stands in
// his request.
func (s *Service) parseFilter(ctx context.Context, c *Caller, r *reader, src, pointer string) (query.Predicate, error) {
	o := s.filterOptions(ctx, c, pointer)
	if strings.HasPrefix(strings.TrimSpace(src), "{") {
		return filter.ParseJSON(c.State.Snapshot, r.entity.Name(), []byte(src), o)
	}
	return filter.Parse(c.State.Snapshot, r.entity.Name(), src, o)
}

// filterOptions are those of what a caller asks for: he may name what he may find by.
func (s *Service) filterOptions(ctx context.Context, c *Caller, pointer string) filter.Options {
	return filter.Options{Now: c.Now, Zone: c.Zone, Pointer: pointer, Visible: func(entity, field string) bool {
		far, err := s.read(ctx, c, entity)
		if err != nil {
			return false
		}
		_, ok := far.findable(field)
		return ok
	}}
}

func countQuery(c *Caller, sel *store.Select, how string) (*store.Query, int, error) {
	switch how {
	case "", "none":
		return nil, 0, nil
	case "exact":
		q, err := sel.Count(c.Workspace.Name, 0)
		return q, 0, err
	case "estimated":
		q, err := sel.Count(c.Workspace.Name, estimateCap)
		return q, estimateCap, err
	}
	return nil, 0, problem.InvalidAt("?count", "not_an_option", map[string]any{"options": "none, exact, estimated"})
}
