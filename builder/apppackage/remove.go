package apppackage

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Removal is what taking a package out of a workspace would do.
type Removal struct {
	Package  string
	Version  string
	Revision int64
	// Documents is the whole set that is left.
	Documents []definition.Document
	Changes   []warrant.Change
	// Dependants are documents of others that are about what goes, and so go
	// with it.
	Dependants []definition.Key
	// References are places in documents that stay and refer to what goes: they
	// have to be changed first.
	References problem.List
	Records    []EntityRecords
	Steps      []store.Words
	// Consent is what a request must agree to, word by word.
	Consent []string
	Hash    string
	Mark    store.PackageMark
}

// EntityRecords counts the records of an entity that goes.
type EntityRecords struct {
	Entity   string `json:"entity"`
	Records  int64  `json:"records"`
	Archived int64  `json:"archived"`
}

// PlanRemoval tells what taking a package out would do. With References it must
// not be published.
func (i *Installer) PlanRemoval(ctx context.Context, workspace, name string) (*Removal, error) {
	_, revision, docs, err := i.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	before, err := i.db.PackageDocuments(ctx, workspace, name)
	if err != nil {
		return nil, err
	}
	docs = designed(docs)
	r := &Removal{Package: name, Version: versionOf(docs, name), Revision: revision, Mark: store.PackageMark{Name: name, Gone: true}}
	if r.Version == "" {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	if err := unneeded(docs, name); err != nil {
		return nil, err
	}
	r.sort(docs, before)
	if err := r.count(ctx, i.db, workspace, docs); err != nil {
		return nil, err
	}
	planned, err := i.publisher.Plan(ctx, workspace, slices.Clone(r.Documents))
	switch {
	case problem.Is(err, problem.Invalid):
		r.References = problem.As(err).Details
	case err != nil:
		return nil, err
	}
	r.Steps = planned.Steps
	for _, step := range planned.Steps {
		if step.Risk == store.Destructive {
			r.Consent = append(r.Consent, step.Consent())
		}
	}
	r.Hash = HashOf(revision, r.Changes)
	return r, nil
}

// unneeded refuses when another package stands on this one.
func unneeded(docs []definition.Document, name string) error {
	var wrong problem.List
	for _, d := range docs {
		var p definition.Package
		if d.Kind != definition.KindPackage || json.Unmarshal(d.Body, &p) != nil {
			continue
		}
		if _, needs := p.Requires[name]; needs {
			wrong.Add("/package/"+p.Name+"/requires/"+name, "package_needed", "package", p.Name)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &problem.Error{Kind: problem.Conflict, Code: "package_in_use", Details: wrong}
}

// sort parts the documents into those that stay and those that go.
func (r *Removal) sort(docs, before []definition.Document) {
	before, extensions := parted(before)
	own := map[string]bool{}
	for _, d := range before {
		own[identity(d)] = true
	}
	goes := gone{}
	var rest []definition.Document
	for _, d := range docs {
		if own[identity(d)] || d.Kind == definition.KindEntity && packageOf(d.Body) == r.Package || d.Kind == definition.KindPackage && d.Name == r.Package {
			goes[d.Key] = true
			r.Changes = append(r.Changes, warrant.Change{Document: definition.Document{Key: d.Key}})
		} else {
			rest = append(rest, d)
		}
	}
	for _, d := range rest {
		if goes.holds(d) {
			r.Dependants = append(r.Dependants, d.Key)
			r.Changes = append(r.Changes, warrant.Change{Document: definition.Document{Key: d.Key}})
			r.Consent = append(r.Consent, "remove:"+string(d.Kind)+"."+d.Name)
		} else {
			r.Documents = append(r.Documents, d)
		}
	}
	left := withdrawn(r.Documents, extensions)
	r.Documents = replaced(r.Documents, left)
	for _, d := range left {
		r.Changes = append(r.Changes, warrant.Change{Document: d})
	}
	slices.SortStableFunc(r.Changes, func(a, b warrant.Change) int { return byKey(a.Document, b.Document) })
}

// gone are documents that go.
type gone map[definition.Key]bool

// holds tells whether a document is about nothing but what goes: the forms and
// views of an entity, and the access to it or of a role.
func (g gone) holds(d definition.Document) bool {
	var head struct {
		Entity   string   `json:"entity"`
		Role     string   `json:"role"`
		Entities []string `json:"entities"`
	}
	if json.Unmarshal(d.Body, &head) != nil {
		return false
	}
	if head.Entity != "" && g[definition.Key{Kind: definition.KindEntity, Name: head.Entity}] {
		return true
	}
	if d.Kind == definition.KindGrant {
		return g[definition.Key{Kind: definition.KindRole, Name: head.Role}]
	}
	return len(head.Entities) > 0 && !slices.ContainsFunc(head.Entities, func(name string) bool {
		return !g[definition.Key{Kind: definition.KindEntity, Name: name}]
	})
}

// count counts the records of the entities that go.
func (r *Removal) count(ctx context.Context, db *store.DB, workspace string, docs []definition.Document) error {
	for _, d := range docs {
		if d.Kind != definition.KindEntity || !slices.ContainsFunc(r.Changes, func(c warrant.Change) bool { return c.Key == d.Key && c.Body == nil }) {
			continue
		}
		var head struct {
			ID string `json:"x-id"`
		}
		if json.Unmarshal(d.Body, &head) != nil {
			continue
		}
		used, archived, err := db.CountTable(ctx, workspace, head.ID)
		if err != nil {
			return err
		}
		r.Records = append(r.Records, EntityRecords{Entity: d.Name, Records: used, Archived: archived})
	}
	return nil
}

// Consented refuses a removal to which nobody has agreed, with what is to be
// agreed to, and one that would leave references to nothing.
func (r *Removal) Consented(consent []string) error {
	if len(r.References) > 0 {
		return &problem.Error{Kind: problem.Conflict, Code: "package_in_use", Details: r.References}
	}
	missing := slices.DeleteFunc(slices.Clone(r.Consent), func(word string) bool { return slices.Contains(consent, word) })
	if len(missing) == 0 {
		return nil
	}
	err := problem.New(problem.Conflict, "consent_needed")
	err.Extra = map[string]any{"consent": missing}
	return err
}

// versionOf is the version that the manifest among documents states: the only
// one, or that of the package called name.
func versionOf(docs []definition.Document, name ...string) string {
	for _, d := range docs {
		var p definition.Package
		if d.Kind != definition.KindPackage || len(name) > 0 && d.Name != name[0] || json.Unmarshal(d.Body, &p) != nil {
			continue
		}
		return p.Version
	}
	return ""
}
