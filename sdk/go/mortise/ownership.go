package mortise

import (
	"context"
	"net/http"
)

// Owner is who owns a record: a user or a team, by id.
type Owner struct {
	User string `json:"user,omitempty"`
	Team string `json:"team,omitempty"`
}

type handing struct {
	To     *Owner `json:"to,omitempty"`
	Reason string `json:"reason,omitempty"`
}

func (r Records) hand(ctx context.Context, id, action string, h handing) (Record, error) {
	var rec Record
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":" + action}, h, &rec)
	return rec, err
}

// Transfer gives a record to another user or team. The answer holds the record
// as far as the caller may still read it, at least its id.
func (r Records) Transfer(ctx context.Context, id string, to Owner, reason string) (Record, error) {
	return r.hand(ctx, id, "transfer", handing{&to, reason})
}

// Assign gives a record of a pool to a user or team.
func (r Records) Assign(ctx context.Context, id string, to Owner, reason string) (Record, error) {
	return r.hand(ctx, id, "assign", handing{&to, reason})
}

// Claim takes a record out of its pool. When somebody was faster the code is
// already_claimed.
func (r Records) Claim(ctx context.Context, id string) (Record, error) {
	return r.hand(ctx, id, "claim", handing{})
}

// Release makes a record nobody's; some pools ask for a reason.
func (r Records) Release(ctx context.Context, id, reason string) (Record, error) {
	return r.hand(ctx, id, "release", handing{Reason: reason})
}

// OwnerChange is one entry of a record's owners; To is nil for nobody.
type OwnerChange struct {
	Seq    int64      `json:"seq"`
	At     string     `json:"at"`
	Action string     `json:"action"` // update, transfer, claim, release, assign, return, hand_over
	By     *Person    `json:"by"`
	From   *OwnerName `json:"from"`
	To     *OwnerName `json:"to"`
	Pool   string     `json:"pool"`
	Reason string     `json:"reason"`
}

// OwnerName is an owner: one of both is given.
type OwnerName struct {
	User *Person `json:"user"`
	Team *Person `json:"team"`
}

// Owners gives the changes of a record's owner, newest first.
func (r Records) Owners(ctx context.Context, id string) ([]OwnerChange, error) {
	var out struct {
		Data []OwnerChange `json:"data"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.at(id) + "/owners"}, nil, &out)
	return out.Data, err
}
