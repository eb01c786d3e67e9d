package apppackage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"

	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Installer installs, upgrades and removes app packages.
type Installer struct {
	db        *store.DB
	publisher *publish.Publisher
	// Product is the version of the product. One that is no semver.org version,
	// such as that of a build on the way, fits every package.
	Product string
	// Trust is who may sign the archives that are installed.
	Trust Trust
	// Shipped holds the packages that come with the product, a folder each.
	Shipped fs.FS
	// Rehearse runs the scenarios of a package on a set of documents, away from
	// all records, and tells which fail. Nil runs none.
	Rehearse func(ctx context.Context, docs []definition.Document, p *Package) (problem.List, error)
}

// NewInstaller makes an Installer.
func NewInstaller(db *store.DB, publisher *publish.Publisher) *Installer {
	return &Installer{db: db, publisher: publisher}
}

// Install reads app packages and publishes them together over what the
// workspace has, in the name of principal ("" for the system). A package may
// require those before it. What the workspace changed stays, but where the
// package changed the same: there it wins. Installing what is there already
// publishes nothing. What would lose values is refused, for nobody is asked.
func (i *Installer) Install(ctx context.Context, workspace, principal string, packages ...fs.FS) (publish.Result, error) {
	_, revision, docs, err := i.db.Documents(ctx, workspace)
	if err != nil {
		return publish.Result{}, err
	}
	r := publish.Request{Workspace: workspace, Principal: principal, Documents: designed(docs), Comment: "install", Base: revision}
	for _, files := range packages {
		p, err := Read(files)
		if err != nil {
			return publish.Result{}, err
		}
		before, err := i.db.PackageDocuments(ctx, workspace, p.Manifest.Name)
		if err != nil {
			return publish.Result{}, err
		}
		m, err := i.merged(ctx, workspace, p, before, r.Documents, nil, Theirs)
		if err != nil {
			return publish.Result{}, err
		}
		r.Documents, r.Packages = m.Documents, append(r.Packages, p.mark(""))
		r.Comment += " " + p.Manifest.Name + " " + p.Manifest.Version
	}
	return i.publisher.Publish(ctx, r)
}

// merged brings a package into a workspace, see Merge, and gives fields whose
// values have to move another column.
func (i *Installer) merged(ctx context.Context, workspace string, p *Package, before, docs []definition.Document, choices []Choice, take string) (Merged, error) {
	m, err := p.Merge(before, docs, choices, take)
	if err != nil {
		return Merged{}, err
	}
	if err := publish.Raise(ctx, i.db, workspace, m.Documents, docs); err != nil {
		return Merged{}, err
	}
	bodies := make(map[definition.Key][]byte, len(m.Documents))
	for _, d := range m.Documents {
		bodies[d.Key] = d.Body
	}
	for n, c := range m.Changes {
		if c.Body != nil {
			m.Changes[n].Body = bodies[c.Key]
		}
	}
	return m, nil
}

// mark notes the package as installed.
func (p *Package) mark(signer string) store.PackageMark {
	return store.PackageMark{Name: p.Manifest.Name, Version: p.Manifest.Version, Signer: signer, Documents: slices.Concat(p.Documents, p.Extensions), Guide: p.Guide}
}

// Source is a package that somebody wants to install.
type Source struct {
	Package *Package
	Signer  string // whose key signed it; "" for the product's own, and for none
}

// Named gives a package that comes with the product.
func (i *Installer) Named(name string) (Source, error) {
	if i.Shipped == nil || !fs.ValidPath(name) {
		return Source{}, problem.New(problem.NotFound, "not_found")
	}
	folder, err := fs.Sub(i.Shipped, name)
	if err != nil {
		return Source{}, problem.New(problem.NotFound, "not_found")
	}
	if _, err := fs.Stat(folder, manifestFile); err != nil {
		return Source{}, problem.New(problem.NotFound, "not_found")
	}
	p, err := Read(folder)
	return Source{Package: p}, err
}

// Sent opens an archive. unsigned lets one pass that nobody signed.
func (i *Installer) Sent(archive []byte, unsigned bool) (Source, error) {
	files, err := Unpack(archive)
	if err != nil {
		return Source{}, err
	}
	signer, err := files.Verify(i.Trust)
	if err != nil {
		return Source{}, err
	}
	if signer == "" && !unsigned {
		return Source{}, problem.New(problem.Forbidden, "archive_unsigned")
	}
	folder, err := files.Open()
	if err != nil {
		return Source{}, err
	}
	p, err := Read(folder)
	return Source{Package: p, Signer: signer}, err
}

// Upgrade is what installing a package, or another version of it, would do.
type Upgrade struct {
	Merged
	Package  *definition.Package
	From     string // the version that is installed; "" for none
	Signer   string
	Revision int64 // that it was planned for
	Steps    []store.Words
	// Hash binds a request to all of this: another revision, package or choice
	// gives another one.
	Hash string
	// Mark notes the package as installed.
	Mark store.PackageMark
}

// Plan tells what installing a package would do. Without a Choice for every
// conflict there are no steps, and it must not be published.
func (i *Installer) Plan(ctx context.Context, workspace string, s Source, choices []Choice) (*Upgrade, error) {
	if err := checkChoices(choices); err != nil {
		return nil, err
	}
	_, revision, docs, err := i.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	manifest := s.Package.Manifest
	before, err := i.db.PackageDocuments(ctx, workspace, manifest.Name)
	if err != nil {
		return nil, err
	}
	u := &Upgrade{Package: manifest, From: versionOf(before), Signer: s.Signer, Revision: revision, Mark: s.Package.mark(s.Signer)}
	if err := i.fits(manifest, u.From); err != nil {
		return nil, err
	}
	if u.Merged, err = i.merged(ctx, workspace, s.Package, before, designed(docs), choices, ""); err != nil {
		return nil, err
	}
	if u.Hash = hashOfGuide(HashOf(revision, u.Changes), s.Package.Guide); len(u.Conflicts) > 0 {
		return u, nil
	}
	planned, err := i.publisher.Plan(ctx, workspace, u.Documents)
	if err != nil {
		return nil, err
	}
	u.Steps = planned.Steps
	return u, nil
}

func checkChoices(choices []Choice) error {
	var wrong problem.List
	for n, c := range choices {
		if c.Take != Mine && c.Take != Theirs {
			wrong.Add(fmt.Sprintf("/choices/%d/take", n), "not_an_option", "options", Mine+", "+Theirs)
		}
	}
	return wrong.Err()
}

// fits refuses a package for other versions of the product, and one that is
// older than what is installed.
func (i *Installer) fits(p *definition.Package, installed string) error {
	if _, err := definition.ParseVersion(i.Product); err == nil {
		if fits, err := definition.InRange(i.Product, p.Product); err != nil || !fits {
			return problem.New(problem.Conflict, "product_version").With("have", i.Product).With("want", p.Product)
		}
	}
	now, err := definition.ParseVersion(p.Version)
	if err != nil {
		return problem.InvalidAt("/version", "pattern", nil)
	}
	if was, err := definition.ParseVersion(installed); err == nil && now.Compare(was) < 0 {
		return problem.New(problem.Conflict, "package_older").With("package", p.Name).With("have", installed).With("version", p.Version)
	}
	return nil
}

// Try runs the scenarios of a package on what installing it would make, and
// refuses with those that fail.
func (i *Installer) Try(ctx context.Context, s Source, u *Upgrade) error {
	if i.Rehearse == nil || len(u.Changes) == 0 || !s.Package.HasScenarios() {
		return nil
	}
	failed, err := i.Rehearse(ctx, u.Documents, s.Package)
	if err != nil {
		return err
	}
	if len(failed) > 0 {
		return &problem.Error{Kind: problem.Invalid, Code: "scenarios_failed", Details: failed}
	}
	return nil
}

// HashOf tells plans apart: by the revision that they are for, and by what they
// make of which documents.
func HashOf(revision int64, changes []warrant.Change) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n", revision)
	for _, c := range changes {
		fmt.Fprintf(h, "%s %s %t %d\n", c.Kind, c.Name, c.Body == nil, len(c.Body))
		h.Write(c.Body)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// designed leaves out what the product generates itself.
func designed(docs []definition.Document) []definition.Document {
	list := make([]definition.Document, 0, len(docs))
	for _, d := range docs {
		if d.Kind != definition.KindPolicy {
			list = append(list, d)
		}
	}
	return list
}
