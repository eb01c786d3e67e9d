package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/pool"
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
// nothing is published that cannot be served. Policies written by hand must
// pass their tests, too.
func dryRun(ctx context.Context, docs, published []definition.Document) error {
	snapshot, err := catalog.Compile(0, docs)
	if err != nil {
		return err
	}
	wrong, err := dryRunAll(ctx, sumOf(docs), slices.DeleteFunc(slices.Clone(snapshot.Entities()), untouched(docs, published)))
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return distinct(wrong).Err()
	}
	if wrong, err = pool.Check(ctx, snapshot); err != nil {
		return err
	}
	return wrong.Err()
}

// passed remembers in which whole sets the access to which entities was right:
// a set that was looked at before it is published, or that several workspaces
// have, is not dry-run again.
var passed definition.Proven

// sumOf tells sets apart, by all that is in them.
func sumOf(docs []definition.Document) []byte {
	h := sha256.New()
	for _, d := range docs {
		fmt.Fprintf(h, "%q %q %d\n", d.Kind, d.Name, len(d.Body))
		h.Write(d.Body)
	}
	return h.Sum(nil)
}

// dryRunAll dry-runs the access to entities of a set, on all processors.
func dryRunAll(ctx context.Context, set []byte, entities []*catalog.Entity) (problem.List, error) {
	found := make([]problem.List, len(entities))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range entities {
		group.Go(func() (err error) {
			passed.Holds(e.Name(), set, func() bool {
				found[i], err = dryRunAccess(ctx, e)
				return err == nil && len(found[i]) == 0
			})
			if err != nil {
				err = fmt.Errorf("compile the access to %s: %w", e.Name(), err)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

// untouched tells of which entities the compiled access cannot differ from what
// is served: those that rely on nothing that differs. Who asks whether the
// records of other entities are readable is touched by any policy.
func untouched(docs, published []definition.Document) func(e *catalog.Entity) bool {
	keys := changed(published, docs)
	touched := newReliance(docs, published).touched(keys)
	policies, asking := false, map[string]bool{}
	for k := range keys {
		policies = policies || k.Kind == definition.KindPolicy
	}
	for _, d := range docs {
		if d.Kind == definition.KindPolicy && bytes.Contains(d.Body, []byte(policygen.Readable)) {
			asking[d.Name] = true
		}
	}
	return func(e *catalog.Entity) bool {
		policy := definition.Key{Kind: definition.KindPolicy, Name: e.Name()}
		return !touched[e.Name()] && !keys[policy] && !(policies && asking[e.Name()])
	}
}

// dryRunAccess compiles the policies of an entity, translates all their
// conditions, looks for what does not say what it seems to, and inspects those
// written by hand.
func dryRunAccess(ctx context.Context, e *catalog.Entity) (problem.List, error) {
	regos := e.Regos()
	if len(regos) == 0 {
		err := e.DryRun(ctx)
		if problem.Is(err, problem.Invalid) {
			return placed(e.Name(), nil, problem.As(err).Details), nil
		}
		return nil, err
	}
	var wrong problem.List
	for _, d := range regos {
		report, err := access.Inspect(ctx, e.Source(), policygen.RegoFile(d.Name), d.Tests)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, placed(e.Name(), regos, ofTests(d, report.Problems))...)
	}
	return wrong, nil
}

// ofTests lets problems of a policy's tests point to them.
func ofTests(d *definition.Rego, details []problem.Detail) []problem.Detail {
	out := slices.Clone(details)
	for i, p := range out {
		if rest, ok := strings.CutPrefix(p.Pointer, "/modules/"+access.TestFile); ok {
			out[i].Pointer = "/rego/" + d.Name + "/tests" + rest
		}
	}
	return out
}

// placed lets problems of compiled modules point to the documents that were
// written; what is generated has no other than the policy itself.
func placed(entity string, regos []*definition.Rego, details []problem.Detail) problem.List {
	out := make(problem.List, 0, len(details))
	for _, p := range details {
		at := p.Pointer
		if strings.HasPrefix(at, "/modules/") {
			at = "/policy/" + entity + at
		}
		for _, d := range regos {
			if rest, ok := strings.CutPrefix(p.Pointer, "/modules/"+policygen.RegoFile(d.Name)); ok {
				at = "/rego/" + d.Name + "/module" + rest
			}
		}
		p.Pointer = at
		out = append(out, p)
	}
	return out
}

// distinct leaves out what was found for several entities alike.
func distinct(list problem.List) problem.List {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(p problem.Detail) bool {
		key := fmt.Sprint(p.Pointer, p.Code, p.Params)
		again := seen[key]
		seen[key] = true
		return again
	})
}
