package mortise

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Document is one definition.
type Document struct {
	Kind string          `json:"kind"` // entity, form, view, role, grant, restriction, mask, choices, package
	Name string          `json:"name"`
	Body json.RawMessage `json:"body"`
}

// Definitions are the documents of the workspace: those published, and the
// caller's draft over them.
type Definitions struct{ client *Client }

// Definitions gives the documents of the workspace.
func (c *Client) Definitions() Definitions { return Definitions{c} }

func definitionPath(kind, name string) string {
	return "/api/v1/definitions/" + url.PathEscape(kind) + "/" + url.PathEscape(name)
}

// List gives all documents as the caller's draft has them.
func (d Definitions) List(ctx context.Context) ([]Document, error) {
	var out struct {
		Data []Document `json:"data"`
	}
	err := d.client.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/definitions"}, nil, &out)
	return out.Data, err
}

// Get gives the body of one document.
func (d Definitions) Get(ctx context.Context, kind, name string) (json.RawMessage, error) {
	resp, err := d.client.Do(ctx, Request{Method: http.MethodGet, Path: definitionPath(kind, name)})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Put writes a document into the caller's draft.
func (d Definitions) Put(ctx context.Context, doc Document) error {
	req := Request{Method: http.MethodPut, Path: definitionPath(doc.Kind, doc.Name), Body: bytes.NewReader(doc.Body)}
	_, err := d.client.Do(ctx, req)
	return err
}

// Delete takes a document out of the caller's draft.
func (d Definitions) Delete(ctx context.Context, kind, name string) error {
	return d.client.call(ctx, Request{Method: http.MethodDelete, Path: definitionPath(kind, name)}, nil, nil)
}

// DocumentChange is how a draft differs from what is published in one document:
// "added", "changed" or "removed".
type DocumentChange struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Change string `json:"change"`
}

// Draft is what the caller has changed since the published revision.
type Draft struct {
	Revision  int64            `json:"revision"`
	Documents []DocumentChange `json:"documents"`
}

// Draft tells what the caller has changed and not published yet.
func (d Definitions) Draft(ctx context.Context) (*Draft, error) {
	var out Draft
	err := d.client.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/draft"}, nil, &out)
	return &out, err
}

// PutAll writes many documents, say of an app package, into the caller's
// draft: all of them, or none.
func (d Definitions) PutAll(ctx context.Context, docs []Document) error {
	in := map[string]any{"documents": docs}
	return d.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/packages"}, in, nil)
}

// Discard throws the caller's draft away.
func (d Definitions) Discard(ctx context.Context) error {
	return d.client.call(ctx, Request{Method: http.MethodDelete, Path: "/api/v1/draft"}, nil, nil)
}

// Check finds everything that is wrong with the caller's draft.
func (d Definitions) Check(ctx context.Context) error {
	return d.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/draft:check"}, struct{}{}, nil)
}

// Plan tells what publishing the caller's draft would change.
type Plan struct {
	Revision  int64            `json:"revision"`
	Documents []DocumentChange `json:"documents"`
	Steps     []PlanStep       `json:"steps"`
}

// PlanStep is one change of the database.
type PlanStep struct {
	Kind   string `json:"kind"`
	Entity string `json:"entity"`
	Field  string `json:"field"`
	Risk   string `json:"risk"` // safe, slow, destructive
	Text   string `json:"text"`
	// Consent is what a publish must agree to for the step; "" for none.
	Consent string `json:"consent"`
}

// Plan asks what publishing the caller's draft would change.
func (d Definitions) Plan(ctx context.Context) (*Plan, error) {
	var p Plan
	err := d.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/draft:plan"}, struct{}{}, &p)
	return &p, err
}

// Published is the outcome of a publish. Unchanged means that the draft held
// nothing new, and Revision is the one before.
type Published struct {
	Revision  int64      `json:"revision"`
	Unchanged bool       `json:"unchanged"`
	Steps     []PlanStep `json:"steps"`
}

// Revision is one published set of definitions.
type Revision struct {
	Number      int64  `json:"number"`
	PublishedAt string `json:"published_at"`
	Comment     string `json:"comment"`
}

// Publish makes the caller's draft the next revision.
func (d Definitions) Publish(ctx context.Context, comment string) (*Published, error) {
	var out Published
	in := map[string]string{"comment": comment}
	err := d.client.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/draft:publish"}, in, &out)
	return &out, err
}

// Revisions lists what was published, newest first.
func (d Definitions) Revisions(ctx context.Context) ([]Revision, error) {
	var out struct {
		Data []Revision `json:"data"`
	}
	err := d.client.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/revisions"}, nil, &out)
	return out.Data, err
}
