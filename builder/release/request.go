package release

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/builder/difference"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// maxKept is how much one request may hold, in bytes.
const maxKept = 1_000_000

// Request asks for the approval that a publication was refused for want of.
// What is approved later is what the draft holds now.
func (s *Service) Request(ctx context.Context, c *record.Caller, changes Changes, refusal error) (id string, err error) {
	k := kept{Base: changes.Base, Comment: changes.Comment, Consent: changes.Consent, Packages: changes.Packages}
	if changes.Draft != nil {
		k.Owner, k.Until = changes.Draft.Owner, changes.Draft.Until
	}
	for _, ch := range changes.List {
		k.Documents, k.Added = append(k.Documents, ch.Document), append(k.Added, ch.Added)
	}
	raw, err := json.Marshal(k)
	if err != nil {
		return "", problem.Wrap(problem.Internal, "internal", err)
	}
	if len(raw) > maxKept {
		return "", problem.New(problem.TooLarge, "body_too_large").With("max", maxKept)
	}
	fields := map[string]any{}
	if err := decode(raw, &fields); err != nil {
		return "", err
	}
	for _, m := range changes.Packages { // too large for the request itself
		if err := s.db.KeepGuide(ctx, c.Workspace.Name, m.Guide); err != nil {
			return "", err
		}
	}
	return s.approvals.File(ctx, c, approval.Request{Action: Action, Fields: fields}, refusal)
}

// approved publishes what was asked for in the requester's name. He needs the
// rights for it still, and nobody may have published meanwhile.
func (s *Service) approved(ctx context.Context, c *record.Caller, r approval.Request) error {
	k, err := unpack(r)
	if err != nil {
		return err
	}
	_, err = s.publish(ctx, c, k.changes())
	if err == errMoved {
		return problem.New(problem.Unavailable, "definitions_changing")
	}
	return err
}

// changes are those that a request has kept.
func (k kept) changes() Changes {
	changes := Changes{Base: k.Base, Comment: k.Comment, Consent: k.Consent, Packages: k.Packages}
	if k.Owner != "" {
		changes.Draft = &store.DraftMark{Owner: k.Owner, Until: k.Until}
	}
	for i, d := range k.Documents {
		changes.List = append(changes.List, warrant.Change{Document: d, Added: i < len(k.Added) && k.Added[i]})
	}
	return changes
}

// unpack reads what a request has kept.
func unpack(r approval.Request) (k kept, err error) {
	raw, err := json.Marshal(r.Fields)
	if err != nil {
		return k, problem.Wrap(problem.Internal, "internal", err)
	}
	if err := decode(raw, &k); err != nil {
		return k, err
	}
	for i, d := range k.Documents {
		if bytes.Equal(d.Body, []byte("null")) {
			k.Documents[i].Body = nil
		}
	}
	return k, nil
}

// Shown is what a request would publish, for those who decide about it.
type Shown struct {
	Revision  int64                 `json:"revision"` // that it was made from
	Comment   string                `json:"comment"`
	Documents []definition.Document `json:"documents"` // body null: to be removed
	Changes   []difference.Document `json:"changes"`   // the same in words, against Revision
	Overtaken bool                  `json:"overtaken"` // by another revision: approving it would fail
}

// Show gives what a request would publish, to who asked and to those who may
// decide.
func (s *Service) Show(ctx context.Context, c *record.Caller, id string) (Shown, error) {
	r, err := s.approvals.Show(ctx, c, id)
	if err != nil {
		return Shown{}, err
	}
	if r.Action != Action {
		return Shown{}, problem.New(problem.NotFound, "not_found")
	}
	k, err := unpack(r)
	if err != nil {
		return Shown{}, err
	}
	before, err := s.before(ctx, c, k.Base)
	if err != nil {
		return Shown{}, err
	}
	_, revision, err := s.db.State(ctx, c.Workspace.Name)
	if err != nil {
		return Shown{}, err
	}
	changes := difference.Between(before, k.changes().apply(before), c.Language)
	return Shown{k.Base, k.Comment, k.Documents, changes, revision != k.Base}, nil
}

// before are the documents that a request was made from; none of a workspace
// that had published nothing.
func (s *Service) before(ctx context.Context, c *record.Caller, base int64) ([]definition.Document, error) {
	if base == 0 {
		return nil, nil
	}
	return s.db.RevisionDocuments(ctx, c.Workspace.Name, base)
}

func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	return nil
}
