package apppackage

import (
	"context"
	"io/fs"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/store"
)

// Installer publishes app packages.
type Installer struct {
	db        *store.DB
	publisher *publish.Publisher
}

// NewInstaller makes an Installer.
func NewInstaller(db *store.DB, publisher *publish.Publisher) *Installer {
	return &Installer{db, publisher}
}

// Install reads app packages and publishes them together over what the
// workspace has, in the name of principal ("" for the system). A package may
// require those before it. Installing what is there already publishes nothing.
func (i *Installer) Install(ctx context.Context, workspace, principal string, packages ...fs.FS) (publish.Result, error) {
	_, revision, docs, err := i.db.Documents(ctx, workspace)
	if err != nil {
		return publish.Result{}, err
	}
	comment := "install"
	for _, files := range packages {
		p, err := Read(files)
		if err != nil {
			return publish.Result{}, err
		}
		if docs, err = p.Merge(docs); err != nil {
			return publish.Result{}, err
		}
		comment += " " + p.Manifest.Name + " " + p.Manifest.Version
	}
	return i.publisher.Publish(ctx, publish.Request{
		Workspace: workspace, Principal: principal, Documents: docs, Comment: comment, Base: revision,
	})
}
