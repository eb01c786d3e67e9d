package acceptance_test

import (
	"context"
	"os"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// server is the server under test.
type server struct {
	url   string
	admin *mortise.Client
	own   *serving.Server // nil when it runs elsewhere
}

// person is a user who is signed in.
type person struct {
	id     string
	client *mortise.Client
}

// start gives the running server that the environment names, or starts one.
func start(t *testing.T) *server {
	t.Helper()
	url := os.Getenv("ACCEPTANCE_URL")
	if url == "" {
		s := serving.Start(t)
		return &server{s.URL, s.Admin, s}
	}
	c, err := mortise.New(url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(context.Background(), os.Getenv("ACCEPTANCE_LOGIN"), os.Getenv("ACCEPTANCE_PASSWORD")); err != nil {
		t.Fatalf("sign in: %v", err)
	}
	return &server{url: url, admin: c}
}

func (s *server) newUser(t *testing.T, name string, roles []string) person {
	t.Helper()
	if s.own == nil {
		t.Skip("accounts are made in this process only")
	}
	id, client := s.own.NewUser(t, name, roles)
	return person{id, client}
}
