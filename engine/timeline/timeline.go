package timeline

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// The kinds of items, in the order of those of one moment.
const (
	KindChange  = "change"  // of the record, for who may see its history
	KindComment = "comment" // on it
	KindTask    = "task"    // about it
	KindFile    = "file"    // of one of its fields
	KindShare   = "share"   // with somebody
	KindRecord  = "record"  // that hangs on it (x-parent), such as a follow-up
)

var kinds = []string{KindChange, KindComment, KindTask, KindFile, KindShare, KindRecord}

// maxItems is the longest page: no longer than one of a history, so that
// nothing is passed over between two of those.
const maxItems = 50

// Item is something that happened around a record. Of the members below By, the
// one of its kind is there; of a task, that of a record.
type Item struct {
	Kind    string               `json:"kind"`
	At      time.Time            `json:"at"`
	By      *record.HistoryActor `json:"by"` // nil: the system, or not known
	Change  *record.HistoryEntry `json:"change,omitempty"`
	Comment *Comment             `json:"comment,omitempty"`
	File    *FieldFile           `json:"file,omitempty"`
	Share   *record.Share        `json:"share,omitempty"`
	Record  *Hanging             `json:"record,omitempty"`

	place  store.Place // in the order
	rank   int         // of its kind, for those of one moment
	seq    int64       // of a change
	silent bool        // told by an item of another kind already
}

// FieldFile is a file of a field of the record.
type FieldFile struct {
	Field string `json:"field"`
	record.File
}

// Request asks for items.
type Request struct {
	Kinds []string // empty for all
	Page
}

// Items gives what happened around a record that the caller can read, the
// newest first, and the cursor of the next page.
func (s *Service) Items(ctx context.Context, c *record.Caller, on On, q Request) (list []Item, next string, err error) {
	if q.Limit == 0 {
		q.Limit = maxItems
	}
	if q.Limit < 1 || q.Limit > maxItems {
		return nil, "", problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": maxItems})
	}
	for _, kind := range q.Kinds {
		if !slices.Contains(kinds, kind) {
			return nil, "", problem.InvalidAt("?kinds", "not_an_option", map[string]any{"options": strings.Join(kinds, ", ")})
		}
	}
	from, err := placeOf(q.Before)
	if err != nil {
		return nil, "", err
	}
	err = s.records.Around(ctx, c, on.Entity, on.Record, []string{actionHistory}, func(c *record.Caller, held []bool) error {
		g := gathering{service: s, ctx: ctx, caller: c, on: on, from: from, limit: q.Limit, history: held[0]}
		if err := g.gather(q.Kinds); err != nil {
			return err
		}
		list, next = g.page()
		return s.nameWho(ctx, c, list)
	})
	return list, next, err
}

// gathering is what happened around a record, in the making.
type gathering struct {
	service *Service
	ctx     context.Context // of the request
	caller  *record.Caller
	on      On
	from    cursor
	limit   int
	history bool // the caller may see it
	items   []Item
	more    bool // some source has more than was asked of it
}

func (g *gathering) gather(wanted []string) error {
	sources := []func() error{g.changes, g.comments, g.tasks, g.files, g.shares, g.hanging}
	for rank, source := range sources {
		if len(wanted) > 0 && !slices.Contains(wanted, kinds[rank]) {
			continue
		}
		if err := source(); err != nil {
			return err
		}
	}
	return nil
}

// add takes an item in that comes after the page before.
func (g *gathering) add(item Item, id string) {
	item.rank = slices.Index(kinds, item.Kind)
	if item.seq == 0 {
		item.place = store.Place{At: item.At, ID: id}
	}
	if item.seq > 0 || g.after(item.rank).comes(item.place) {
		g.items = append(g.items, item)
	}
}

// after is the place after which the items of a kind begin.
func (g *gathering) after(rank int) place {
	at := place(g.from.Place)
	switch {
	case rank > g.from.Rank:
		at.ID = start.ID
	case rank < g.from.Rank:
		at.ID = "00000000-0000-0000-0000-000000000000"
	}
	return at
}

// page orders what was gathered and gives the first of it.
func (g *gathering) page() ([]Item, string) {
	slices.SortFunc(g.items, func(a, b Item) int {
		return cmp.Or(b.place.At.Compare(a.place.At), cmp.Compare(a.rank, b.rank), cmp.Compare(b.seq, a.seq), cmp.Compare(b.place.ID, a.place.ID))
	})
	next := ""
	if g.more || len(g.items) > g.limit {
		g.items = g.items[:min(g.limit, len(g.items))]
		to := g.from
		for _, item := range g.items {
			if item.seq > 0 {
				to.Seq = item.seq
			}
			to.Place, to.Rank = item.place, item.rank
		}
		if len(g.items) > 0 {
			next = to.text()
		}
	}
	list := []Item{}
	for _, item := range g.items {
		if !item.silent {
			list = append(list, item)
		}
	}
	return list, next
}

// nameWho calls those who did it by name, as far as the caller may know them.
func (s *Service) nameWho(ctx context.Context, c *record.Caller, list []Item) error {
	var ids []string
	for _, item := range list {
		if item.By != nil && item.By.Name == "" {
			ids = append(ids, item.By.ID)
		}
	}
	names, err := s.names(ctx, c, ids)
	for i := range list {
		if by := list[i].By; by != nil && by.Name == "" {
			list[i].By = &record.HistoryActor{ID: by.ID, Name: names[by.ID]}
		}
	}
	return err
}
