package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/builder/httpapi"
	engineapi "github.com/mortise-crm/mortise/engine/httpapi"
	"github.com/mortise-crm/mortise/engine/openapi"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
)

// TestEveryRouteIsDescribed compares the tables of routes with what is served:
// none is missing, and none is described that is not there.
func TestEveryRouteIsDescribed(t *testing.T) {
	t.Parallel()
	served := map[string]bool{}
	for _, r := range serving.Start(t).App.HTTP.GetRoutes(true) {
		if r.Method != http.MethodHead {
			served[r.Method+" "+braced(strings.ReplaceAll(r.Path, `\:`, "\x00"))] = true
		}
	}
	described, ids := map[string]bool{}, map[string]bool{}
	for _, r := range append(engineapi.Routes(), httpapi.Described()...) {
		described[r.Method+" "+r.Pattern()] = true
		if ids[r.ID] {
			t.Errorf("two routes are named %s", r.ID)
		}
		ids[r.ID] = true
		checkRoute(t, r)
	}
	for r := range served {
		if !described[r] {
			t.Errorf("%s is served and in no table of routes", r)
		}
	}
	for r := range described {
		if !served[r] {
			t.Errorf("%s is described and not served", r)
		}
	}
}

func checkRoute(t *testing.T, r openapi.Route) {
	t.Helper()
	if r.Title.En == "" || r.Title.Zh == "" || r.Group.Name == "" || len(r.Answers) == 0 || strings.Count(r.ID, ".") != 1 {
		t.Errorf("%s %s lacks an id with a dot, a title in both languages, a group or an answer", r.Method, r.Path)
	}
	var seen []string
	for _, p := range r.Params {
		if slices.Contains(seen, p.In+p.Name) {
			t.Errorf("%s has parameter %s twice", r.ID, p.Name)
		}
		seen = append(seen, p.In+p.Name)
	}
}

// braced writes the parameters of a pattern of Fiber as {name}; a colon that is
// none comes as \x00.
func braced(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			name, rest, colon := strings.Cut(name, "\x00")
			if parts[i] = "{" + name + "}"; colon {
				parts[i] += ":" + rest
			}
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "/"), "\x00", ":")
}
