package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/builder/plan"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Stages are the compilers that a set passes before it is published.
type Stages struct {
	// Check parses all documents and finds everything that is wrong with them.
	Check func(docs []definition.Document) (*definition.Set, []definition.DocumentProblem)
	// Policies generates the policy document of every entity.
	Policies func(set *definition.Set) ([]definition.Document, error)
	// Compile compiles the whole as the run time will, policies included.
	// published is what is served already.
	Compile func(ctx context.Context, docs, published []definition.Document) error
	// ColumnType gives the type of a field's column.
	ColumnType plan.ColumnType
}

// Publisher checks, plans and publishes sets of definitions.
type Publisher struct {
	db     *store.DB
	stages Stages
	// Hooks are called before and after publications; nil for none. It is set
	// once, before the first.
	Hooks *extension.Set
}

// NewWith makes a Publisher with stages other than the product's own.
func NewWith(db *store.DB, stages Stages) *Publisher { return &Publisher{db: db, stages: stages} }

// Request asks for a set of definitions to become the published one.
type Request struct {
	Workspace string
	Principal string                // id of the user; "" for the system
	Documents []definition.Document // the whole wanted set
	Comment   string
	Base      int64 // the revision that the set was made from; AnyBase for whichever is published
	// Consent names the steps that may lose values, as Words.Consent does.
	Consent []string
	// Draft is the draft that the set holds; it is cleared. Nil for none.
	Draft *store.DraftMark
	// Packages are the app packages that come or go with it.
	Packages []store.PackageMark
	// Also is done in the transaction, before anything is written; its error
	// undoes everything. Nil for nothing.
	Also func(ctx context.Context, tx store.Querier) error
}

// AnyBase as the base of a Request replaces whatever is published.
const AnyBase = -1

// Result is what a Publish did.
type Result struct {
	Revision   int64             `json:"revision"`
	Unchanged  bool              `json:"unchanged"` // the set was published already
	Steps      []store.Words     `json:"steps"`
	Conditions []store.Condition `json:"conditions"`
}

// Publish makes a set the published revision, or changes nothing. One publish
// of a workspace runs at a time.
func (p *Publisher) Publish(ctx context.Context, r Request) (Result, error) {
	release, err := p.db.LockPublishing(ctx, r.Workspace)
	if err != nil {
		return Result{}, err
	}
	defer release()
	// A client that leaves does not stop what is half way; the transaction
	// has time limits of its own.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishLimit)
	defer cancel()
	ready, err := p.prepare(ctx, r.Workspace, r.Documents)
	if err != nil {
		return Result{}, err
	}
	if r.Base != AnyBase && r.Base != ready.base {
		return Result{}, store.StaleRevision(ready.base)
	}
	if sameDocuments(ready.published, ready.documents) {
		if err := p.db.MarkPackages(ctx, r.Workspace, r.Principal, r.Packages); err != nil {
			return Result{}, err
		}
		if r.Draft != nil {
			if err := p.db.ClearDraft(ctx, r.Workspace, r.Draft); err != nil {
				return Result{}, err
			}
		}
		return Result{Revision: ready.base, Unchanged: true, Steps: []store.Words{}, Conditions: []store.Condition{}}, nil
	}
	steps, consent, err := p.agreed(ctx, r, ready.steps)
	if err != nil {
		return Result{}, err
	}
	if err := p.hooks(ctx, r, false); err != nil {
		return Result{}, err
	}
	conditions := []store.Condition{
		{Type: "Checked", Status: true}, {Type: "Planned", Status: true},
		{Type: "Applied", Status: true}, {Type: "Active", Status: true, Reason: "Epoch"},
	}
	grown, felled := changedTrees(ready.before, ready.set)
	revision, err := p.db.Publish(ctx, r.Workspace, &store.Publication{
		Base: ready.base, Steps: ready.steps, Consent: consent, Documents: ready.documents, By: r.Principal, Comment: r.Comment,
		Conditions: conditions, Roles: roleRecords(ready.set), Draft: r.Draft, Trees: grown, Felled: felled, Packages: r.Packages,
		Also: r.Also, Then: func(ctx context.Context, _ store.Querier) error { return p.hooks(ctx, r, true) },
		Audit: audited(r.Principal, ready.published, ready.documents),
	})
	if err != nil {
		return Result{}, err
	}
	return Result{Revision: revision, Steps: steps, Conditions: conditions}, nil
}

// publishLimit is how long one publish may take.
const publishLimit = 15 * time.Minute

// Check finds everything that is wrong with a set.
func (p *Publisher) Check(ctx context.Context, workspace string, docs []definition.Document) error {
	_, err := p.prepare(ctx, workspace, docs)
	return err
}

// Planned is what publishing a set would do.
type Planned struct {
	Revision int64         `json:"revision"` // the published one
	Steps    []store.Words `json:"steps"`
}

// Plan tells what publishing a set would do to the database, and what that means
// for the records that are there.
func (p *Publisher) Plan(ctx context.Context, workspace string, docs []definition.Document) (Planned, error) {
	ready, err := p.prepare(ctx, workspace, docs)
	if err != nil {
		return Planned{}, err
	}
	steps, err := p.db.Survey(ctx, workspace, ready.steps)
	return Planned{Revision: ready.base, Steps: steps}, err
}

// Proposed gives the documents that publishing a set would store, policies
// included, or what is wrong with the set. What only the run time's compilers
// find is theirs to tell.
func (p *Publisher) Proposed(docs []definition.Document) ([]definition.Document, error) {
	docs = designed(docs)
	set, wrong := p.stages.Check(docs)
	if err := Problems(wrong); err != nil {
		return nil, err
	}
	policies, err := p.stages.Policies(set)
	if err != nil {
		return nil, refused("generate policies", err)
	}
	return sorted(append(docs, policies...)), nil
}

// prepared is a set that has passed all stages.
type prepared struct {
	base      int64
	published []definition.Document
	before    *definition.Set // the published one, as far as it can be read
	set       *definition.Set
	documents []definition.Document // policies included, sorted
	steps     []store.Step
}

func (p *Publisher) prepare(ctx context.Context, workspace string, docs []definition.Document) (*prepared, error) {
	ready := &prepared{}
	var err error
	if _, ready.base, ready.published, err = p.db.Documents(ctx, workspace); err != nil {
		return nil, err
	}
	docs = formatted(designed(docs))
	set, wrong := p.stages.Check(docs)
	if len(wrong) == 0 {
		wrong = check.Removed(designed(ready.published), docs)
	}
	if err := Problems(wrong); err != nil {
		return nil, err
	}
	ready.set = set
	policies, err := p.stages.Policies(set)
	if err != nil {
		return nil, refused("generate policies", err)
	}
	ready.documents = sorted(append(docs, policies...))
	if err := p.stages.Compile(ctx, ready.documents, ready.published); err != nil {
		return nil, refused("compile the set", err)
	}
	// A published document that a newer release no longer accepts must not
	// keep anybody from publishing a better one: steps can be repeated, so its
	// entity is planned as if it were new.
	before, _ := definition.ParseSet(designed(ready.published))
	ready.before = before
	if identity.CheckCore(before) == nil {
		if err := identity.CheckCore(set); err != nil {
			return nil, problem.Wrap(problem.Conflict, "core_needed", err)
		}
		if err := heldTogether(ctx, p.db, workspace, set); err != nil {
			return nil, err
		}
	}
	ready.steps, err = plan.Build(before, set, p.stages.ColumnType)
	return ready, err
}

// refused keeps public errors as they are and hides others: a stage that
// fails for a reason of its own is our fault.
func refused(what string, err error) error {
	var public *problem.Error
	if errors.As(err, &public) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
