package publish

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// New makes a Publisher with the product's own stages.
func New(db *store.DB) *Publisher {
	return NewWith(db, Stages{
		Check: check.Check, Policies: generatePolicies, Compile: dryRun, ColumnType: columnType,
	})
}

func columnType(f *definition.Field) (string, bool) {
	t, ok := fieldtype.Get(f.Type)
	if !ok {
		return "", false
	}
	return t.Column(f), true
}

// generatePolicies makes the policy document of every entity, with the
// problems of all of them.
func generatePolicies(set *definition.Set) ([]definition.Document, error) {
	var wrong problem.List
	docs := make([]definition.Document, 0, len(set.Entities))
	rules := policygen.NewRules(set)
	for _, e := range set.Entities {
		policy, err := rules.Generate(e.Name)
		if problem.Is(err, problem.Invalid) {
			wrong = append(wrong, problem.As(err).Details...)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("generate the policy of %s: %w", e.Name, err)
		}
		body, err := json.Marshal(policy)
		if err != nil {
			return nil, fmt.Errorf("encode the policy of %s: %w", e.Name, err)
		}
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.KindPolicy, Name: e.Name}, Body: body})
	}
	return docs, wrong.Err()
}

// dryRun compiles the whole set with the compilers of the run time, so that
// nothing is published that cannot be served.
func dryRun(ctx context.Context, docs, published []definition.Document) error {
	snapshot, err := catalog.Compile(0, docs)
	if err != nil {
		return err
	}
	touched := accessTouched(docs, published)
	var wrong problem.List
	for _, e := range snapshot.Entities() {
		if !touched(e.Name()) {
			continue
		}
		err := dryRunAccess(ctx, e)
		if problem.Is(err, problem.Invalid) {
			for _, d := range problem.As(err).Details {
				d.Pointer = "/policy/" + e.Name() + d.Pointer
				wrong = append(wrong, d)
			}
			continue
		}
		if err != nil {
			return fmt.Errorf("compile the access to %s: %w", e.Name(), err)
		}
	}
	return wrong.Err()
}

// accessTouched tells of which entities the compiled access may differ from
// what is served: those with another policy, and all when an entity or a role
// is another, since policies reach across relations.
func accessTouched(docs, published []definition.Document) func(entity string) bool {
	keys := changed(published, docs)
	for k := range keys {
		if k.Kind == definition.KindEntity || k.Kind == definition.KindRole {
			return func(string) bool { return true }
		}
	}
	return func(entity string) bool {
		return keys[definition.Key{Kind: definition.KindPolicy, Name: entity}]
	}
}

// dryRunAccess compiles the policies of an entity, translates all their
// conditions and looks for what does not say what it seems to.
func dryRunAccess(ctx context.Context, e *catalog.Entity) error {
	unit, err := e.Unit(ctx)
	if err != nil {
		return err
	}
	return unit.Check(ctx)
}
