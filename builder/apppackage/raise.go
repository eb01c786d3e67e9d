package apppackage

import (
	"context"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// Raised is what became of a package that a workspace had of a release before.
type Raised struct {
	From, To string // versions; From is "" where the workspace had none
	// Revision is the one that was published; 0 when there was nothing to do.
	Revision int64
	// Conflicts are the places that the package and the workspace both changed:
	// the workspace's stays in each.
	Conflicts []Conflict
}

// Raise brings a package of a workspace to the version that comes with the
// product, in the name of the system. Unlike Install it takes no side against
// the workspace: what that changed stays, and what it took away stays away. A
// package that is of this version, or of a later one, is left alone.
func (i *Installer) Raise(ctx context.Context, workspace, name string) (Raised, error) {
	source, err := i.Named(name)
	if err != nil {
		return Raised{}, err
	}
	p := source.Package
	before, err := i.db.PackageDocuments(ctx, workspace, name)
	if err != nil {
		return Raised{}, err
	}
	r := Raised{From: versionOf(before), To: p.Manifest.Version}
	if current(r.From, r.To) {
		return r, nil
	}
	_, revision, docs, err := i.db.Documents(ctx, workspace)
	if err != nil {
		return r, err
	}
	m, err := i.merged(ctx, workspace, p, before, designed(docs), nil, "")
	if err != nil {
		return r, err
	}
	r.Conflicts = m.Conflicts
	result, err := i.publisher.Publish(ctx, publish.Request{Workspace: workspace, Documents: m.Documents, Base: revision,
		Comment: "raise " + name + " " + r.To, Packages: []store.PackageMark{p.mark("")}})
	r.Revision = result.Revision
	return r, err
}

// current tells whether a version that is installed is at least another one.
func current(installed, shipped string) bool {
	have, err := definition.ParseVersion(installed)
	if err != nil {
		return false
	}
	want, err := definition.ParseVersion(shipped)
	return err == nil && have.Compare(want) >= 0
}
