package acceptance_test

import (
	"os"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// server is the server under test.
type server struct {
	url     string
	admin   *mortise.Client
	serving *serving.Server
}

// person is a user who is signed in.
type person struct {
	id     string
	client *mortise.Client
}

// start gives the running server that the environment names, or starts one.
func start(t *testing.T) *server {
	t.Helper()
	var s *serving.Server
	if url := os.Getenv("ACCEPTANCE_URL"); url != "" {
		s = serving.At(t, url, os.Getenv("ACCEPTANCE_LOGIN"), os.Getenv("ACCEPTANCE_PASSWORD"))
	} else {
		s = serving.Start(t)
	}
	return &server{s.URL, s.Admin, s}
}

func (s *server) newUser(t *testing.T, name string, roles []string) person {
	t.Helper()
	id, client := s.serving.NewUser(t, name, roles)
	return person{id, client}
}
