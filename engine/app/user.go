package app

import (
	"context"
	"errors"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Accounts works on the accounts of a workspace straight in the database, past
// all access rules: for the person at the server. Running servers notice at
// their next statement.
type Accounts struct {
	DatabaseURL string
	Workspace   string
}

// Add makes a user with an account and roles.
func (a Accounts) Add(ctx context.Context, name, email, password string, roles []string) error {
	return a.do(ctx, func(s *identity.Service) error {
		_, err := s.AddUser(ctx, a.Workspace, identity.NewUser{Name: name, Email: email, Password: password}, roles...)
		return err
	})
}

// ResetPassword gives a user a new password, which he must change.
func (a Accounts) ResetPassword(ctx context.Context, email, password string) error {
	return a.do(ctx, func(s *identity.Service) error { return s.ResetPassword(ctx, a.Workspace, email, password) })
}

// Close closes a user's account and ends his sessions, or opens it again.
func (a Accounts) Close(ctx context.Context, email string, closed bool) error {
	return a.do(ctx, func(s *identity.Service) error { return s.CloseAccount(ctx, a.Workspace, email, closed) })
}

// HandOver says to whom all that a user owns goes, and how.
type HandOver = identity.HandOver

// HandOver hands over what the user of an e-mail owns; successor is an e-mail,
// or "" when h says who it is.
func (a Accounts) HandOver(ctx context.Context, email, successor string, h HandOver) (done *identity.HandedOver, err error) {
	err = a.do(ctx, func(s *identity.Service) error {
		done, err = s.HandOverOf(ctx, a.Workspace, email, successor, h)
		return err
	})
	return done, err
}

// RebuildTrees makes the closure of every tree of the workspace anew.
func (a Accounts) RebuildTrees(ctx context.Context) error {
	return a.do(ctx, func(s *identity.Service) error { return s.RebuildTrees(ctx, a.Workspace) })
}

func (a Accounts) do(ctx context.Context, task func(*identity.Service) error) error {
	db, err := store.Open(ctx, a.DatabaseURL, store.Options{MaxConns: 2})
	if err != nil {
		return err
	}
	defer db.Close()
	return readable(task(identity.New(db.Pool(), identity.Registered(catalog.NewRegistry(directory(db), db)))))
}

// readable puts a problem into words for a terminal.
func readable(err error) error {
	var p *problem.Error
	if !errors.As(err, &p) || p.Kind == problem.Internal {
		return err
	}
	if len(p.Details) > 0 {
		return errors.New(problem.Message("en", p.Details[0].Code, p.Details[0].Params))
	}
	return errors.New(problem.Message("en", p.Code, p.Params))
}
