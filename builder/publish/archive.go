package publish

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Archived lists the tables and columns that a workspace keeps and no published
// definition uses, and the revision that this is true of.
func (p *Publisher) Archived(ctx context.Context, workspace string) ([]store.Archived, int64, error) {
	_, revision, docs, err := p.db.Documents(ctx, workspace)
	if err != nil {
		return nil, 0, err
	}
	// What cannot be read may use anything: then nothing is known to be archived.
	set, wrong := definition.ParseSet(designed(docs))
	if len(wrong) > 0 {
		return nil, 0, problem.Wrap(problem.Conflict, "definitions_unreadable", Problems(wrong))
	}
	list, err := p.db.Archived(ctx, workspace, used(set))
	return list, revision, err
}

// used says which tables and columns a set uses.
func used(set *definition.Set) store.InUse {
	in := store.InUse{}
	for _, e := range set.Entities {
		table := store.EntityTable(e.ID)
		in[table] = []string{}
		for _, f := range e.Fields {
			switch {
			case f.Links():
				in[f.LinkTable()] = nil
			case f.Stored():
				in[table] = append(in[table], store.FieldColumn(f))
			}
		}
	}
	return in
}

// Purge drops what is archived for good, by the names that Archived gives; all
// of it or nothing. What is in use, or is not there, is refused.
func (p *Publisher) Purge(ctx context.Context, workspace, principal string, names []string) ([]store.Archived, error) {
	all, revision, err := p.Archived(ctx, workspace)
	if err != nil {
		return nil, err
	}
	var unknown []string
	list := []store.Archived{}
	for _, name := range names {
		i := slices.IndexFunc(all, func(a store.Archived) bool { return a.Name() == name })
		if i < 0 {
			unknown = append(unknown, name)
		} else if !slices.Contains(list, all[i]) {
			list = append(list, all[i])
		}
	}
	if len(unknown) > 0 {
		return nil, store.NotArchived(unknown...)
	}
	if len(list) == 0 {
		return list, nil
	}
	row := store.AuditRow{Actor: principal, Channel: "api", Action: "purge", Detail: map[string]any{"archived": list}}
	return list, p.db.Purge(ctx, workspace, revision, list, row)
}
