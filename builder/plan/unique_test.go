package plan_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/plan"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

var update = flag.Bool("update", false, "write what is planned into the golden file")

// conditions are those of unique rules, each of an entity of its own.
var conditions = []string{
	"", `state == 'open'`, `state in ['open', 'paid']`, `state not in ['shut']`, `phone != nil`, `state != 'shut' && note == nil`,
	`note == 'O\'Neill \\ 客户'`, `note startsWith '50%_' or note contains '\\'`, `count > 3`, `count > 2.50`, `price <= 9007199254740993`,
	`active`, `not active`, `due >= '2026-01-31'`, `at < '08:30'`, `flags contains 'a'`, `size(tags) > 0`, `campus != nil`, `buyer == nil || count == 0`,
}

// A golden file holds, for each condition, the step and the index that
// PostgreSQL makes of it; a wrong condition has none.
func TestUniqueRulesBecomeIndexes(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 2})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: "main", Title: "Main"}))
	wanted := bills(t, conditions)
	of := func(f *definition.Field) (string, bool) {
		ft, ok := fieldtype.Get(f.Type)
		return ft.Column(f), ok
	}
	steps, err := plan.Build(set(), wanted, of)
	require.NoError(t, err)
	_, err = db.Publish(t.Context(), "main", &store.Publication{Steps: steps})
	require.NoError(t, err)
	again, err := plan.Build(wanted, bills(t, conditions), of)
	require.NoError(t, err)
	require.Empty(t, again)

	made := map[string]string{}
	for _, s := range steps {
		if u, ok := s.(store.AddUnique); ok {
			var index string
			require.NoError(t, db.Pool().QueryRow(t.Context(), "select indexdef from pg_indexes where indexname = $1", u.Name).Scan(&index))
			words, err := json.Marshal(u.Words())
			require.NoError(t, err)
			made[u.Entity] = string(words) + "\n" + index + "\n"
		}
	}
	var b strings.Builder
	for i, where := range conditions {
		fmt.Fprintf(&b, "-- %s\n%s", where, made[fmt.Sprintf("bill%02d", i)])
	}
	const golden = "testdata/unique.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// bills are entities with a rule of each condition.
func bills(t *testing.T, conditions []string) *definition.Set {
	t.Helper()
	var docs []definition.Document
	for i, where := range conditions {
		quoted, err := json.Marshal(where)
		require.NoError(t, err)
		name, rule := fmt.Sprintf("bill%02d", i), `"fields":["number"]`
		if where != "" {
			rule += `,"where":` + string(quoted)
		}
		field := func(name, more string) string {
			return fmt.Sprintf(`"%s":{"x-id":"%s%06d",%s}`, name, (name + "xxxx")[:4], i, more)
		}
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindEntity, Name: name}, Body: json.RawMessage(
			fmt.Sprintf(`{"$schema":"mortise:entity","name":"%s","title":"Bill","type":"object","x-id":"bill%06d","x-unique":[{%s}],"properties":{`, name, i, rule) +
				strings.Join([]string{
					field("number", `"x-field":"text"`), field("state", `"x-field":"choice","oneOf":[{"const":"open","title":"O"},{"const":"paid","title":"P"},{"const":"shut","title":"S"}]`),
					field("phone", `"x-field":"phone"`), field("note", `"x-field":"text"`), field("count", `"x-field":"integer"`), field("price", `"x-field":"number"`),
					field("active", `"x-field":"boolean"`), field("due", `"x-field":"date"`), field("at", `"x-field":"time"`),
					field("flags", `"x-field":"choices","oneOf":[{"const":"a","title":"A"}]`), field("tags", `"x-field":"tags"`),
					field("campus", `"x-field":"relation","x-entity":"bill00"`), field("buyer", `"x-field":"relation","x-entity":"bill00"`),
				}, ",") + "}}")})
	}
	parsed, problems := definition.ParseSet(docs)
	require.Empty(t, problems)
	return parsed
}
