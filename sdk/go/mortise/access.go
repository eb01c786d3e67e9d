package mortise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// AccessQuestion asks whether a user may do something, and why.
type AccessQuestion struct {
	User    string // id; "" for the caller
	Entity  string
	ID      string // of the record; "" for any
	Action  string // "" for read
	Field   string
	Channel string // web, api, import, job; "" for web
}

// Explanation is the answer to an AccessQuestion.
type Explanation struct {
	Allowed  bool   `json:"allowed"`
	Cell     string `json:"cell"` // hidden, masked, read or write; of the field asked about
	Decision struct {
		Grants       []string `json:"grants"`
		Restrictions []string `json:"restrictions"`
		Obligations  []string `json:"obligations"`
		Masks        []string `json:"masks"`
	} `json:"decision"`
	Reasons []AccessReason `json:"reasons"`
	Text    string         `json:"text"`
	TookMS  float64        `json:"took_ms"`
}

// AccessReason is one thing that counted, or could have. Holds is nil when it
// depends on a record and none was named.
type AccessReason struct {
	Kind       string            `json:"kind"`
	ID         string            `json:"id"`
	Title      string            `json:"title"`
	Role       string            `json:"role"`
	Via        string            `json:"via"`
	Holds      *bool             `json:"holds"`
	Text       string            `json:"text"`
	Conditions []AccessCondition `json:"conditions"`
}

// AccessCondition is a part of a reason. Holds is nil when the caller may not
// know.
type AccessCondition struct {
	Text  string `json:"text"`
	Holds *bool  `json:"holds"`
}

// Explain asks why a user may do something, or not.
func (c *Client) Explain(ctx context.Context, q AccessQuestion) (*Explanation, error) {
	var out Explanation
	return &out, c.explained(ctx, "explain", map[string]string{"user": q.User, "entity": q.Entity, "id": q.ID, "action": q.Action, "field": q.Field, "channel": q.Channel}, &out)
}

// AccessGrant is a grant that gives something, and how the user has it.
type AccessGrant struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Role  string `json:"role"`
	Via   string `json:"via"`
	Scope string `json:"scope"` // in words; of What alone
}

// AbleUser is a user who may do what was asked about.
type AbleUser struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Grants []AccessGrant `json:"grants"`
}

// AbleUsers is a page of them.
type AbleUsers struct {
	Total  int        `json:"total"`
	Users  []AbleUser `json:"users"`
	Next   string     `json:"next"` // after of the next page; "" at the end
	TookMS float64    `json:"took_ms"`
}

// Who lists the users who may do an action ("" for read) on a record, after
// one of them.
func (c *Client) Who(ctx context.Context, entity, id, action, after string) (*AbleUsers, error) {
	var out AbleUsers
	return &out, c.explained(ctx, "who", map[string]string{"entity": entity, "id": id, "action": action, "after": after}, &out)
}

// UserAccess is all that a user may do.
type UserAccess struct {
	User        string         `json:"user"`
	Name        string         `json:"name"`
	Roles       []AccessRole   `json:"roles"`
	Permissions []string       `json:"permissions"`
	Entities    []EntityAccess `json:"entities"`
	TookMS      float64        `json:"took_ms"`
}

// AccessRole is a role and where it comes from.
type AccessRole struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Via   string `json:"via"`
}

// EntityAccess is what a user may do with the records of one entity.
type EntityAccess struct {
	Name    string         `json:"name"`
	Title   string         `json:"title"`
	Actions []ActionAccess `json:"actions"`
	Fields  struct {
		Hidden []string `json:"hidden"`
		Masked []string `json:"masked"`
		Read   []string `json:"read"`
		Write  []string `json:"write"`
	} `json:"fields"`
	Records *int64 `json:"records"` // nil unless asked for
}

// ActionAccess is an action, the grants that give it and what may refuse it.
type ActionAccess struct {
	Action string        `json:"action"`
	Grants []AccessGrant `json:"grants"`
	Except []string      `json:"except"`
}

// What tells what a user ("" for the caller) may do with the records of an
// entity ("" for all). With counts it also tells how many he may read.
func (c *Client) What(ctx context.Context, user, entity string, counts bool) (*UserAccess, error) {
	var out UserAccess
	return &out, c.explained(ctx, "what", map[string]string{"user": user, "entity": entity, "counts": strconv.FormatBool(counts)}, &out)
}

func (c *Client) explained(ctx context.Context, what string, params map[string]string, out any) error {
	q := url.Values{}
	for name, v := range params {
		if v != "" {
			q.Set(name, v)
		}
	}
	return c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/access/" + what, Query: q}, nil, out)
}
