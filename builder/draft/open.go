package draft

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/mortise-crm/mortise/builder/merge"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// opened is a draft with what it was read from.
type opened struct {
	db        *store.DB
	workspace string
	owner     string
	view      *View
	rows      map[definition.Key]store.DraftRow
	published map[definition.Key][]byte
}

// open reads a draft. What was published since its documents began is merged
// into them and kept, so that a document has the hash by which it was given
// out.
func (d *Drafts) open(ctx context.Context, workspace, owner string) (*opened, error) {
	for tries := 0; ; tries++ {
		// The draft is read first: what is published in between is then merged,
		// and never taken for what the draft began from.
		rows, err := d.db.Draft(ctx, workspace, owner)
		if err != nil {
			return nil, err
		}
		_, revision, docs, err := d.db.Documents(ctx, workspace)
		if err != nil {
			return nil, err
		}
		o := &opened{db: d.db, workspace: workspace, owner: owner,
			rows: map[definition.Key]store.DraftRow{}, published: map[definition.Key][]byte{}}
		for _, doc := range docs {
			if doc.Kind != definition.KindPolicy {
				o.published[doc.Key] = doc.Body
			}
		}
		moved, conflicts := o.merge(rows)
		if len(moved) > 0 && tries < maxTries {
			if err := d.db.SaveDraft(ctx, workspace, owner, moved); err != nil && !errors.Is(err, store.ErrDraftMoved) {
				return nil, err
			}
			continue // the savings have moments of their own
		}
		for _, row := range rows {
			o.rows[row.Key] = row
		}
		o.view = view(revision, o.published, rows, conflicts)
		return o, nil
	}
}

// merge brings the published documents into the rows. It gives the rows that
// change by that, and all conflicts.
func (o *opened) merge(rows []store.DraftRow) (moved []store.DraftRow, conflicts map[definition.Key][]merge.Conflict) {
	conflicts = map[definition.Key][]merge.Conflict{}
	for _, row := range rows {
		published := o.published[row.Key]
		if bytes.Equal(row.Base, published) {
			continue
		}
		r := merge.Rebase(row.Base, row.Body, published)
		conflicts[row.Key] = r.Conflicts
		if !bytes.Equal(r.Body, row.Body) {
			row.Body, row.Base = r.Body, r.Base
			moved = append(moved, row)
		}
	}
	return moved, conflicts
}

// row prepares the row of a document to be saved over the one in place.
func (o *opened) row(ctx context.Context, doc definition.Document, how Save) (store.DraftRow, error) {
	found, _ := o.view.Find(doc.Key)
	from, known, err := o.seen(ctx, doc.Key, found, how.Seen)
	if err != nil {
		return store.DraftRow{}, err
	}
	body, _, err := definition.AssignIDs(doc.Kind, doc.Body, from)
	if err != nil {
		return store.DraftRow{}, err
	}
	if !known {
		return store.DraftRow{}, stale(found.Hash, nil)
	}
	body, conflicts := merge.Merge(from, body, found.Body)
	if len(conflicts) > 0 {
		return store.DraftRow{}, stale(found.Hash, conflicts)
	}
	if body, err = o.raised(ctx, definition.Document{Key: doc.Key, Body: body}); err != nil {
		return store.DraftRow{}, err
	}
	row, ok := o.rows[doc.Key]
	if !ok || how.Solved || how.Seen == AnyHash {
		row.Key, row.Base = doc.Key, o.published[doc.Key]
	}
	row.Body, row.By = body, how.By
	return row, nil
}

// raised gives a document whose values move to other columns, where they do not
// stand for what is published: under its name, or under the one that it had.
func (o *opened) raised(ctx context.Context, doc definition.Document) ([]byte, error) {
	published, ok := o.published[doc.Key]
	if id := idOf(doc.Body); !ok && id != "" {
		for key, body := range o.published {
			if key.Kind == doc.Kind && idOf(body) == id {
				published = body
			}
		}
	}
	body, _, err := definition.RaiseColumns(doc.Kind, doc.Body, published, o.highest(ctx))
	return body, err
}

// idOf gives the x-id of a document, "" when it has none.
func idOf(body []byte) string {
	var d struct {
		ID string `json:"x-id"`
	}
	_ = json.Unmarshal(body, &d) // what cannot be read has none
	return d.ID
}

// maxRevisionsBack is in how many revisions is looked for what somebody saw.
const maxRevisionsBack = 5

// seen finds the document that a change was made from; nil for none. It is not
// known when it is long gone.
func (o *opened) seen(ctx context.Context, key definition.Key, found Item, hash string) (body []byte, known bool, err error) {
	switch hash {
	case AnyHash, found.Hash:
		return found.Body, true, nil
	case "":
		return nil, found.Body == nil, nil
	}
	if body, known, err = o.db.SavedBody(ctx, o.workspace, o.owner, key, hash); known || err != nil {
		return body, known, err
	}
	for n := o.view.Revision; n > max(0, o.view.Revision-maxRevisionsBack); n-- {
		docs, err := o.db.RevisionDocuments(ctx, o.workspace, n)
		if err != nil {
			return nil, false, err
		}
		for _, d := range docs {
			if d.Key != key {
				continue
			}
			body, err := definition.Canonical(d.Body)
			if err == nil && definition.Hash(body) == hash {
				return body, true, nil
			}
		}
	}
	return nil, false, nil
}
