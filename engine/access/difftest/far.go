package difftest

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/mortise-crm/mortise/engine/access"
)

// Far is the access to the other entities, in a few variants, for policies that
// ask whether a related record is readable.
type Far struct{ variants []map[string]*access.Unit }

var farConditions = map[string][]string{
	"user": {
		"input.record.id == input.user.id", "input.record.level > 1", "not input.record.manager",
		"input.record.department.id in input.user.department_below", `input.record.name != "a"`,
	},
	"department": {"input.record.open", "input.record.size >= 1", "not input.record.parent.open"},
	"note": {
		"input.record.rank > 1", "input.record.author.id in input.user.teammates", "not input.record.text",
		"some s in input.record.shares\n\ts.principal in input.user.principals", "input.record.author._readable",
		`every s in input.record["step.note"] { s.done }`,
	},
}

// NewFar makes some variants at random.
func NewFar(ctx context.Context, r *rand.Rand) (*Far, error) {
	f := &Far{}
	for range 5 {
		variant := map[string]*access.Unit{}
		for _, entity := range []string{"department", "note", "user"} {
			text := "package generated." + entity + "\nimport rego.v2\n"
			for i := range 2 {
				text += fmt.Sprintf("grant contains \"g%d\" if {\n\tinput.action == \"read\"\n\t%s\n}\n", i, pick(r, farConditions[entity]))
			}
			text += fmt.Sprintf("restriction contains \"r\" if {\n\tinput.channel == \"web\"\n\t%s\n}\n", pick(r, farConditions[entity]))
			u, err := access.Compile(ctx, access.Source{
				Entity: entity, Schema: World{}, Modules: map[string]string{"far.rego": text}, Related: from(variant),
			})
			if err != nil {
				return nil, fmt.Errorf("%w\n%s", err, text)
			}
			variant[entity] = u
		}
		f.variants = append(f.variants, variant)
	}
	return f, nil
}

// from finds the units of a variant.
func from(variant map[string]*access.Unit) func(context.Context, string) (*access.Unit, error) {
	return func(_ context.Context, entity string) (*access.Unit, error) {
		u, ok := variant[entity]
		if !ok {
			return nil, fmt.Errorf("there is no entity %s", entity)
		}
		return u, nil
	}
}

// Related finds the units of one of the variants, for access.Source.
func (f *Far) Related(r *rand.Rand) func(context.Context, string) (*access.Unit, error) {
	return from(pick(r, f.variants))
}
