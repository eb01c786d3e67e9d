package draft

import (
	"context"
	"errors"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Rename gives a thing of a draft another name, and names it so in every
// document that refers to it. What is published keeps its old name as a former
// one. It gives the documents that it saved, and the places that it cannot
// rewrite.
func (d *Drafts) Rename(ctx context.Context, workspace, owner, by string, t reference.Thing, to string) ([]Item, []reference.Reference, error) {
	if err := checkName(t, to); err != nil {
		return nil, nil, err
	}
	for range maxTries {
		o, err := d.open(ctx, workspace, owner)
		if err != nil {
			return nil, nil, err
		}
		out, err := reference.New(o.view.Documents()).Rename(t, to, o.remembers(t))
		if err != nil {
			return nil, nil, err
		}
		for i, doc := range out.Documents {
			if out.Documents[i].Body, err = o.raised(ctx, doc); err != nil {
				return nil, nil, err
			}
		}
		items, rows := o.renamed(out, by)
		err = d.db.SaveDraft(ctx, workspace, owner, rows)
		if !errors.Is(err, store.ErrDraftMoved) {
			return items, out.Mend, err
		}
	}
	return nil, nil, stale("", nil)
}

// checkName refuses names that nothing has.
func checkName(t reference.Thing, to string) error {
	if err := CheckKey(definition.Key{Kind: t.Kind, Name: t.Name}); err != nil {
		return err
	}
	switch {
	case to == "" || len(to) > maxOption || t.Option == "" && !name.MatchString(to):
		return problem.InvalidAt("/to", "bad_name", nil)
	case t.Field != "" && t.Option == "" && definition.Reserved(to):
		return problem.InvalidAt("/to", "reserved_name", map[string]any{"name": to})
	}
	return nil
}

// maxOption is the greatest length of the value of an option, in bytes.
const maxOption = 400

// remembers tells whether a thing is published under its present name.
func (o *opened) remembers(t reference.Thing) bool {
	body, ok := o.published[definition.Key{Kind: t.Kind, Name: t.Name}]
	if !ok {
		return false
	}
	return reference.New([]definition.Document{{Key: definition.Key{Kind: t.Kind, Name: t.Name}, Body: body}}).Has(t)
}

// renamed makes the rows of a renaming.
func (o *opened) renamed(out reference.Renaming, by string) ([]Item, []store.DraftRow) {
	items, rows := make([]Item, 0, len(out.Documents)), make([]store.DraftRow, 0, len(out.Documents)+1)
	add := func(key definition.Key, body []byte) {
		row, ok := o.rows[key]
		if !ok {
			row.Key, row.Base = key, o.published[key]
		}
		row.Body, row.By = body, by
		rows = append(rows, row)
	}
	if out.Removed.Name != "" {
		add(out.Removed, nil)
	}
	for _, doc := range out.Documents {
		item := Item{Document: doc, Hash: definition.Hash(doc.Body), Change: Changed}
		if o.published[doc.Key] == nil {
			item.Change = Added
		}
		add(doc.Key, doc.Body)
		items = append(items, item)
	}
	return items, rows
}
