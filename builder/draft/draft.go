package draft

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// Change says how a draft differs from the published set in one document.
type Change string

// The changes. Same is a document that the draft does not touch.
const (
	Same    Change = "same"
	Added   Change = "added"
	Changed Change = "changed"
	Removed Change = "removed"
)

// Item is one document as a draft has it.
type Item struct {
	definition.Document        // Body is nil when removed
	Hash                string // of the body, for optimistic saving
	Change              Change
	// Conflicts are what others published since, where the draft says
	// something else; the body says what the draft does.
	Conflicts []merge.Conflict
	SavedAt   time.Time // zero where the draft does not touch it
	SavedBy   string
}

// View is a draft merged over the published set, at one moment.
type View struct {
	Revision int64  // the published revision
	Items    []Item // sorted by kind and name; removed ones included
	// Mark is the newest saving that the View holds; zero when the draft is
	// empty.
	Mark time.Time
}

// Documents gives the whole set that publishing the draft would make.
func (v *View) Documents() []definition.Document {
	docs := make([]definition.Document, 0, len(v.Items))
	for _, i := range v.Items {
		if i.Change != Removed {
			docs = append(docs, i.Document)
		}
	}
	return docs
}

// Changes gives the items that differ from the published set.
func (v *View) Changes() []Item {
	var list []Item
	for _, i := range v.Items {
		if i.Change != Same {
			list = append(list, i)
		}
	}
	return list
}

// Conflicts gives the items that others changed differently meanwhile.
func (v *View) Conflicts() []Item {
	var list []Item
	for _, i := range v.Items {
		if len(i.Conflicts) > 0 {
			list = append(list, i)
		}
	}
	return list
}

// Find gives the item of a key; a removed one counts as missing.
func (v *View) Find(key definition.Key) (Item, bool) {
	for _, i := range v.Items {
		if i.Key == key && i.Change != Removed {
			return i, true
		}
	}
	return Item{}, false
}

// Drafts reads and writes drafts.
type Drafts struct{ db *store.DB }

// New makes Drafts over a database.
func New(db *store.DB) *Drafts { return &Drafts{db} }

// Get gives a user's draft, merged over the published set.
func (d *Drafts) Get(ctx context.Context, workspace, owner string) (*View, error) {
	o, err := d.open(ctx, workspace, owner)
	if err != nil {
		return nil, err
	}
	return o.view, nil
}

// Saves lists the newest savings of a draft: who changed what when.
func (d *Drafts) Saves(ctx context.Context, workspace, owner string) ([]store.DraftSave, error) {
	return d.db.DraftSaves(ctx, workspace, owner, maxSaves)
}

// maxSaves is how many savings are listed.
const maxSaves = 200

func view(revision int64, published map[definition.Key][]byte, rows []store.DraftRow, conflicts map[definition.Key][]merge.Conflict) *View {
	v := &View{Revision: revision}
	items := map[definition.Key]Item{}
	for key, body := range published {
		items[key] = Item{Document: definition.Document{Key: key, Body: body}, Hash: definition.Hash(body), Change: Same}
	}
	for _, row := range rows {
		if row.UpdatedAt.After(v.Mark) {
			v.Mark = row.UpdatedAt
		}
		was, ok := items[row.Key]
		item := Item{Document: definition.Document{Key: row.Key, Body: row.Body}, Hash: definition.Hash(row.Body),
			Conflicts: conflicts[row.Key], SavedAt: row.UpdatedAt, SavedBy: row.By}
		switch {
		case row.Body == nil && !ok:
			continue
		case row.Body == nil:
			item.Change = Removed
		case !ok:
			item.Change = Added
		case was.Hash == item.Hash:
			item.Change = Same
		default:
			item.Change = Changed
		}
		items[row.Key] = item
	}
	for _, item := range items {
		v.Items = append(v.Items, item)
	}
	slices.SortFunc(v.Items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return v
}

// Discard forgets a user's draft, or one document of it when key is given.
func (d *Drafts) Discard(ctx context.Context, workspace, owner string, key *definition.Key) error {
	return d.db.DiscardDraft(ctx, workspace, owner, key)
}
