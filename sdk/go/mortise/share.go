package mortise

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Share is a record's being shared with a user, team, role or department.
type Share struct {
	ID string `json:"id"`
	To struct {
		Kind string `json:"kind"`
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"to"`
	Level   string     `json:"level"` // read, write, full
	Cause   string     `json:"cause"`
	Until   *time.Time `json:"until"`
	Expired bool       `json:"expired"`
	Reason  string     `json:"reason"`
}

// ShareRequest says with whom a record is to be shared, and how far. Exactly
// one member of To is given: user, team, role or department, with an id.
type ShareRequest struct {
	To     map[string]string `json:"to"`
	Level  string            `json:"level"`
	Until  *time.Time        `json:"until,omitempty"`
	Cause  string            `json:"cause,omitempty"` // app:<name>; manual when not given
	Reason string            `json:"reason,omitempty"`
}

// Share shares a record.
func (r Records) Share(ctx context.Context, id string, q ShareRequest) (*Share, error) {
	var share Share
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":share"}, q, &share)
	return &share, err
}

// Shares lists the shares of a record that concern the caller.
func (r Records) Shares(ctx context.Context, id string) ([]Share, error) {
	var out struct{ Data []Share }
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.at(id) + "/shares"}, nil, &out)
	return out.Data, err
}

// Unshare ends one share.
func (r Records) Unshare(ctx context.Context, id, share string) error {
	return r.client.call(ctx, Request{Method: http.MethodDelete, Path: r.at(id) + "/shares/" + url.PathEscape(share)}, nil, nil)
}
