package app

import (
	"context"

	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// checkedBy has the extensions look at each file that is uploaded.
func checkedBy(hooks *extension.Set) func(ctx context.Context, f file.Checked) error {
	return func(ctx context.Context, f file.Checked) error {
		return hooks.CheckFile(ctx, &hook.File{Workspace: f.Workspace, UserID: f.User, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Open: f.Open})
	}
}
