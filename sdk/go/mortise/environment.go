package mortise

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
)

// SetRequest is the definitions that the workspace is to have.
type SetRequest struct {
	Format    int        `json:"format,omitempty"` // of the files that they come from
	Documents []Document `json:"documents"`
	Delete    bool       `json:"delete,omitempty"` // what is not among Documents goes
	Plan      string     `json:"plan,omitempty"`   // the plan that was shown; "" for any
	Consent   []string   `json:"consent,omitempty"`
	Comment   string     `json:"comment,omitempty"`
}

// SetPlan is what a SetRequest would change.
type SetPlan struct {
	Revision  int64            `json:"revision"`
	Plan      string           `json:"plan"`
	Documents []DocumentChange `json:"documents"`
	// Extra are documents of the workspace that the request does not bring, and
	// that stay.
	Extra []DocumentKey `json:"extra"`
	Steps []PlanStep    `json:"steps"`
}

// PlanSet tells what bringing in a set of definitions would change. The caller's
// draft has no part in it.
func (d Definitions) PlanSet(ctx context.Context, r SetRequest) (*SetPlan, error) {
	var out SetPlan
	err := d.sendSet(ctx, "/api/v1/definitions:plan", r, &out)
	return &out, err
}

// ApplySet publishes a set of definitions, as one revision or not at all.
func (d Definitions) ApplySet(ctx context.Context, r SetRequest) (*Published, error) {
	var out Published
	err := d.sendSet(ctx, "/api/v1/definitions:apply", r, &out)
	return &out, err
}

// sendSet sends a request packed: a set may be larger than a body may be.
func (d Definitions) sendSet(ctx context.Context, path string, r SetRequest, out any) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	to, err := w.Create("request.json")
	if err != nil {
		return err
	}
	if _, err := to.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	resp, err := d.client.Do(ctx, Request{Method: http.MethodPost, Path: path, Body: &b, ContentType: "application/zip"})
	if err != nil {
		return err
	}
	return resp.decode(out)
}
