package acceptance_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/engine/cmd/mortise/client"
)

// commands are those of the command line that talk to a server.
type commands struct {
	Apply  client.Apply  `cmd:""`
	Plan   client.Plan   `cmd:""`
	Import client.Import `cmd:""`
	Export client.Export `cmd:""`
}

// command runs `mortise …` against the server: the built program that
// ACCEPTANCE_BIN names, or its commands in this process.
func (s *server) command(t *testing.T, args ...string) string {
	t.Helper()
	out, err := s.try(t, args...)
	if err != nil {
		t.Fatalf("mortise %s: %v\n%s", args[0], err, out)
	}
	return out
}

func (s *server) try(t *testing.T, args ...string) (string, error) {
	t.Helper()
	args = append(args, "--url", s.url, "--token", s.admin.Token())
	var out bytes.Buffer
	if bin := os.Getenv("ACCEPTANCE_BIN"); bin != "" {
		cmd := exec.CommandContext(context.Background(), bin, args...)
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		return out.String(), err
	}
	var c commands
	parser, err := kong.New(&c, kong.Writers(&out, &out), kong.BindTo(context.Background(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	err = parsed.Run()
	return out.String(), err
}

// numbers are those of a table that a command prints: the last word before a
// number names it.
func numbers(out string) map[string]int {
	found := map[string]int{}
	for _, line := range strings.Split(out, "\n") {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		if n, err := strconv.Atoi(words[len(words)-1]); err == nil {
			found[words[len(words)-2]] = n
		}
	}
	return found
}
