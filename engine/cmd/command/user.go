package command

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

	HandOver userHandOver `cmd:"" help:"Hand over all that a user owns."`
	Trees    userTrees    `cmd:"" help:"Build the trees of managers, departments and other records anew."`
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

type userHandOver struct {
	account
	To         string `help:"E-mail of the user who takes over." xor:"to"`
	ToTeam     string `help:"Id of the team that takes over." xor:"to"`
	Pool       bool   `help:"Leave the records to nobody: they go to their pools." xor:"to"`
	Deactivate bool   `help:"Close the user's account, too."`
	Preview    bool   `help:"Only tell what would be done."`
	Reason     string `help:"Reason, for the history."`
}

// Run hands over and prints what that was.
func (u *userHandOver) Run(ctx context.Context) error {
	done, err := u.accounts().HandOver(ctx, u.Email, u.To, app.HandOver{ToTeam: u.ToTeam, Pool: u.Pool,
		Deactivate: u.Deactivate, Preview: u.Preview, Reason: u.Reason})
	if err != nil {
		return err
	}
	for _, e := range done.Entities {
		kept := ""
		if e.Kept {
			kept = ", kept"
		}
		fmt.Printf("%-24s %d records (%d archived)%s, %d without an owner\n", e.Entity, e.Records, e.Archived, kept, e.Unowned)
	}
	fmt.Printf("teams led: %d, approvals pending: %d\n", done.Teams, done.Approvals)
	return nil
}

type userTrees struct {
	Workspace   string `help:"Workspace of the trees." default:"main"`
	DatabaseURL string `help:"The server's PostgreSQL." env:"DATABASE_URL" required:""`
}

// Run builds the trees.
func (u *userTrees) Run(ctx context.Context) error {
	return app.Accounts{DatabaseURL: u.DatabaseURL, Workspace: u.Workspace}.RebuildTrees(ctx)
}

// tell prints a password that was made here.
func tell(err error, given, password string) error {
	if err == nil && given == "" {
		fmt.Println("password:", password)
	}
	return err
}
