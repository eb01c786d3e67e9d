package client

import (
	"context"
	"errors"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Server says which server a command talks to, and as whom.
type Server struct {
	URL      string `help:"Address of the server." env:"MORTISE_URL" default:"http://127.0.0.1:8080" placeholder:"URL"`
	Token    string `help:"Bearer token." env:"MORTISE_TOKEN" placeholder:"TOKEN"`
	Login    string `help:"E-mail address to sign in with when there is no token." env:"MORTISE_LOGIN" placeholder:"E-MAIL"`
	Password string `help:"Password to sign in with." env:"MORTISE_PASSWORD" placeholder:"PASSWORD"`
	Code     string `help:"Code of the second factor, or a recovery code." env:"MORTISE_CODE" placeholder:"CODE"`
	Language string `help:"Language of messages." env:"MORTISE_LANGUAGE" default:"en" placeholder:"TAG"`
}

// connect gives a client that is signed in.
func (s Server) connect(ctx context.Context) (*mortise.Client, error) {
	c, err := mortise.New(s.URL, mortise.WithToken(s.Token), mortise.WithLanguage(s.Language))
	if err != nil {
		return nil, err
	}
	if s.Token != "" {
		return c, nil
	}
	if s.Login == "" || s.Password == "" {
		return nil, errors.New("nobody to call as: give --token, or --login and --password (MORTISE_TOKEN, MORTISE_LOGIN, MORTISE_PASSWORD)")
	}
	if _, err := c.SignInWithCode(ctx, s.Login, s.Password, s.Code); err != nil {
		return nil, err
	}
	return c, nil
}
