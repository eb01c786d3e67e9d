package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
)

// user is for the person at the server: it works on the database, past all
// access rules.
type user struct {
	Add     userAdd     `cmd:"" help:"Make a user with an account."`
	Passwd  userPasswd  `cmd:"" help:"Give a user a new password, which he must change."`
	Disable userDisable `cmd:"" help:"Close a user's account and end his sessions."`
	Enable  userEnable  `cmd:"" help:"Open a closed account again."`
}

// account is what all of these need to know.
type account struct {
	Email       string `arg:"" help:"E-mail that the user signs in with."`
	Workspace   string `help:"Workspace of the user." default:"main"`
	DatabaseURL string `help:"The server's PostgreSQL." env:"DATABASE_URL" required:""`
}

func (a account) do(ctx context.Context, task func(*identity.Service) error) error {
	return readable(app.WithIdentity(ctx, a.DatabaseURL, task))
}

type userAdd struct {
	account
	Name     string   `help:"Name shown to others; by default the e-mail's first part."`
	Role     []string `help:"Roles by name."`
	Password string   `help:"At least ten characters; made and printed when absent." env:"MORTISE_PASSWORD"`
}

// Run makes the user.
func (u *userAdd) Run(ctx context.Context) error {
	password := u.Password
	if password == "" {
		password = rand.Text()
	}
	err := u.do(ctx, func(s *identity.Service) error {
		_, err := s.AddUser(ctx, u.Workspace, identity.NewUser{Name: u.Name, Email: u.Email, Password: password}, u.Role...)
		return err
	})
	return tell(err, u.Password, password)
}

type userPasswd struct {
	account
	Password string `help:"At least ten characters; made and printed when absent." env:"MORTISE_PASSWORD"`
}

// Run replaces the password.
func (u *userPasswd) Run(ctx context.Context) error {
	password := u.Password
	if password == "" {
		password = rand.Text()
	}
	err := u.do(ctx, func(s *identity.Service) error { return s.ResetPassword(ctx, u.Workspace, u.Email, password) })
	return tell(err, u.Password, password)
}

type userDisable struct{ account }

// Run closes the account.
func (u *userDisable) Run(ctx context.Context) error {
	return u.do(ctx, func(s *identity.Service) error { return s.CloseAccount(ctx, u.Workspace, u.Email, true) })
}

type userEnable struct{ account }

// Run opens the account.
func (u *userEnable) Run(ctx context.Context) error {
	return u.do(ctx, func(s *identity.Service) error { return s.CloseAccount(ctx, u.Workspace, u.Email, false) })
}

// tell prints a password that was made here.
func tell(err error, given, password string) error {
	if err == nil && given == "" {
		fmt.Println("password:", password)
	}
	return err
}

// readable puts a problem into words.
func readable(err error) error {
	var p *problem.Error
	if !errors.As(err, &p) || p.Kind == problem.Internal {
		return err
	}
	text := problem.Message("en", p.Code, p.Params)
	if len(p.Details) > 0 {
		text = problem.Message("en", p.Details[0].Code, p.Details[0].Params)
	}
	return errors.New(text)
}
