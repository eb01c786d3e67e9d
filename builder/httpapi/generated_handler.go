package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/definition"
)

// ruleOut says which lines of a generated module are made from which document.
type ruleOut struct {
	definition.Key
	Title string `json:"title"`
	Role  string `json:"role,omitempty"`
	From  int    `json:"line_from"`
	To    int    `json:"line_to"`
}

// moduleOut is a policy written by hand.
type moduleOut struct {
	Name   string `json:"name"`
	Module string `json:"module"`
}

// draftPolicies shows the Rego that an entity of the caller's draft has:
// ?entity=order.
func (a api) draftPolicies(c *fiber.Ctx, caller Caller) error {
	entity := strings.Clone(c.Query("entity"))
	view, err := a.Drafts.Get(c.UserContext(), caller.Workspace, draftOf(c, caller))
	if err != nil {
		return err
	}
	w, err := a.Publisher.Write(view.Documents(), entity)
	if err != nil {
		return err
	}
	rules, custom := make([]ruleOut, len(w.Parts)), make([]moduleOut, len(w.Custom))
	for i, p := range w.Parts {
		rules[i] = ruleOut{definition.Key{Kind: p.Kind, Name: p.Name}, titled(p.Title, p.Name, caller.Language), p.Role, p.From, p.To}
	}
	for i, d := range w.Custom {
		custom[i] = moduleOut{d.Name, d.Module}
	}
	return c.JSON(fiber.Map{"entity": entity, "module": w.Module, "rules": rules, "custom": custom})
}

// titled is a title in a language, or the name where there is none.
func titled(title definition.Text, name, language string) string {
	if text := title.In(language); text != "" {
		return text
	}
	return name
}
