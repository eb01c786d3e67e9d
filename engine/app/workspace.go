package app

import (
	"context"
	"fmt"
	"io"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/store"
)

// Version is the product's version, set when it is built.
var Version = "development"

// NewWorkspace says which workspace to make on which database.
type NewWorkspace struct {
	Name, Host, Title         string
	DatabaseURL               string
	AdminEmail, AdminPassword string
	Out                       io.Writer
}

// MakeWorkspace makes a workspace with package core and its first
// administrator. Running servers find it within seconds.
func MakeWorkspace(ctx context.Context, n NewWorkspace) error {
	db, err := store.Open(ctx, n.DatabaseURL, store.Options{MaxConns: 4})
	if err != nil {
		return err
	}
	defer db.Close()
	a, err := New(ctx, db)
	if err != nil {
		return err
	}
	title := n.Title
	if title == "" {
		title = n.Name
	}
	if err := a.Prepare(ctx, store.Workspace{Name: n.Name, Title: title, Host: n.Host}); err != nil {
		return err
	}
	first, err := a.firstAdministrator(ctx, n.Name, identity.Administrator{Email: n.AdminEmail, Password: n.AdminPassword})
	if err != nil {
		return fmt.Errorf("make the first administrator: %w", err)
	}
	_, err = fmt.Fprintf(n.Out, "workspace %s is reached as http://%s\n", n.Name, n.Host)
	if first.setupToken != "" && err == nil {
		_, err = fmt.Fprintf(n.Out, "make its first administrator there: /setup?token=%s\n", first.setupToken)
	}
	return err
}
