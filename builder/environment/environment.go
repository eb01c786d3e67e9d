package environment

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Format is the version of the layout of files. It rises when a release could
// not read what the one before wrote.
const Format = 1

// headFile says what wrote the files.
const headFile = "export.json"

// Service exports and plans.
type Service struct {
	db        *store.DB
	publisher *publish.Publisher
}

// New makes a Service.
func New(db *store.DB, publisher *publish.Publisher) *Service { return &Service{db, publisher} }

// Export gives all definitions of a workspace as the files of an archive.
func (s *Service) Export(ctx context.Context, workspace string) ([]byte, error) {
	_, _, docs, err := s.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	files, err := apppackage.Write(designed(docs), "")
	if err != nil {
		return nil, err
	}
	files[headFile] = fmt.Appendf(nil, "{\n  \"format\": %d\n}\n", Format)
	return files.Pack(nil)
}

// ExportPackage gives what belongs to an app package as the files of an archive
// that can be installed elsewhere.
func (s *Service) ExportPackage(ctx context.Context, workspace, name string) ([]byte, error) {
	_, _, docs, err := s.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	brought, err := s.db.PackageDocuments(ctx, workspace, name)
	if err != nil {
		return nil, err
	}
	own, err := s.withoutOthers(ctx, workspace, name, apppackage.Belonging(designed(docs), brought, name))
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(own, func(d definition.Document) bool {
		return d.Key == definition.Key{Kind: definition.KindPackage, Name: name}
	}) {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	files, err := apppackage.Write(own, name)
	if err != nil {
		return nil, err
	}
	guide, err := s.db.PackageGuide(ctx, workspace, name)
	if err != nil {
		return nil, err
	}
	return files.WithGuide(guide).Pack(nil)
}

// withoutOthers leaves out what packages but the named one brought.
func (s *Service) withoutOthers(ctx context.Context, workspace, name string, docs []definition.Document) ([]definition.Document, error) {
	installed, err := s.db.Packages(ctx, workspace)
	if err != nil {
		return nil, err
	}
	for _, p := range installed {
		if p.Name == name {
			continue
		}
		brought, err := s.db.PackageDocuments(ctx, workspace, p.Name)
		if err != nil {
			return nil, err
		}
		docs = apppackage.Withdraw(docs, brought)
	}
	return docs, nil
}

// Request is what somebody wants a workspace to hold.
type Request struct {
	Format    int // of the files; 0 when they do not say
	Documents []definition.Document
	Delete    bool // what is not among Documents is to go
}

// Plan is what carrying a Request out would do.
type Plan struct {
	Revision int64 // that it was made for
	Changes  []warrant.Change
	// Extra are documents of the workspace that are not among those of the
	// Request, and stay.
	Extra []definition.Key
	Steps []store.Words
	// Hash binds the carrying out to this revision and these documents.
	Hash string
}

// Plan tells what a Request would change, or all that is wrong with it.
func (s *Service) Plan(ctx context.Context, workspace string, r Request) (*Plan, error) {
	if r.Format > Format {
		return nil, problem.New(problem.Conflict, "export_format").With("format", r.Format).With("known", Format)
	}
	_, revision, docs, err := s.db.Documents(ctx, workspace)
	if err != nil {
		return nil, err
	}
	docs = designed(docs)
	published := map[definition.Key][]byte{}
	for _, d := range docs {
		published[d.Key] = d.Body
	}
	wanted, err := prepared(r.Documents, published)
	if err != nil {
		return nil, err
	}
	if err := s.raise(ctx, workspace, wanted, docs); err != nil {
		return nil, err
	}
	p := &Plan{Revision: revision}
	for key, body := range published {
		switch _, kept := wanted[key]; {
		case kept:
		case r.Delete:
			p.Changes = append(p.Changes, warrant.Change{Document: definition.Document{Key: key}})
		default:
			p.Extra = append(p.Extra, key)
			wanted[key] = body
		}
	}
	all := make([]definition.Document, 0, len(wanted))
	for key, body := range wanted {
		d := definition.Document{Key: key, Body: body}
		all = append(all, d)
		if was, there := published[key]; !there || !bytes.Equal(was, body) {
			p.Changes = append(p.Changes, warrant.Change{Document: d, Added: !there})
		}
	}
	slices.SortFunc(all, func(a, b definition.Document) int { return byKey(a.Key, b.Key) })
	slices.SortFunc(p.Changes, func(a, b warrant.Change) int { return byKey(a.Key, b.Key) })
	slices.SortFunc(p.Extra, byKey)
	planned, err := s.publisher.Plan(ctx, workspace, all)
	if err != nil {
		return nil, err
	}
	p.Steps, p.Hash = planned.Steps, r.hash(revision)
	return p, nil
}

// raise gives fields whose values have to move another column.
func (s *Service) raise(ctx context.Context, workspace string, wanted map[definition.Key][]byte, published []definition.Document) error {
	list := make([]definition.Document, 0, len(wanted))
	for key, body := range wanted {
		list = append(list, definition.Document{Key: key, Body: body})
	}
	if err := publish.Raise(ctx, s.db, workspace, list, published); err != nil {
		return err
	}
	for _, d := range list {
		wanted[d.Key] = d.Body
	}
	return nil
}

// hash binds a plan to a revision and to the documents as they were sent: those
// without x-ids are given others each time.
func (r Request) hash(revision int64) string {
	sent := make([]warrant.Change, 0, len(r.Documents)+1)
	for _, d := range r.Documents {
		sent = append(sent, warrant.Change{Document: d})
	}
	slices.SortStableFunc(sent, func(a, b warrant.Change) int { return byKey(a.Key, b.Key) })
	if r.Delete {
		sent = append(sent, warrant.Change{})
	}
	return apppackage.HashOf(revision, sent)
}

// prepared gives documents the form in which they are stored: canonical, x-ids
// given, policies formatted.
func prepared(docs []definition.Document, published map[definition.Key][]byte) (map[definition.Key][]byte, error) {
	var wrong problem.List
	wanted := make(map[definition.Key][]byte, len(docs))
	for _, d := range docs {
		at := "/" + string(d.Kind) + "/" + d.Name
		if err := draft.CheckKey(d.Key); err != nil {
			wrong = append(wrong, under(at, err)...)
			continue
		}
		if _, twice := wanted[d.Key]; twice {
			wrong.Add(at, "duplicate_document")
			continue
		}
		body, _, err := definition.AssignIDs(d.Kind, policygen.FormatRego(d).Body, published[d.Key])
		if err != nil {
			wrong = append(wrong, under(at, err)...)
			continue
		}
		if !named(body, d.Name) {
			wrong.Add(at+"/name", "name_differs", "want", d.Name)
			continue
		}
		wanted[d.Key] = body
	}
	return wanted, wrong.Err()
}

func named(body []byte, name string) bool {
	var head struct {
		Name string `json:"name"`
	}
	return json.Unmarshal(body, &head) == nil && head.Name == name
}

func under(at string, err error) problem.List {
	var list problem.List
	for _, d := range problem.As(err).Details {
		d.Pointer = at + d.Pointer
		list = append(list, d)
	}
	return list
}

func byKey(a, b definition.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
}

// designed leaves out what the product generates itself.
func designed(docs []definition.Document) []definition.Document {
	return slices.DeleteFunc(docs, func(d definition.Document) bool { return d.Kind == definition.KindPolicy })
}
