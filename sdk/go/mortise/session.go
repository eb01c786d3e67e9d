package mortise

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Session is what a sign-in for programs gives.
type Session struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Me is the principal that the Client calls as.
type Me struct {
	User        Person    `json:"user"`
	Workspace   Workspace `json:"workspace"`
	Roles       []string  `json:"roles"`
	Permissions []string  `json:"permissions"`
	Language    string    `json:"language"`
	Zone        string    `json:"zone"` // his own, an IANA name; "" for the workspace's
	Revision    int64     `json:"revision"`
}

// Person is a user as others may know him.
type Person struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Workspace is the tenant that a session belongs to.
type Workspace struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// SignIn asks for a bearer token and calls with it from now on. Who has a second
// factor is answered with code second_factor_needed, and signs in by
// SignInWithCode.
func (c *Client) SignIn(ctx context.Context, login, password string) (*Session, error) {
	return c.SignInWithCode(ctx, login, password, "")
}

// SignInWithCode is SignIn with a code of the second factor, or a recovery code.
func (c *Client) SignInWithCode(ctx context.Context, login, password, code string) (*Session, error) {
	in := map[string]string{"login": login, "password": password, "kind": "token"}
	if code != "" {
		in["code"] = code
	}
	var s Session
	if err := c.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/session"}, in, &s); err != nil {
		return nil, err
	}
	c.token = s.Token
	return &s, nil
}

// SignOut ends the session of the Client's token.
func (c *Client) SignOut(ctx context.Context) error {
	if err := c.call(ctx, Request{Method: http.MethodDelete, Path: "/api/v1/session"}, nil, nil); err != nil {
		return err
	}
	c.token = ""
	return nil
}

// Me tells as whom the Client calls.
func (c *Client) Me(ctx context.Context) (*Me, error) {
	var m Me
	err := c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/me"}, nil, &m)
	return &m, err
}

// RecordAccess is what the caller may do with one record.
type RecordAccess struct {
	Actions []string          `json:"actions"`
	Fields  map[string]string `json:"fields"` // "write", "read" or "masked"
}

// Access tells what the caller may do with records, by id.
func (c *Client) Access(ctx context.Context, entity string, ids []string) (map[string]RecordAccess, error) {
	var out struct {
		Data map[string]RecordAccess `json:"data"`
	}
	q := url.Values{"entity": {entity}, "ids": {join(ids)}}
	err := c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/me/access", Query: q}, nil, &out)
	return out.Data, err
}

// TokenRequest asks for a token of the caller's own. Scopes narrow it: "read",
// "write", an action, each with ":entity" for one entity; "system:<permission>";
// "account". Nil is all that the caller may.
type TokenRequest struct {
	Name   string   `json:"name"`
	Scopes []string `json:"scopes,omitempty"`
	Days   int      `json:"days,omitempty"` // 0 for the longest life
}

// IssuedToken is a new token. It is told once.
type IssuedToken struct {
	ID        string    `json:"id"` // of the session, to end it by
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
	Scopes    []string  `json:"scopes"`
}

// NewToken makes a token for a program that acts in the caller's name.
func (c *Client) NewToken(ctx context.Context, r TokenRequest) (*IssuedToken, error) {
	var t IssuedToken
	if err := c.call(ctx, Request{Method: http.MethodPost, Path: "/api/v1/me/tokens"}, r, &t); err != nil {
		return nil, err
	}
	return &t, nil
}
