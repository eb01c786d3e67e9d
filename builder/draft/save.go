package draft

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// AnyHash as the expected hash of a save means: whatever is in place, be it
// published by others since the draft began.
const AnyHash = "*"

// Save says how a document is saved.
type Save struct {
	By string // the user
	// Seen is the hash of the document that the change was made from, "" when
	// there was none, or AnyHash. What others saved since is merged.
	Seen string
	// Solved says that the document as it is solves all its conflicts with what
	// was published.
	Solved bool
}

// Put saves a document in a draft, in canonical form and with x-ids assigned;
// parts without one take the id that their name had before, and Rego is
// formatted. The Item has the document as it is saved: with what others
// changed meanwhile, if they changed other parts of it.
func (d *Drafts) Put(ctx context.Context, workspace, owner string, doc definition.Document, how Save) (Item, error) {
	items, err := d.put(ctx, workspace, owner, []definition.Document{doc}, how)
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// PutAll saves documents in a draft, all or none, whatever is in place.
func (d *Drafts) PutAll(ctx context.Context, workspace, owner, by string, docs []definition.Document) ([]Item, error) {
	return d.put(ctx, workspace, owner, docs, Save{By: by, Seen: AnyHash})
}

// maxTries bounds how often a saving starts again because somebody saved in
// between.
const maxTries = 10

func (d *Drafts) put(ctx context.Context, workspace, owner string, docs []definition.Document, how Save) ([]Item, error) {
	for range maxTries {
		o, err := d.open(ctx, workspace, owner)
		if err != nil {
			return nil, err
		}
		items, rows, err := o.prepare(ctx, docs, how)
		if err != nil {
			return nil, err
		}
		err = d.db.SaveDraft(ctx, workspace, owner, rows)
		if !errors.Is(err, store.ErrDraftMoved) {
			return items, err
		}
	}
	return nil, stale("", nil)
}

// prepare makes rows of documents, or says what is wrong with any of them.
func (o *opened) prepare(ctx context.Context, docs []definition.Document, how Save) ([]Item, []store.DraftRow, error) {
	var wrong problem.List
	items, rows := make([]Item, 0, len(docs)), make([]store.DraftRow, 0, len(docs))
	for _, doc := range docs {
		if err := CheckKey(doc.Key); err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(rows, func(r store.DraftRow) bool { return r.Key == doc.Key }) {
			wrong.Add("/"+string(doc.Kind)+"/"+doc.Name, "duplicate_document")
			continue
		}
		row, err := o.row(ctx, policygen.FormatRego(doc), how)
		if problem.Is(err, problem.Invalid) {
			wrong = append(wrong, inDocument(doc.Key, len(docs), err)...)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		doc.Body = row.Body
		item := Item{Document: doc, Hash: definition.Hash(row.Body), Change: Changed}
		if _, existed := o.view.Find(doc.Key); !existed {
			item.Change = Added
		}
		items, rows = append(items, item), append(rows, row)
	}
	return items, rows, wrong.Err()
}

// highest tells which x-column fields have had at most. It is asked of the
// database once, and only when a field moves to another column.
func (o *opened) highest(ctx context.Context) func(id string) (int, error) {
	load := sync.OnceValues(func() (map[string]int, error) { return o.db.Generations(ctx, o.workspace) })
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

// Delete takes a document out of a draft: publishing removes it. Nothing that
// others changed since how.Seen is lost by that.
func (d *Drafts) Delete(ctx context.Context, workspace, owner string, key definition.Key, how Save) error {
	for range maxTries {
		o, err := d.open(ctx, workspace, owner)
		if err != nil {
			return err
		}
		found, ok := o.view.Find(key)
		if !ok {
			return problem.New(problem.NotFound, "not_found")
		}
		if how.Seen != AnyHash && how.Seen != found.Hash {
			return stale(found.Hash, nil)
		}
		row := o.rows[key]
		row.Key, row.Body, row.Base, row.By = key, nil, o.published[key], how.By
		err = d.db.SaveDraft(ctx, workspace, owner, []store.DraftRow{row})
		if !errors.Is(err, store.ErrDraftMoved) {
			return err
		}
	}
	return stale("", nil)
}

// stale refuses a document made from another one than is in place, with what
// both changed differently.
func stale(current string, conflicts []merge.Conflict) *problem.Error {
	err := problem.New(problem.Stale, "stale_definition")
	err.Extra = map[string]any{}
	if current != "" {
		err.Extra["current_hash"] = current
	}
	if len(conflicts) > 0 {
		err.Extra["conflicts"] = conflicts
	}
	return err
}
