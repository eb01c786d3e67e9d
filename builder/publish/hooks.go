package publish

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// hooks calls the hooks before or after a publication, in order; an error of
// any keeps the set from being published.
func (p *Publisher) hooks(ctx context.Context, r Request, after bool) error {
	for _, h := range p.Hooks.Publishes(after) {
		v := &hook.Publication{Workspace: r.Workspace, UserID: r.Principal, Comment: r.Comment, Documents: shown(r.Documents)}
		if err := h.Call(ctx, v, func() {}); err != nil {
			return err
		}
	}
	return nil
}

// shown are documents as a hook gets them: copies, which it may keep.
func shown(docs []definition.Document) []hook.Document {
	list := make([]hook.Document, len(docs))
	for i, d := range docs {
		list[i] = hook.Document{Kind: string(d.Kind), Name: d.Name, Body: append([]byte(nil), d.Body...)}
	}
	return list
}
