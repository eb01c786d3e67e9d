package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/plan"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

func columnType(f *definition.Field) (string, bool) {
	t, ok := map[string]string{
		"text": "text", "integer": "bigint", "relation": "uuid", "user": "uuid",
		"autonumber": "text", "tags": "text[]", "date": "date",
	}[f.Type]
	return t, ok
}

// customer gives a fresh entity, so that tests may change theirs.
func customer() *definition.Entity {
	return &definition.Entity{
		Name: "customer", ID: "customer01", Owner: "consultant",
		Title: definition.Text{"en": "Customer", "zh-CN": "客户"},
		Fields: []*definition.Field{
			{Name: "id", Type: "id", System: true},
			{Name: "number", ID: "number0001", Type: "autonumber"},
			{Name: "name", ID: "name000001", Type: "text"},
			{Name: "phone", ID: "phone00001", Type: "text", Unique: true},
			{Name: "campus", ID: "campus0001", Type: "relation", Entity: "campus"},
			{Name: "consultant", ID: "consult001", Type: "user", Entity: "user"},
		},
		Indexes: []definition.Index{{Fields: []string{"-name"}}},
	}
}

func campus() *definition.Entity {
	return &definition.Entity{Name: "campus", ID: "campusent1", Fields: []*definition.Field{
		{Name: "name", ID: "campusname", Type: "text"},
	}}
}

func set(entities ...*definition.Entity) *definition.Set {
	return &definition.Set{Entities: entities}
}

func codes(t *testing.T, published, wanted *definition.Set) []string {
	t.Helper()
	steps, err := plan.Build(published, wanted, columnType)
	require.NoError(t, err)
	out := []string{}
	for _, s := range steps {
		w := s.Words()
		line := string(w.Risk) + " " + w.Code + " " + w.Entity
		if w.Field != "" {
			line += "." + w.Field
		}
		out = append(out, line)
	}
	return out
}

func TestBuildCreatesTablesBeforeWhatRefersToThem(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"safe create_sequence customer.number",
		"safe create_table customer",
		"safe create_table campus",
		"safe create_index customer.consultant", // owner, newest first
		"safe create_index customer",            // newest first
		"safe create_index customer.campus",
		"safe create_index customer", // x-indexes
		"safe add_unique customer",
		"safe create_index campus",
		"safe add_foreign_key customer.campus",
	}, codes(t, set(), set(customer(), campus())))
}

func TestBuildPlansNothingForEqualSets(t *testing.T) {
	t.Parallel()
	require.Empty(t, codes(t, set(customer(), campus()), set(campus(), customer())))
}

func TestBuildTakesRenamesAsComments(t *testing.T) {
	t.Parallel()
	wanted, target := customer(), campus()
	wanted.Name, target.Name = "client", "site"
	wanted.Fields[2].Name, wanted.Indexes[0].Fields[0] = "full_name", "-full_name"
	wanted.Fields[4].Entity = "site"
	require.Equal(t, []string{
		"safe comment client", "safe comment client.full_name", "safe comment site",
	}, codes(t, set(customer(), campus()), set(wanted, target)))
}

func TestBuildArchivesWhatGoes(t *testing.T) {
	t.Parallel()
	wanted := customer()
	wanted.Fields = wanted.Fields[:3]
	wanted.Owner = ""
	require.Equal(t, []string{
		"safe drop_index customer", "safe drop_index customer", "safe drop_index customer",
		"safe drop_foreign_key customer.campus",
		"destructive archive_column customer.phone",
		"destructive archive_column customer.campus",
		"destructive archive_column customer.consultant",
		"destructive archive_entity campus",
	}, codes(t, set(customer(), campus()), set(wanted)))
}

func TestBuildMarksIndexesOnExistingTablesSlow(t *testing.T) {
	t.Parallel()
	wanted := customer()
	wanted.Fields = append(wanted.Fields, &definition.Field{Name: "age", ID: "age0000001", Type: "integer"})
	wanted.Indexes = append(wanted.Indexes,
		definition.Index{Fields: []string{"age", "-created_at"}}, definition.Index{Fields: []string{"phone"}})
	wanted.Unique = []definition.Unique{{Fields: []string{"name", "age"}}}
	require.Equal(t, []string{
		"safe add_column customer.age", "slow create_index customer", "slow create_index customer", "slow add_unique customer",
	}, codes(t, set(customer(), campus()), set(wanted, campus())))
}

func TestBuildCompletesIndexesByID(t *testing.T) {
	t.Parallel()
	steps, err := plan.Build(set(), set(customer()), columnType)
	require.NoError(t, err)
	var got []store.IndexColumn
	for _, s := range steps {
		if i, ok := s.(store.CreateIndex); ok && i.Columns[0].Column == "f_name000001" {
			got = i.Columns
		}
	}
	require.Equal(t, []store.IndexColumn{
		{Column: "f_name000001", Descending: true, Linguistic: true}, {Column: "id", Descending: true},
	}, got)
}

func TestBuildRefusesChangesInPlace(t *testing.T) {
	t.Parallel()
	wanted := customer()
	wanted.Fields[2].Type = "integer"
	wanted.Fields[4].Entity = "school"
	school := &definition.Entity{Name: "school", ID: "school0001"}
	_, err := plan.Build(set(customer(), campus()), set(wanted, campus(), school), columnType)
	var p *problem.Error
	require.ErrorAs(t, err, &p)
	require.Equal(t, problem.Invalid, p.Kind)
	require.Len(t, p.Details, 2)
	require.Equal(t, "/entity/customer/properties/campus/x-entity", p.Details[0].Pointer)
	require.Equal(t, "target_changed", p.Details[0].Code)
	require.Equal(t, "/entity/customer/properties/name/x-field", p.Details[1].Pointer)
	require.Equal(t, map[string]any{"field": "name", "from": "text", "to": "integer"}, p.Details[1].Params)
}

// A relation may lead elsewhere from another column on: what it held is archived.
func TestBuildLetsARelationLeadElsewhere(t *testing.T) {
	t.Parallel()
	wanted := customer()
	f := wanted.Fields[4]
	f.Entity, f.Generation, f.Column = "school", 2, definition.ColumnName(f.ID, 2)
	steps, err := plan.Build(set(customer(), campus()), set(wanted, campus(), &definition.Entity{Name: "school", ID: "school0001"}), columnType)
	require.NoError(t, err)
	var codes []string
	for _, s := range steps {
		if s.Words().Field == "campus" {
			codes = append(codes, s.Words().Code)
		}
	}
	require.Equal(t, []string{"drop_foreign_key", "add_column", "create_index", "add_foreign_key", "archive_column"}, codes)
}

func TestBuildRefusesACopiedFieldID(t *testing.T) {
	t.Parallel()
	copied := campus()
	copied.Name, copied.ID = "site", "siteentity"
	_, err := plan.Build(set(campus()), set(campus(), copied), columnType)
	require.Equal(t, "/entity/site/properties/name/x-id", problem.As(err).Details[0].Pointer)
	require.Equal(t, "duplicate_id", problem.As(err).Details[0].Code)
}
