package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Policy is the body of a generated policy document: what one entity's access
// unit is compiled from.
type Policy struct {
	Modules     map[string]string   `json:"modules"`
	Grants      []access.Grant      `json:"grants"`
	Masks       []access.Mask       `json:"masks"`
	Obligations []access.Obligation `json:"obligations,omitempty"`
	// Quotas are the restrictions that count records.
	Quotas []access.Quota `json:"quotas,omitempty"`
	// CustomGrants lists the files of custom modules that may give.
	CustomGrants map[string]bool `json:"customGrants,omitempty"`
}

// policy is an entity's Policy. Those of a thousand entities are most of what
// a revision holds, so each is read when it is needed first.
type policy struct {
	body json.RawMessage
	once sync.Once
	read Policy
	err  error // it cannot be read
}

var errMalformed = errors.New("malformed JSON")

// attachPolicies gives each entity its policy. One that cannot be read, or is
// missing, closes its own entity and no other.
func (s *Snapshot) attachPolicies(docs []definition.Document) {
	for _, d := range docs {
		if e := s.entities[d.Name]; d.Kind == definition.KindPolicy && e != nil {
			e.policy.body = d.Body
		}
	}
	for _, e := range s.ordered {
		switch {
		case e.policy.body == nil:
			e.fail("the policy is missing: nobody may do anything")
		case !json.Valid(e.policy.body):
			e.policy.once.Do(func() { e.unreadable(errMalformed) })
		}
	}
}

// rules gives the entity's Policy.
func (e *Entity) rules() (*Policy, error) {
	if e.lack != nil {
		return &Policy{}, nil
	}
	e.policy.once.Do(func() {
		if e.policy.body == nil {
			return
		}
		if err := json.Unmarshal(e.policy.body, &e.policy.read); err != nil {
			e.unreadable(err)
		}
	})
	return &e.policy.read, e.policy.err
}

func (e *Entity) unreadable(err error) {
	e.policy.read = Policy{}
	e.policy.err = problem.Wrap(problem.Internal, "policy_failed", fmt.Errorf("read the policy of %s: %w", e.Name(), err))
	e.fail(e.policy.err.Error())
}

// Quotas gives the restrictions of the entity that count records. A policy that
// cannot be read has none, and lets nobody do anything.
func (e *Entity) Quotas() []access.Quota {
	p, _ := e.rules()
	return p.Quotas
}

// Source is what Unit compiles. That of a policy which cannot be read gives
// nobody anything.
func (e *Entity) Source() access.Source {
	p, _ := e.rules()
	return access.Source{
		Entity: e.Name(), Schema: e.snapshot, Related: e.snapshot.unitOf,
		Modules: p.Modules, Grants: p.Grants, Masks: p.Masks,
		Obligations: p.Obligations, CustomGrants: p.CustomGrants,
	}
}
