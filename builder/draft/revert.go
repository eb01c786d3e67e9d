package draft

import (
	"bytes"
	"context"
	"errors"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Revert makes a draft of what a revision was. A draft that changes something
// is lost only when replace says so.
func (d *Drafts) Revert(ctx context.Context, workspace, owner, by string, revision int64, replace bool) (*View, error) {
	docs, err := d.db.RevisionDocuments(ctx, workspace, revision)
	if err != nil {
		return nil, err
	}
	for range maxTries {
		o, err := d.open(ctx, workspace, owner)
		if err != nil {
			return nil, err
		}
		if len(o.view.Changes()) > 0 && !replace {
			return nil, problem.New(problem.Conflict, "draft_not_empty")
		}
		rows, err := o.reverted(docs, by)
		if err != nil {
			return nil, err
		}
		err = d.db.SaveDraft(ctx, workspace, owner, rows)
		if errors.Is(err, store.ErrDraftMoved) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return d.Get(ctx, workspace, owner)
	}
	return nil, stale("", nil)
}

// reverted makes the rows in which an old set differs from the published one,
// and those that take back what the draft changed besides.
func (o *opened) reverted(docs []definition.Document, by string) ([]store.DraftRow, error) {
	var rows []store.DraftRow
	wanted := map[definition.Key][]byte{}
	set := func(key definition.Key, body []byte) {
		row, ok := o.rows[key]
		if !ok && bytes.Equal(body, o.published[key]) {
			return
		}
		row.Key, row.Base, row.Body, row.By = key, o.published[key], body, by
		rows = append(rows, row)
	}
	for _, doc := range docs {
		if doc.Kind == definition.KindPolicy {
			continue
		}
		body, err := definition.Canonical(doc.Body)
		if err != nil {
			return nil, err
		}
		wanted[doc.Key] = body
		set(doc.Key, body)
	}
	for key := range o.published {
		if wanted[key] == nil {
			set(key, nil)
		}
	}
	for key := range o.rows {
		if wanted[key] == nil && o.published[key] == nil {
			set(key, nil)
		}
	}
	return rows, nil
}
