package draft

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// AnyHash as the expected hash of a save means: whatever is in place, be it
// published by others since the draft began.
const AnyHash = "*"

// opened is a draft with what it was read from.
type opened struct {
	view      *View
	rows      map[definition.Key]store.DraftRow
	published map[definition.Key]string // hashes
	bodies    map[definition.Key][]byte // published
}

func (d *Drafts) open(ctx context.Context, workspace, owner string) (*opened, error) {
	// The draft is read first: a publish in between then shows as moved
	// documents, never as a draft over a set that it was not merged with.
	rows, err := d.db.Draft(ctx, workspace, owner)
	if err != nil {
		return nil, err
	}
	_, revision, published, err := d.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	o := &opened{
		view: merge(revision, published, rows),
		rows: map[definition.Key]store.DraftRow{}, published: map[definition.Key]string{}, bodies: map[definition.Key][]byte{},
	}
	for _, row := range rows {
		o.rows[row.Key] = row
	}
	for _, doc := range published {
		o.published[doc.Key], o.bodies[doc.Key] = Hash(doc.Body), doc.Body
	}
	return o, nil
}

// row prepares the row of one document to be saved over the one in place.
func (o *opened) row(key definition.Key, seen string, body []byte) (store.DraftRow, error) {
	found, _ := o.view.Find(key)
	if seen != AnyHash && seen != found.Hash {
		return store.DraftRow{}, stale(found.Hash)
	}
	row, ok := o.rows[key]
	if !ok || seen == AnyHash {
		row.Key, row.BaseHash = key, o.published[key]
	}
	row.Body = body
	return row, nil
}

// Put saves a document in a user's draft, in canonical form and with x-ids
// assigned; parts without one take the id that their name had before, and Rego
// is formatted. seen is the hash of the document that the change was made from,
// "" when there was none, or AnyHash.
func (d *Drafts) Put(ctx context.Context, workspace, owner string, doc definition.Document, seen string) (Item, error) {
	items, err := d.put(ctx, workspace, owner, []definition.Document{doc}, seen)
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// PutAll saves documents in a user's draft, all or none, whatever is in place.
func (d *Drafts) PutAll(ctx context.Context, workspace, owner string, docs []definition.Document) ([]Item, error) {
	return d.put(ctx, workspace, owner, docs, AnyHash)
}

func (d *Drafts) put(ctx context.Context, workspace, owner string, docs []definition.Document, seen string) ([]Item, error) {
	o, err := d.open(ctx, workspace, owner)
	if err != nil {
		return nil, err
	}
	highest := d.highest(ctx, workspace)
	var wrong problem.List
	items, rows := make([]Item, 0, len(docs)), make([]store.DraftRow, 0, len(docs))
	for _, doc := range docs {
		if err := CheckKey(doc.Key); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(rows, func(r store.DraftRow) bool { return r.Key == doc.Key }) {
			wrong.Add("/"+string(doc.Kind)+"/"+doc.Name, "duplicate_document")
			continue
		}
		previous, existed := o.view.Find(doc.Key)
		doc = policygen.FormatRego(doc)
		body, _, err := definition.AssignIDs(doc.Kind, doc.Body, previous.Body)
		if err == nil {
			body, _, err = definition.RaiseColumns(doc.Kind, body, o.bodies[doc.Key], highest)
		}
		if err != nil {
			wrong = append(wrong, inDocument(doc.Key, len(docs), err)...)
			continue
		}
		row, err := o.row(doc.Key, seen, body)
		if err != nil {
			return nil, err
		}
		doc.Body = body
		item := Item{Document: doc, Hash: Hash(body), Change: Changed}
		if !existed {
			item.Change = Added
		}
		items, rows = append(items, item), append(rows, row)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return items, d.save(ctx, workspace, owner, rows)
}

// highest tells which x-column fields have had at most. It is asked of the
// database once, and only when a field moves to another column.
func (d *Drafts) highest(ctx context.Context, workspace string) func(id string) (int, error) {
	load := sync.OnceValues(func() (map[string]int, error) { return d.db.Generations(ctx, workspace) })
	return func(id string) (int, error) {
		all, err := load()
		return all[id], err
	}
}

// inDocument lets pointers begin with kind and name when many documents were
// sent at once.
func inDocument(key definition.Key, count int, err error) problem.List {
	details := problem.As(err).Details
	if count == 1 {
		return details
	}
	list := make(problem.List, len(details))
	for i, d := range details {
		d.Pointer = "/" + string(key.Kind) + "/" + key.Name + d.Pointer
		list[i] = d
	}
	return list
}

// Delete takes a document out of a user's draft: publishing removes it.
func (d *Drafts) Delete(ctx context.Context, workspace, owner string, key definition.Key, seen string) error {
	o, err := d.open(ctx, workspace, owner)
	if err != nil {
		return err
	}
	if _, ok := o.view.Find(key); !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	row, err := o.row(key, seen, nil)
	if err != nil {
		return err
	}
	return d.save(ctx, workspace, owner, []store.DraftRow{row})
}

func (d *Drafts) save(ctx context.Context, workspace, owner string, rows []store.DraftRow) error {
	err := d.db.SaveDraft(ctx, workspace, owner, rows)
	if errors.Is(err, store.ErrDraftMoved) {
		return stale("")
	}
	return err
}

func stale(current string) *problem.Error {
	err := problem.New(problem.Stale, "stale_definition")
	if current != "" {
		err.Extra = map[string]any{"current_hash": current}
	}
	return err
}
