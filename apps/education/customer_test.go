package education_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// school is the package in an empty workspace, with three who look for customers
// and one who manages them.
type school struct {
	anna, dora, ines, mary *mortise.Client
	annaID, inesID         string
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
