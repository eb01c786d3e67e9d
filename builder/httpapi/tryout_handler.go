package httpapi

import (
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/builder/tryout"
	"github.com/mortise-crm/mortise/engine/expression"
)

// evaluate tries an expression of the draft on a record.
func (a api) evaluate(c *fiber.Ctx, caller Caller) error {
	var in tryout.Request
	if err := decode(c, &in); err != nil {
		return err
	}
	reader, err := a.Reader(c)
	if err != nil {
		return err
	}
	answer, err := a.Tryout.Evaluate(c.UserContext(), reader, draftOf(c, caller), in)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}

// both is a text in the languages of the product.
type both struct {
	En string `json:"en"`
	Zh string `json:"zh-CN"`
}

// part is something that can be written in an expression.
type part struct {
	Name      string     `json:"name"`
	Kind      string     `json:"kind"` // function, quantifier, operator or word
	Signature string     `json:"signature"`
	Args      []argument `json:"args,omitempty"`
	Needs     int        `json:"needs"` // arguments that must be given
	Many      bool       `json:"many"`  // the last argument may be given again and again
	Result    string     `json:"result,omitempty"`
	Help      both       `json:"help"`
	Example   string     `json:"example"`
}

// argument is what an argument of a function may be; a fixed one is written as
// it stands.
type argument struct {
	Kinds []string `json:"kinds"`
	Fixed bool     `json:"fixed"`
}

// listExpressions tells what the language of expressions has.
func (a api) listExpressions(c *fiber.Ctx, _ Caller) error {
	functions := expression.Functions()
	list := []part{}
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		f := functions[name]
		p := part{Name: name, Kind: "function", Signature: f.Signature(name), Needs: f.Needs, Many: f.Many, Result: f.Result.String(), Help: both{f.Help, f.Chinese}, Example: f.Example}
		if p.Needs == 0 {
			p.Needs = len(f.Args)
		}
		for _, arg := range f.Args {
			one := argument{Fixed: arg.Constant}
			for _, k := range arg.Kinds {
				one.Kinds = append(one.Kinds, k.String())
			}
			p.Args = append(p.Args, one)
		}
		list = append(list, p)
	}
	for _, more := range []struct {
		kind  string
		parts []expression.Part
	}{{"quantifier", expression.Quantifiers()}, {"operator", expression.Operators()}, {"word", expression.Words()}} {
		for _, p := range more.parts {
			list = append(list, part{Name: p.Name, Kind: more.kind, Signature: p.Signature, Help: both{p.Help, p.Chinese}, Example: p.Example})
		}
	}
	return c.JSON(fiber.Map{"data": list})
}
