package reference_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// sample is a set in which everything is named somewhere.
func sample(t *testing.T) []definition.Document {
	t.Helper()
	var docs []definition.Document
	for key, body := range map[string]string{
		"entity deal": `{"name":"deal","x-id":"d000000000","x-label":"name","x-owner":"owner","properties":{"name":{"x-field":"text"},"owner":{"x-field":"user"},
			"buyer":{"x-field":"relation","x-entity":"buyer"},"stage":{"x-field":"choice","x-choices":"stage","default":"new"},
			"kind":{"x-field":"choice","oneOf":[{"const":"a"},{"const":"b"}],"x-visible":"stage in ['new', \"won\"]"}},
			"required":["name"],"x-indexes":[{"fields":["owner","-kind"]}],"x-validations":[{"when":"kind == 'a'","require":["buyer"]}]}`,
		"entity buyer":  `{"name":"buyer","x-id":"b000000000","properties":{"name":{"x-field":"text"},"deals":{"x-field":"rollup","x-of":"deal.buyer","x-value":"kind","x-where":"stage == 'won'"}}}`,
		"entity user":   `{"name":"user","x-id":"u000000000","properties":{"name":{"x-field":"text"},"campus":{"x-field":"text"}}}`,
		"choices stage": `{"name":"stage","options":[{"value":"new"},{"value":"won","x-former":["gained"]}]}`,
		"form main":     `{"name":"main","entity":"deal","sections":[{"fields":["name","stage"]}],"stage":"stage"}`,
		"view all":      `{"name":"all","entity":"deal","columns":[{"field":"buyer.name"}],"filter":"owner == me && buyer.name == 'x' && any(deal.buyer, .stage == 'new')","sort":["-stage"]}`,
		"role clerk":    `{"name":"clerk"}`,
		"grant g": `{"name":"g","role":"clerk","entity":"deal","actions":["read"],"scope":["own",{"kind":"partition","field":"name","attribute":"campus"},{"kind":"related","through":["buyer","deal.buyer"]},{"kind":"pool","pool":"open"}],
			"when":"buyer.name == user.campus","read":{"except":["kind"]}}`,
		"pool open":  `{"name":"open","entity":"deal","members":["clerk"],"return":{"days":1,"activity":"deal.buyer"}}`,
		"rego hours": `{"name":"hours","entities":["deal"],"module":"package custom.hours\n\nrestriction contains \"x\" if input.record.stage == \"new\"\n","ids":[{"id":"x","fields":["stage"],"role":"clerk"}]}`,
	} {
		kind, name, _ := strings.Cut(key, " ")
		body, err := definition.Canonical([]byte(body))
		require.NoError(t, err, key)
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.Kind(kind), Name: name}, Body: json.RawMessage(body)})
	}
	return docs
}

func places(list []reference.Reference) []string {
	var out []string
	for _, r := range list {
		s := fmt.Sprintf("%s %s %s %d-%d", r.Kind, r.Name, r.Pointer, r.From, r.To)
		if r.Searched {
			s += " ?"
		}
		out = append(out, s)
	}
	return out
}

func TestReferences(t *testing.T) {
	t.Parallel()
	x := reference.New(sample(t))
	for name, c := range map[string]struct {
		thing reference.Thing
		want  []string
	}{
		"a field": {reference.Thing{Kind: "entity", Name: "deal", Field: "buyer"}, []string{
			"entity buyer /properties/deals/x-of 5-10", "entity deal /x-validations/0/require/0 0-5", "grant g /scope/2/through/0 0-5", "grant g /scope/2/through/1 5-10",
			"grant g /when 0-5", "pool open /return/activity 5-10", "view all /columns/0/field 0-5", "view all /filter 15-20", "view all /filter 45-50",
		}},
		"an option of a list": {reference.Thing{Kind: "choices", Name: "stage", Option: "new"}, []string{
			"entity deal /properties/kind/x-visible 10-15", "entity deal /properties/stage/default 0-3", "view all /filter 62-67",
		}},
		"an option of a field": {reference.Thing{Kind: "entity", Name: "deal", Field: "kind", Option: "a"}, []string{"entity deal /x-validations/0/when 8-11"}},
		"an attribute":         {reference.Thing{Kind: "entity", Name: "user", Field: "campus"}, []string{"grant g /scope/1/attribute 0-6", "grant g /when 19-25"}},
		"a role":               {reference.Thing{Kind: "role", Name: "clerk"}, []string{"grant g /role 0-5", "pool open /members/0 0-5", "rego hours /ids/0/role 0-5"}},
		"a list":               {reference.Thing{Kind: "choices", Name: "stage"}, []string{"entity deal /properties/kind/x-visible 10-15", "entity deal /properties/kind/x-visible 17-22", "entity deal /properties/stage/default 0-3", "entity deal /properties/stage/x-choices 0-5", "entity buyer /properties/deals/x-where 9-14", "view all /filter 62-67"}},
		"a pool":               {reference.Thing{Kind: "pool", Name: "open"}, []string{"grant g /scope/3/pool 0-4"}},
	} {
		require.ElementsMatch(t, c.want, places(x.To(c.thing)), name)
	}
	stage := places(x.To(reference.Thing{Kind: "entity", Name: "deal", Field: "stage"}))
	require.Contains(t, stage, "rego hours /module 63-68 ?")
	require.Contains(t, stage, "rego hours /ids/0/fields/0 0-5")
	require.Empty(t, x.Dangling())
}

func TestDanglingReferences(t *testing.T) {
	t.Parallel()
	docs := sample(t)
	for i, d := range docs {
		body := strings.ReplaceAll(string(d.Body), `"value": "won"`, `"value": "lost"`)
		if d.Name == "clerk" {
			body = `{"name": "somebody"}`
			docs[i].Name = "somebody"
		}
		docs[i].Body = json.RawMessage(body)
	}
	require.ElementsMatch(t, []string{
		"entity buyer /properties/deals/x-where 9-14", "entity deal /properties/kind/x-visible 17-22", "grant g /role 0-5", "pool open /members/0 0-5", "rego hours /ids/0/role 0-5",
	}, places(reference.New(docs).Dangling()))
}

func TestTheShippedPackagesReferToWhatThereIs(t *testing.T) {
	t.Parallel()
	var docs []definition.Document
	for _, name := range []string{"core", "education"} {
		p, err := apppackage.Read(os.DirFS("../../apps/" + name))
		require.NoError(t, err)
		m, err := p.Merge(nil, docs, nil, "")
		require.NoError(t, err)
		docs = m.Documents
	}
	x := reference.New(docs)
	require.Empty(t, places(x.Dangling()))
	require.Greater(t, len(x.All()), 500)
}

func TestRenameRewritesWhatRefersToAThing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		thing   reference.Thing
		to      string
		changed map[string][]string // what documents hold afterwards
		mend    int
	}{
		"a field": {
			reference.Thing{Kind: "entity", Name: "deal", Field: "stage"}, "phase", map[string][]string{
				"entity deal": {`"phase": {`, `"x-former": [`, `"stage"`, "phase in ['new', \\\"won\\\"]"}, "form main": {`"phase"`}, "view all": {`.phase == 'new'`, `"-phase"`},
				"entity buyer": {`"phase == 'won'"`}, "rego hours": {`"phase"`, "input.record.stage"},
			}, 1,
		},
		"an entity": {
			reference.Thing{Kind: "entity", Name: "deal"}, "order", map[string][]string{
				"entity order": {`"name": "order"`, `"deal"`}, "entity buyer": {`"order.buyer"`}, "form main": {`"order"`}, "view all": {`"entity": "order"`, "any(order.buyer"},
				"grant g": {`"entity": "order"`, `"order.buyer"`}, "pool open": {`"order.buyer"`}, "rego hours": {`"order"`},
			}, 0,
		},
		"an option, to one with quotes": {
			reference.Thing{Kind: "choices", Name: "stage", Option: "won"}, `it's "won"`, map[string][]string{
				"choices stage": {`it's \"won\"`, `"gained"`, `"won"`, `"x-id"`}, "entity deal": {`\"it's \\\"won\\\"\"]`}, "entity buyer": {`it's`},
			}, 0,
		},
		"a role": {reference.Thing{Kind: "role", Name: "clerk"}, "agent", map[string][]string{"role agent": {`"agent"`}, "grant g": {`"agent"`}, "pool open": {`"agent"`}, "rego hours": {`"agent"`}}, 0},
		"a list": {reference.Thing{Kind: "choices", Name: "stage"}, "phases", map[string][]string{"choices phases": {`"phases"`}, "entity deal": {`"x-choices": "phases"`}}, 0},
	} {
		docs := sample(t)
		out, err := reference.New(docs).Rename(c.thing, c.to, true)
		require.NoError(t, err, name)
		require.Len(t, out.Mend, c.mend, name)
		got := map[string]string{}
		for _, d := range out.Documents {
			got[string(d.Kind)+" "+d.Name] = string(d.Body)
		}
		for key, holds := range c.changed {
			for _, want := range holds {
				require.Contains(t, got[key], want, "%s: %s", name, key)
			}
			delete(got, key)
		}
		require.Empty(t, got, name)
		for _, d := range docs {
			if d.Key != out.Removed && !contains(out.Documents, d.Key) {
				out.Documents = append(out.Documents, d)
			}
		}
		require.Empty(t, places(reference.New(out.Documents).Dangling()), name)
	}
}

func contains(docs []definition.Document, key definition.Key) bool {
	for _, d := range docs {
		if d.Key == key {
			return true
		}
	}
	return false
}

func TestRenameRefusesATakenName(t *testing.T) {
	t.Parallel()
	x := reference.New(sample(t))
	_, err := x.Rename(reference.Thing{Kind: "entity", Name: "deal", Field: "stage"}, "kind", true)
	require.ErrorContains(t, err, "name_taken")
	_, err = x.Rename(reference.Thing{Kind: "entity", Name: "nothing"}, "kind", true)
	require.ErrorContains(t, err, "not_found")
}
