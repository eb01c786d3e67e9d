package client

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
)

// asked runs a command of access as the administrator of a server.
func asked(t *testing.T, s *serving.Server, args ...string) string {
	t.Helper()
	var c struct {
		Access Access `cmd:""`
	}
	var out bytes.Buffer
	parser, err := kong.New(&c, kong.Writers(&out, &out), kong.BindTo(context.Background(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"access"}, append(args, "--url", s.URL, "--login", serving.Administrator, "--password", serving.Password)...))
	if err != nil {
		t.Fatal(err)
	}
	if err := parsed.Run(); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out.String()
}

// contains tells of texts that are missing.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
}

func TestAccessCommands(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	id, li := s.NewUser(t, "Li", nil)
	me, err := li.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	contains(t, asked(t, s, "explain", "user", id, "--user", me.User.Email), "Li may read the user Li", "+ grant")
	contains(t, asked(t, s, "explain", "user_role", "--user", id, "--action", "create"), "Li may not create", "+ no_role")
	contains(t, asked(t, s, "who", "user", id, "--action", "update"), "core_user_")
	contains(t, asked(t, s, "what", me.User.Email, "--entity", "user", "--counts"), "everyone  Everyone", "user  User", "+ read")
	var raw map[string]any
	if err := json.Unmarshal([]byte(asked(t, s, "what", "--json")), &raw); err != nil || raw["permissions"] == nil {
		t.Errorf("%v: %v", raw, err)
	}
	file := filepath.Join(t.TempDir(), "roles.json")
	if err := os.WriteFile(file, []byte(`[{"name":"everyone","x-id":"hnijwyt7ox","title":"Everyone","permissions":["audit"]}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	contains(t, asked(t, s, "diff", file), "role everyone", "+ permission audit", id+"  Li")
	contains(t, asked(t, s, "diff"), "nobody gains or loses anything")
}
