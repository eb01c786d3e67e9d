package main

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/mortise-crm/mortise/engine/app"
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

func (a account) accounts() app.Accounts {
	return app.Accounts{DatabaseURL: a.DatabaseURL, Workspace: a.Workspace}
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
	return tell(u.accounts().Add(ctx, u.Name, u.Email, password, u.Role), u.Password, password)
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
	return tell(u.accounts().ResetPassword(ctx, u.Email, password), u.Password, password)
}

type userDisable struct{ account }

// Run closes the account.
func (u *userDisable) Run(ctx context.Context) error {
	return u.accounts().Close(ctx, u.Email, true)
}

type userEnable struct{ account }

// Run opens the account.
func (u *userEnable) Run(ctx context.Context) error {
	return u.accounts().Close(ctx, u.Email, false)
}

// tell prints a password that was made here.
func tell(err error, given, password string) error {
	if err == nil && given == "" {
		fmt.Println("password:", password)
	}
	return err
}
