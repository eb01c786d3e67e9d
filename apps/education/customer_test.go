package education_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// school is the package in an empty workspace, with three who look for customers,
// one who manages them, and a lecturer.
type school struct {
	anna, dora, ines, mary, luke *mortise.Client
	annaID, inesID               string
}

func newSchool(t *testing.T) school {
	t.Helper()
	server := serving.Start(t)
	server.Install(t, "education")
	var s school
	s.annaID, s.anna = server.NewUser(t, "Anna", []string{"salesperson"})
	_, s.dora = server.NewUser(t, "Dora", []string{"salesperson"})
	s.inesID, s.ines = server.NewUser(t, "Ines", []string{"intern"})
	_, s.mary = server.NewUser(t, "Mary", []string{"sales_manager"})
	_, s.luke = server.NewUser(t, "Luke", []string{"lecturer"})
	return s
}

func code(t *testing.T, err error) string {
	t.Helper()
	var p *mortise.Problem
	require.True(t, errors.As(err, &p), "%v is no problem", err)
	return p.Code
}

func entered(t *testing.T, c *mortise.Client, values mortise.Record) string {
	t.Helper()
	made, err := c.Records("customer").Create(t.Context(), values)
	require.NoError(t, err)
	return made.ID()
}

// Who enters a customer that is there already learns the owner's name and nothing
// else, and the owner is told.
func TestCustomerThatIsThereAlready(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	his := entered(t, s.anna, mortise.Record{"name": "Li Lei", "phone": "13812345678", "qq": "9876543210", "source": "qq_group", "consultant": s.annaID})

	_, err := s.dora.Records("customer").Create(ctx, mortise.Record{"name": "Li", "phone": "+86 138-1234-5678", "source": "walk_in"})
	require.Equal(t, "duplicate_record", code(t, err))
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"phone"}, Refused: true, Owner: "Anna"}}, mortise.DuplicatesOf(err))
	found, err := s.dora.Records("customer").List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Empty(t, found.Data, "neither his nor a new one")

	told, err := s.anna.Records("notification").List(ctx, mortise.ListOptions{Filter: `kind == "duplicate_entered"`})
	require.NoError(t, err)
	require.Len(t, told.Data, 1)
	require.Contains(t, told.Data[0].Text("text"), "Dora")

	done, err := s.dora.Records("customer").Import(ctx, strings.NewReader("name,qq,source\nLi,9876543210,walk_in\n"), mortise.ImportOptions{})
	require.NoError(t, err)
	require.Zero(t, done.Created, "an import enters no duplicate, either")

	again := entered(t, s.mary, mortise.Record{"name": "Li Lei (2)", "wechat": "lilei", "source": "walk_in", "consultant": s.annaID})
	_, err = s.dora.Records("customer").Merge(ctx, his, mortise.MergeRequest{With: again})
	require.Equal(t, "not_found", code(t, err))
	_, err = s.anna.Records("customer").Merge(ctx, his, mortise.MergeRequest{With: again})
	require.Equal(t, "action_not_granted", code(t, err), "merging is the manager's")
	merged, err := s.mary.Records("customer").Merge(ctx, his, mortise.MergeRequest{With: again})
	require.NoError(t, err)
	require.Equal(t, "lilei", merged.Record.Text("wechat"))
	require.Equal(t, "9876543210", merged.Record.Text("qq"))
}

// An intern enters and edits customers of his own and speaks of them, one at a
// time; he deletes, exports, imports and merges none.
func TestWhatAnInternDoes(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	customers := s.ines.Records("customer")
	his := entered(t, s.ines, mortise.Record{"name": "Han Mei", "phone": "13812345679", "source": "walk_in", "consultant": s.inesID})
	_, err := customers.Update(ctx, his, 0, mortise.Record{"note": "comes on Friday"})
	require.NoError(t, err)
	_, err = customers.Comment(ctx, his, mortise.NewComment{Text: "she wants to see a lesson"})
	require.NoError(t, err)
	require.Equal(t, "action_not_granted", code(t, customers.Archive(ctx, his)))
	_, err = customers.Import(ctx, strings.NewReader("name,source\nLi,walk_in\n"), mortise.ImportOptions{})
	require.Equal(t, "action_not_granted", code(t, err))
	_, err = customers.Bulk(ctx, mortise.BulkRequest{Action: "update", IDs: []string{his}, Fields: mortise.Record{"note": "x"}})
	require.Equal(t, "action_not_granted", code(t, err))
}

// What consultants learn of customers that are not theirs by entering them again,
// and what they do not: a colleague's, one of the pool, an archived one, while
// typing and when saving.
func TestWhatIsToldOfDuplicates(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	ctx := t.Context()
	customers, secrets := s.dora.Records("customer"), []string{"Li Lei", "lilei", "9876543210", "li@example.com", "hard to reach", "Han Mei", "Old Wang"}
	his := entered(t, s.anna, mortise.Record{"name": "Li Lei", "phone": "13812345678", "qq": "9876543210", "wechat": "lilei", "email": "li@example.com",
		"source": "qq_group", "consultant": s.annaID, "note": "hard to reach"})
	pooled := entered(t, s.mary, mortise.Record{"name": "Han Mei", "phone": "13512345678", "source": "website", "consultant": nil})
	old := entered(t, s.mary, mortise.Record{"name": "Old Wang", "phone": "13612345678", "source": "baidu", "consultant": s.annaID})
	require.NoError(t, s.mary.Records("customer").Archive(ctx, old))
	secrets = append(secrets, his, old)

	for phone, want := range map[string]mortise.Duplicate{
		"138 1234 5678": {Fields: []string{"phone"}, Refused: true, Owner: "Anna"},
		"13512345678":   {Fields: []string{"phone"}, Refused: true, Unowned: true},
		"13612345678":   {Fields: []string{"phone"}, Refused: true, Owner: "Anna"},
	} {
		typed, err := customers.FindDuplicates(ctx, "", mortise.Record{"phone": phone})
		require.NoError(t, err)
		require.Equal(t, []mortise.Duplicate{want}, typed, phone)
		_, err = customers.Create(ctx, mortise.Record{"name": "Mine", "phone": phone, "source": "walk_in"})
		require.Equal(t, []mortise.Duplicate{want}, mortise.DuplicatesOf(err), phone)
		var p *mortise.Problem
		require.True(t, errors.As(err, &p))
		for _, secret := range secrets {
			require.NotContains(t, string(p.Body), secret)
		}
	}
	_, err := s.dora.Records("customer").Get(ctx, pooled)
	require.NoError(t, err, "the pool is open to her, but not by a phone that she sees in part")

	told, err := s.anna.Records("notification").List(ctx, mortise.ListOptions{Filter: `kind == "duplicate_entered"`})
	require.NoError(t, err)
	require.Len(t, told.Data, 2, "once for each of hers that was entered, not for what was typed")

	// Whoever may read it is led to it, and hears of nobody else's.
	own, err := s.mary.Records("customer").FindDuplicates(ctx, "", mortise.Record{"phone": "13612345678"})
	require.NoError(t, err)
	require.Equal(t, []mortise.Duplicate{{Fields: []string{"phone"}, Refused: true, Owner: "Anna", Record: old, Label: "Old Wang", Archived: true}}, own)

	// Who may write no customers probes none.
	_, err = s.luke.Records("customer").FindDuplicates(ctx, "", mortise.Record{"phone": "13812345678"})
	require.Equal(t, "not_found", code(t, err))

	for range 300 {
		if _, err = customers.FindDuplicates(ctx, "", mortise.Record{"phone": "13912345678"}); err != nil {
			break
		}
	}
	require.Equal(t, "too_many_probes", code(t, err), "nobody tries all numbers")
}
