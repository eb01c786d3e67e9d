package extension_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

func TestChecksOfFilesRunInOrderUntilOneRefuses(t *testing.T) {
	t.Parallel()
	var ran []string
	check := func(name string, order int, err error) hook.FileCheck {
		return hook.FileCheck{Name: name, Order: order, Run: func(_ context.Context, f *hook.File) error {
			ran = append(ran, name+" "+f.Name)
			f.Name = "changed"
			return err
		}}
	}
	set, err := extension.New(hook.Extension{Name: "guard", Files: []hook.FileCheck{check("last", 3, nil), check("first", 1, nil), check("virus", 2, hook.Refuse("", "a virus"))}})
	require.NoError(t, err)
	err = set.CheckFile(context.Background(), &hook.File{Name: "a.exe"})
	var p *problem.Error
	require.True(t, errors.As(err, &p) && p.Kind == problem.Invalid && p.Details[0].Message == "a virus")
	require.Equal(t, []string{"first a.exe", "virus a.exe"}, ran)

	set, err = extension.New(hook.Extension{Name: "guard", Files: []hook.FileCheck{check("broken", 1, errors.New("no scanner"))}})
	require.NoError(t, err)
	require.Equal(t, "hook_failed", problem.As(set.CheckFile(context.Background(), &hook.File{})).Code, "what fails lets nothing in")
	_, err = extension.New(hook.Extension{Name: "guard", Files: []hook.FileCheck{{Name: "slow", Limit: 2 * hook.MaxFileLimit, Run: check("", 0, nil).Run}}})
	require.Error(t, err)
	require.NoError(t, (*extension.Set)(nil).CheckFile(context.Background(), &hook.File{}))
}
