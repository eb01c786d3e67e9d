package mortise

import (
	"context"
	"net/http"
)

// MergeRequest merges the record With into another, which survives.
type MergeRequest struct {
	With string `json:"with"`
	// Fields says of each field whose value to keep, "this" of the survivor or
	// "other"; Values gives others. Of the rest the survivor's is kept, or the
	// other's where that is empty; lists keep the members of both.
	Fields map[string]string `json:"fields,omitempty"`
	Values Record            `json:"values,omitempty"`
	Dry    bool              `json:"dry,omitempty"` // nothing is written
}

// Merged is the answer to a merge. Record is the survivor, nil when the caller
// cannot read it; Moved are the records that led to the other, as far as he may
// know of them.
type Merged struct {
	Record Record `json:"record"`
	Moved  []struct {
		Entity string `json:"entity"`
		Field  string `json:"field"`
		Count  int64  `json:"count"`
	} `json:"moved"`
}

// Merge merges another record into this one.
func (r Records) Merge(ctx context.Context, id string, q MergeRequest) (*Merged, error) {
	var out Merged
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":merge"}, q, &out)
	return &out, err
}

// Unmerged is the answer to the undoing of a merge. Kept are the fields of the
// survivor that were changed since; Elsewhere is how many of the records that had
// moved lead to another one by now.
type Unmerged struct {
	Record    Record   `json:"record"`
	Kept      []string `json:"kept"`
	Elsewhere int64    `json:"elsewhere"`
}

// Unmerge undoes the merge of a record into this one, within 30 days.
func (r Records) Unmerge(ctx context.Context, id, merged string) (*Unmerged, error) {
	var out Unmerged
	in := map[string]string{"with": merged}
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":unmerge"}, in, &out)
	return &out, err
}
