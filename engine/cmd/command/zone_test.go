package command

import (
	"testing"

	"github.com/alecthomas/kong"
)

// TestZoneIsANameOfTheDatabase reads the flag, and refuses what no zone is
// called.
func TestZoneIsANameOfTheDatabase(t *testing.T) {
	t.Parallel()
	parse := func(arguments ...string) (commands, error) {
		var c commands
		k, err := kong.New(&c, kong.Vars{"version": "test"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.Parse(append([]string{"serve"}, arguments...))
		return c, err
	}
	if c, err := parse("--zone", "Asia/Shanghai"); err != nil || c.Serve.Zone.location.String() != "Asia/Shanghai" {
		t.Errorf("%v %v", c.Serve.Zone.location, err)
	}
	if c, err := parse(); err != nil || c.Serve.Zone.location != nil {
		t.Errorf("without the flag: %v %v", c.Serve.Zone.location, err)
	}
	for _, name := range []string{"Asia/Atlantis", "+08:00", "../etc/passwd"} {
		if c, err := parse("--zone", name); err == nil {
			t.Errorf("%s is taken for %v", name, c.Serve.Zone.location)
		}
	}
}
