package access

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"golang.org/x/sync/singleflight"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// Unit is the compiled access to one entity. It never changes and may be used
// by many goroutines.
type Unit struct {
	entity   string
	schema   query.Schema
	shape    shape
	grants   map[string]Grant
	masks    map[string]Mask
	duties   map[string]Obligation
	related  func(ctx context.Context, entity string) (*Unit, error)
	fields   []string               // all that a grant includes, sorted
	modules  map[string]*ast.Module // without the composition
	compiler *ast.Compiler
	store    storage.Store
	packages map[string][]string // set → packages that have it, sorted
	partials map[string]*prepared
	decision func() (rego.PreparedEvalQuery, error)
	plans    *plans
	bases    *plans // without computed cells; for other entities' plans
	flight   singleflight.Group
	lints    problem.List
	failures failures
	told     atomic.Pointer[telling]
	channels bool            // the policies tell channels apart
	defect   residual.Defect // planted by the differential test only
}

// Compile compiles the access to one entity. What is wrong with the policies
// comes back as one Invalid error with a detail per place.
func Compile(ctx context.Context, s Source) (u *Unit, err error) {
	defer contain(&err)
	modules, err := parse(s)
	if err != nil {
		return nil, err
	}
	u = &Unit{
		entity: s.Entity, schema: s.Schema, shape: newShape(s, modules), related: s.Related,
		modules: maps.Clone(modules), plans: newPlans(), bases: newPlans(), defect: residual.DefectOf(ctx),
	}
	u.addStatic(s)
	u.packages, u.lints, u.channels = packagesOf(modules), lint(modules), names(modules, "channel")
	base, err := composition()
	if err != nil {
		return nil, fmt.Errorf("read the composition of policies: %w", err)
	}
	for name, m := range base {
		modules[name] = m.Copy()
	}
	schemas := ast.NewSchemaSet()
	schemas.Put(ast.SchemaRootRef, u.shape.jsonSchema())
	u.compiler = ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true).
		WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
	if u.compiler.Compile(modules); u.compiler.Failed() {
		var faults problem.List
		addFaults(&faults, "", u.compiler.Errors)
		return nil, invalid(faults)
	}
	u.store = inmem.NewFromObject(map[string]any{"entity": u.static(granting(s, modules))})
	u.prepare()
	return u, ctx.Err()
}

// contain turns a panic into an error: a policy must never take the process
// down, and never be taken for allowed.
func contain(err *error) {
	if p := recover(); p != nil {
		*err = problem.Wrap(problem.Internal, "policy_failed", fmt.Errorf("policy panicked: %v", p))
	}
}

func (u *Unit) addStatic(s Source) {
	u.grants, u.masks, u.duties = map[string]Grant{}, map[string]Mask{}, map[string]Obligation{}
	known := map[string]bool{}
	for _, g := range s.Grants {
		u.grants[g.ID] = g
		for _, fields := range []map[string]bool{g.Read, g.Write} {
			for f, ok := range fields {
				known[f] = known[f] || ok
			}
		}
	}
	u.duties = map[string]Obligation{}
	for _, o := range s.Obligations {
		u.duties[o.ID] = o
	}
	for _, m := range s.Masks {
		u.masks[m.ID] = m
	}
	for _, o := range s.Obligations {
		u.duties[o.ID] = o
	}
	for f, ok := range known {
		if ok {
			u.fields = append(u.fields, f)
		}
	}
	slices.Sort(u.fields)
}

// ObligationOf gives the static part of an obligation.
func (u *Unit) ObligationOf(id string) (Obligation, bool) {
	o, ok := u.duties[id]
	return o, ok
}

// static is data.entity as the composition reads it.
func (u *Unit) static(granting []string) map[string]any {
	grants, masks := map[string]any{}, map[string]any{}
	for id, g := range u.grants {
		find := g.Find
		if find == nil {
			find = g.Read
		}
		grants[id] = map[string]any{
			"read": plainList(held(g.Read)), "write": plainList(held(g.Write)),
			"find": plainList(held(find)), "once": plainList(append([]string{}, g.Once...)),
		}
	}
	for id, m := range u.masks {
		masks[id] = map[string]any{"fields": plainList(append([]string{}, m.Fields...)), "show": m.Show}
	}
	return map[string]any{
		"grants": grants, "masks": masks, "fields": plainList(append([]string{}, u.fields...)), "granting": plainList(granting),
	}
}

// granting lists the custom policies that may also give.
func granting(s Source, modules map[string]*ast.Module) []string {
	list := []string{}
	for file, may := range s.CustomGrants {
		if m := modules[file]; may && m != nil && len(m.Package.Path) == 3 {
			if name, ok := m.Package.Path[2].Value.(ast.String); ok {
				list = append(list, string(name))
			}
		}
	}
	slices.Sort(list)
	return list
}

// held lists the members of a set of fields, sorted.
func held(set map[string]bool) []string {
	list := []string{}
	for f, ok := range set {
		if ok {
			list = append(list, f)
		}
	}
	slices.Sort(list)
	return list
}

// packagesOf finds which packages have which sets.
func packagesOf(modules map[string]*ast.Module) map[string][]string {
	packages := map[string][]string{}
	for _, m := range modules {
		path := m.Package.Path.String()
		for _, rule := range m.Rules {
			set := string(rule.Head.Name)
			if _, ok := sets[set]; ok && !slices.Contains(packages[set], path) {
				packages[set] = append(packages[set], path)
			}
		}
	}
	for _, list := range packages {
		slices.Sort(list)
	}
	return packages
}

// prepare readies the queries; each is compiled when it is first needed.
func (u *Unit) prepare() {
	u.partials = map[string]*prepared{}
	for set, list := range u.packages {
		for _, pkg := range list {
			u.partials[pkg+"."+set] = newPrepared(u, pkg+"."+set)
		}
	}
	u.decision = sync.OnceValues(func() (rego.PreparedEvalQuery, error) {
		return rego.New(rego.Compiler(u.compiler), rego.Store(u.store), rego.Query("data.mortise.access.decision"),
			rego.StrictBuiltinErrors(false)).PrepareForEval(context.Background())
	})
}
