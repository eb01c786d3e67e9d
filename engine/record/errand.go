package record

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Errand is what a caller said of a request whose work is done later, in his
// name: it is kept with that work.
type Errand struct {
	Channel  string    `json:"channel"`
	Reason   string    `json:"reason,omitempty"`
	Approved []string  `json:"approved,omitempty"`
	Verified time.Time `json:"verified,omitzero"`
	Address  string    `json:"address,omitempty"`
	// Scopes are those of the token of the request: the work is narrowed to them.
	Scopes identity.Scopes `json:"scopes,omitzero"`
	// Token is the id of the token of the request, if it had one: the work ends
	// with it.
	Token string `json:"token,omitempty"`
}

// Errand gives what the caller said of this request.
func (c *Caller) Errand() Errand {
	e := Errand{Channel: c.Channel, Reason: c.Reason, Approved: c.Approved, Verified: c.Verified, Address: c.Address, Scopes: c.Principal.Session.Scopes}
	if c.Principal.Session.Kind == identity.KindToken {
		e.Token = c.Principal.Session.ID
	}
	return e
}

// OnErrand resolves a user anew to do work in his name that he asked for
// earlier, with the rights of this moment as far as they are in the errand's
// scopes. It fails when he may not sign in any more, and when the token that he
// asked with is one no more.
func (s *Service) OnErrand(ctx context.Context, workspace, userID, language string, e Errand) (*Caller, error) {
	c, err := s.CallerOf(ctx, workspace, userID)
	if err != nil {
		return nil, err
	}
	if e.Token != "" && s.TokenLives != nil {
		switch lives, err := s.TokenLives(ctx, c.Principal, e.Token); {
		case err != nil:
			return nil, err
		case !lives:
			return nil, problem.New(problem.Unauthenticated, "token_ended")
		}
	}
	c.Principal = c.Principal.With(e.Scopes)
	c.Channel, c.Reason, c.Approved, c.Verified, c.Address = e.Channel, e.Reason, e.Approved, e.Verified, e.Address
	if language != "" {
		c.Language = language
	}
	c.Renew = func(ctx context.Context) (*Caller, error) { return s.OnErrand(ctx, workspace, userID, language, e) }
	return c, nil
}
