package release

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/builder/draft"
	"github.com/mortise-crm/mortise/builder/publish"
	"github.com/mortise-crm/mortise/builder/warrant"
	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Action is what obligations on publishing name.
const Action = "publish_access"

// Service publishes for people.
type Service struct {
	db        *store.DB
	publisher *publish.Publisher
	approvals *approval.Service
}

// New makes a Service, which also does what approvals of publications ask for.
func New(db *store.DB, publisher *publish.Publisher, approvals *approval.Service) *Service {
	s := &Service{db, publisher, approvals}
	approvals.Handle(Action, s.approved)
	return s
}

// Changes is what one author wants to publish.
type Changes struct {
	Base    int64 // the revision that they were made from
	Comment string
	Consent []string // to what is lost, see publish.Request
	List    []warrant.Change
	Draft   *store.DraftMark // nil when no draft holds them
	// Packages are the app packages that come or go with them.
	Packages []store.PackageMark
}

// Of gives the changes of a draft.
func Of(view *draft.View, owner, comment string, consent []string) Changes {
	c := Changes{Base: view.Revision, Comment: comment, Consent: consent, Draft: &store.DraftMark{Owner: owner, Until: view.Mark}}
	for _, i := range view.Changes() {
		c.List = append(c.List, warrant.Change{Document: i.Document, Added: i.Change == draft.Added})
	}
	return c
}

// maxRenewals bounds how often one publication starts again because somebody's
// rights changed meanwhile.
const maxRenewals = 10

// errMoved tells that rights have changed since the author was resolved.
var errMoved = errors.New("the epoch has moved")

// Publish makes the changes the published revision, with the rights that their
// author has at that moment.
func (s *Service) Publish(ctx context.Context, c *record.Caller, changes Changes) (publish.Result, error) {
	for range maxRenewals {
		fresh, err := c.Renewed(ctx)
		if err != nil {
			return publish.Result{}, err
		}
		result, err := s.publish(ctx, fresh, changes)
		if !errors.Is(err, errMoved) {
			return result, err
		}
	}
	return publish.Result{}, problem.New(problem.Unavailable, "definitions_changing")
}

func (s *Service) publish(ctx context.Context, c *record.Caller, changes Changes) (publish.Result, error) {
	wanted, told, err := s.decide(ctx, c, changes)
	if err != nil {
		return publish.Result{}, err
	}
	return s.publisher.Publish(ctx, publish.Request{
		Workspace: c.Workspace.Name, Principal: c.Principal.UserID, Documents: wanted, Comment: changes.Comment, Consent: changes.Consent, Base: changes.Base,
		Draft: changes.Draft, Packages: changes.Packages,
		Also: func(ctx context.Context, tx store.Querier) error {
			if epoch, err := store.EpochNow(ctx, tx, store.SchemaName(c.Workspace.Name)); err != nil || epoch != c.State.Epoch {
				return errors.Join(err, errMoved)
			}
			if err := approval.Reported(ctx, tx, c, told); err != nil || c.Also == nil {
				return err
			}
			return c.Also(ctx, tx)
		},
	})
}

// decide gives the set that the changes make, or says why their author may not
// publish it. told are the obligations that are merely reported.
func (s *Service) decide(ctx context.Context, c *record.Caller, changes Changes) (wanted []definition.Document, told []record.Report, err error) {
	if !c.Principal.Can("publish") {
		return nil, nil, problem.New(problem.Forbidden, "permission_needed").With("permission", "publish")
	}
	_, revision, published, err := s.db.Documents(ctx, c.Workspace.Name)
	if err != nil {
		return nil, nil, err
	}
	if revision != changes.Base {
		return nil, nil, store.StaleRevision(revision)
	}
	published = slices.DeleteFunc(published, func(d definition.Document) bool { return d.Kind == definition.KindPolicy })
	wanted = changes.apply(published)
	by := warrant.Publisher{Roles: c.Principal.Roles, Permissions: c.Principal.Permissions, Owner: c.Principal.Owner}
	if err := warrant.Check(by, published, wanted, changes.List); err != nil {
		return nil, nil, err
	}
	if !warrant.Touches(published, wanted, changes.List) {
		return wanted, nil, nil
	}
	unmet, told := duties(c)
	if len(unmet) > 0 {
		return nil, nil, record.Obliged(unmet)
	}
	return wanted, told, nil
}

// apply makes the changes to a set of documents.
func (c Changes) apply(published []definition.Document) []definition.Document {
	changed := map[definition.Key]bool{}
	for _, ch := range c.List {
		changed[ch.Key] = true
	}
	wanted := slices.DeleteFunc(slices.Clone(published), func(d definition.Document) bool { return changed[d.Key] })
	for _, ch := range c.List {
		if ch.Body != nil {
			wanted = append(wanted, ch.Document)
		}
	}
	return wanted
}

// duties are the obligations on changes of access that bind the caller: those
// he has not met, and those that are reported.
func duties(c *record.Caller) (unmet []record.Obligation, told []record.Report) {
	for _, o := range c.State.Snapshot.Set.Obligations {
		exempt := slices.ContainsFunc(o.Except, func(r string) bool { return slices.Contains(c.Principal.Roles, r) })
		if o.Entity != "" || !slices.Contains(o.Actions, Action) || exempt {
			continue
		}
		known := record.Obligation{ID: o.Name, Title: o.Title.In(c.Language), Needs: o.Needs, By: o.By}
		switch {
		case o.Needs == record.NeedsReport:
			told = append(told, record.Report{Action: Action, Obligation: known})
		case !c.Meets(known):
			unmet = append(unmet, known)
		}
	}
	return unmet, told
}

// kept is what a request for a publication keeps of it.
type kept struct {
	Base      int64                 `json:"base"`
	Comment   string                `json:"comment"`
	Consent   []string              `json:"consent,omitempty"`
	Documents []definition.Document `json:"documents"` // body null: removed
	Added     []bool                `json:"added"`
	Owner     string                `json:"owner"` // of the draft that is then done with; "" for none
	Until     time.Time             `json:"until"`
	Packages  []store.PackageMark   `json:"packages,omitempty"`
}
