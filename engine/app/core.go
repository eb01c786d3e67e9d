package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// corePackage is what every workspace has.
const corePackage = "core"

// prepareAll makes the main workspace ready, and every other one that the
// database holds: they are of the release before, too. One that cannot be made
// ready does not keep the others from being served.
func (a *App) prepareAll(ctx context.Context) error {
	if err := a.Prepare(ctx, store.Workspace{Name: mainWorkspace, Title: "Mortise"}); err != nil {
		return err
	}
	all, err := a.DB.Workspaces(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Name == mainWorkspace {
			continue
		}
		if err := a.Prepare(ctx, w); err != nil {
			slog.Error("make a workspace ready", "workspace", w.Name, "cause", err)
		}
	}
	return ctx.Err()
}

// Prepare makes a workspace ready for its first request: its tables, and the
// package core, raised to the version of this release. Of several processes that
// start together one does it, and the others wait for it.
func (a *App) Prepare(ctx context.Context, w store.Workspace) error {
	return a.DB.Exclusive(ctx, "prepare "+w.Name, func() error {
		if err := a.DB.CreateWorkspace(ctx, w); err != nil {
			return err
		}
		if err := a.DB.Sweep(ctx, w.Name); err != nil {
			return err
		}
		if err := a.Workspaces.Look(ctx); err != nil {
			return err
		}
		_, revision, err := a.DB.State(ctx, w.Name)
		if err != nil {
			return err
		}
		if revision > 0 {
			return a.raiseCore(ctx, w.Name)
		}
		return a.Install(ctx, w.Name, corePackage)
	})
}

// raiseCore brings package core of a workspace to the version of this release.
// What the workspace changed stays, and is told in the log where the package
// changed the same. When that cannot be published, the workspace goes on with
// the version that it has, unless nobody could sign in with it.
func (a *App) raiseCore(ctx context.Context, workspace string) error {
	raised, err := a.Installer.Raise(ctx, workspace, corePackage)
	var told *problem.Error
	switch {
	case errors.As(err, &told):
		slog.Warn("a package stays at its version", "package", corePackage, "workspace", workspace, "cause", err, "problems", told.Details)
	case err != nil:
		return err
	case raised.Revision > 0:
		slog.Info("raised a package", "package", corePackage, "workspace", workspace, "from", raised.From, "to", raised.To, "revision", raised.Revision)
	}
	for _, c := range raised.Conflicts {
		slog.Warn("a package changed what the workspace changed: the workspace's stays", "package", corePackage, "workspace", workspace,
			"kind", c.Document.Kind, "name", c.Document.Name, "pointer", c.Pointer)
	}
	return a.completeCore(ctx, workspace)
}

// completeCore publishes package core over what a workspace has, when that
// lacks what this release needs to sign anybody in.
func (a *App) completeCore(ctx context.Context, workspace string) error {
	w, ok, err := a.Workspaces.Named(ctx, workspace)
	if err != nil || !ok {
		return err
	}
	state, err := w.Refresh(ctx)
	if err != nil || identity.CheckCore(state.Snapshot.Set) == nil {
		return err
	}
	return a.Install(ctx, workspace, corePackage)
}

// Install publishes app packages that ship with the product, by name.
func (a *App) Install(ctx context.Context, workspace string, names ...string) error {
	var files []fs.FS
	for _, name := range names {
		f, err := fs.Sub(apps.Files, name)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	if _, err := a.Installer.Install(ctx, workspace, "", files...); err != nil {
		return fmt.Errorf("install %v: %w", names, err)
	}
	return nil
}
