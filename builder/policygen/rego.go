package policygen

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
)

// appPrefix begins the names of the policies of app packages.
const appPrefix = "app."

// RegoPackage is the package that a policy written by hand must have: that of
// an app package is called as the document, that of administrators
// custom.<name>.
func RegoPackage(name string) string {
	if strings.HasPrefix(name, appPrefix) {
		return name
	}
	return "custom." + name
}

// RegoFile is the name of a hand-written policy's module in a Policy.
func RegoFile(name string) string { return RegoPackage(name) + ".rego" }

// rego adds a policy written by hand, and what its ids stand for.
func (g *generator) rego(d *definition.Rego) {
	at, file := "/rego/"+d.Name, RegoFile(d.Name)
	g.policy.Modules[file] = d.Module
	if d.Grants {
		if g.policy.CustomGrants == nil {
			g.policy.CustomGrants = map[string]bool{}
		}
		g.policy.CustomGrants[file] = true
	}
	stands := map[string]string{} // id → set
	for i, id := range d.Ids {
		stands[id.ID] = g.regoID(at+"/ids/"+strconv.Itoa(i), id)
	}
	g.regoModule(at, d, stands)
}

// regoID adds the static part of one id, and tells which set it belongs to.
func (g *generator) regoID(at string, d definition.RegoID) string {
	if g.taken(d.ID) {
		g.problems.Add(at+"/id", "policy_id_taken", "id", d.ID)
	}
	switch {
	case d.Show != "" || len(d.Fields) > 0:
		g.known(at+"/fields", d.Fields...)
		g.policy.Masks = append(g.policy.Masks, access.Mask{ID: d.ID, Fields: d.Fields, Show: d.Show})
		return "mask"
	case d.Needs != "":
		g.policy.Obligations = append(g.policy.Obligations, access.Obligation{ID: d.ID, Needs: d.Needs, By: d.By})
		return "obligation"
	case d.Role != "" || !d.Read.Empty() || !d.Write.Empty():
		write := g.writable(at+"/write", d.Write)
		g.policy.Grants = append(g.policy.Grants, access.Grant{
			ID: d.ID, Role: d.Role, Read: g.readable(at+"/read", d.Read), Write: write, Once: g.once("", nil, write),
		})
		return "grant"
	}
	return "restriction"
}

// taken tells whether an id stands for something already. A condition under an
// id of somebody else's would widen that.
func (g *generator) taken(id string) bool {
	return slices.ContainsFunc(g.policy.Grants, func(x access.Grant) bool { return x.ID == id }) ||
		slices.ContainsFunc(g.policy.Masks, func(x access.Mask) bool { return x.ID == id }) ||
		slices.ContainsFunc(g.policy.Obligations, func(x access.Obligation) bool { return x.ID == id })
}

// regoModule checks what only the document tells: the package, and that every
// id of the sets means something. What else can be wrong is found when the
// policy is compiled.
func (g *generator) regoModule(at string, d *definition.Rego, stands map[string]string) {
	want := RegoPackage(d.Name)
	parts := strings.Split(want, ".")
	if len(parts) == 3 && !slices.Equal(d.Entities, parts[2:]) || len(parts) != 3 && strings.HasPrefix(d.Name, appPrefix) || len(parts) > 3 {
		g.problems.Add(at+"/name", "policy_name", "want", appPrefix+"<package>."+g.entity.Name)
		return
	}
	m, err := ast.ParseModuleWithOpts(RegoFile(d.Name), d.Module, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil || m == nil {
		return // compiling tells where
	}
	if got := strings.TrimPrefix(m.Package.Path.String(), "data."); got != want {
		g.problems.Add(at+"/module", "policy_name", "want", want, "line", m.Package.Location.Row)
	}
	for _, rule := range m.Rules {
		g.regoRule(at+"/module", rule, stands)
	}
}

// regoRule checks the id that a rule puts into a set.
func (g *generator) regoRule(at string, rule *ast.Rule, stands map[string]string) {
	set := string(rule.Head.Name)
	if !slices.Contains([]string{"grant", "result", "mask", "obligation", "restriction"}, set) || rule.Head.Key == nil {
		return
	}
	id, ok := rule.Head.Key.Value.(ast.String)
	switch {
	case !ok:
		g.problems.Add(at, "policy_id_open", "rule", set, "line", rule.Location.Row)
	case set == "restriction":
	case set == "result" && stands[string(id)] == "grant":
	case stands[string(id)] != set:
		g.problems.Add(at, "policy_id_unknown", "rule", set, "id", string(id), "line", rule.Location.Row)
	}
}

// regoOrder is the order of the members of a document of kind rego: it is
// written as several files, which do not keep the designer's.
var regoOrder = []string{"$schema", "name", "title", "entities", "grants", "ids", "module", "tests"}

// FormatRego gives a document of kind rego with its module and tests formatted
// and its members in one order. What cannot be read stays as it is.
func FormatRego(d definition.Document) definition.Document {
	if d.Kind != definition.KindRego {
		return d
	}
	// Canonical also refuses what json.Unmarshal lets pass, as members given twice.
	body, err := definition.Canonical(d.Body)
	var members map[string]json.RawMessage
	if err != nil || json.Unmarshal(body, &members) != nil {
		return d
	}
	for _, name := range []string{"module", "tests"} {
		var src string
		if json.Unmarshal(members[name], &src) != nil {
			continue
		}
		if formatted, _, err := pretty(src); err == nil && formatted != src {
			members[name] = json.RawMessage(quote(formatted))
		}
	}
	order := slices.DeleteFunc(slices.Clone(regoOrder), func(name string) bool { return members[name] == nil })
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range order {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(name) + ":")
		b.Write(members[name])
	}
	b.WriteByte('}')
	if d.Body, err = definition.Canonical(b.Bytes()); err != nil {
		d.Body = body
	}
	return d
}
