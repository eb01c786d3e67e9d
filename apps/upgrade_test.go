package apps_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// firstSlice is the education package as its first release had it, with its
// demo data.
const firstSlice = "testdata/education-0.3.0.zip"

// contents gives all records that the administrator reads of the entities that
// the first release had, by entity and id.
func contents(t *testing.T, s *serving.Server) map[string]map[string]mortise.Record {
	t.Helper()
	out := map[string]map[string]mortise.Record{}
	for _, entity := range []string{"campus", "course", "class", "customer", "follow_up", "department", "user", "user_role"} {
		out[entity] = map[string]mortise.Record{}
		for after := ""; ; {
			page, err := s.Admin.Records(entity).List(t.Context(), mortise.ListOptions{Limit: 200, After: after})
			require.NoError(t, err)
			for _, r := range page.Data {
				out[entity][r.ID()] = r
			}
			if after = page.Next; after == "" {
				break
			}
		}
	}
	return out
}

// TestTheFirstReleaseIsUpgradedWithAllItsData: whoever began with it keeps every
// value of every record.
func TestTheFirstReleaseIsUpgradedWithAllItsData(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	packages := s.Admin.Packages()
	archive, err := os.ReadFile(firstSlice)
	require.NoError(t, err)
	_, err = packages.Install(t.Context(), mortise.PackageRequest{Archive: archive, Unsigned: true, Demo: true})
	require.NoError(t, err)
	before := contents(t, s)
	require.Len(t, before["customer"], 302)

	plan, err := packages.Plan(t.Context(), mortise.PackageRequest{Name: "education"})
	require.NoError(t, err)
	require.Equal(t, "0.3.0", plan.From)
	require.Empty(t, plan.Conflicts)
	for _, step := range plan.Steps {
		require.NotEqual(t, "destructive", step.Risk, "%+v", step)
	}
	_, err = packages.Install(t.Context(), mortise.PackageRequest{Name: "education", Plan: plan.Plan})
	require.NoError(t, err)

	after := contents(t, s)
	for entity, records := range before {
		require.Len(t, after[entity], len(records), entity)
		for id, r := range records {
			now := after[entity][id]
			for field, value := range r {
				if field != "_meta" {
					require.Equal(t, value, now[field], "%s %s: %s", entity, id, field)
				}
			}
		}
	}
	// What is computed now stands on what was entered then.
	spoken, err := s.Admin.Records("customer").List(t.Context(), mortise.ListOptions{Filter: "last_follow_up_at != nil and last_contact_at == nil", Limit: 1})
	require.NoError(t, err)
	require.Empty(t, spoken.Data)
}
