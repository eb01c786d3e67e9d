package apps_test

import (
	"path/filepath"
	"testing"

	"github.com/mortise-crm/mortise/builder/scenario"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
)

// principals lets scenarios act on a server.
type principals struct {
	*serving.Server
	t *testing.T
}

// Administrator implements scenario.Server.
func (p principals) Administrator() scenario.Principal { return scenario.Principal{Client: p.Admin} }

// NewUser implements scenario.Server.
func (p principals) NewUser(_ scenario.T, name string, roles []string) scenario.Principal {
	id, client := p.Server.NewUser(p.t, name, roles)
	return scenario.Principal{ID: id, Client: client}
}

// TestScenarios installs each app package in an empty workspace and runs the
// scenarios of its entities.
func TestScenarios(t *testing.T) {
	t.Parallel()
	manifests, err := filepath.Glob("*/app.json")
	if err != nil || len(manifests) == 0 {
		t.Fatalf("no app packages: %v", err)
	}
	for _, manifest := range manifests {
		name := filepath.Dir(manifest)
		files, err := filepath.Glob(filepath.Join(name, "entities/*/scenarios.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serving.Start(t)
			if name != "core" {
				server.Install(t, name)
			}
			for _, file := range files {
				f, err := scenario.Load(file)
				if err != nil {
					t.Fatal(err)
				}
				t.Run(f.Entity, func(t *testing.T) {
					scenario.Run(t, principals{server, t}, f, func(name string, run func(t scenario.T)) {
						t.Run(name, func(t *testing.T) { run(t) })
					})
				})
			}
		})
	}
}
