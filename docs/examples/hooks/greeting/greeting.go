// Package greeting is an extension: it tidies names before they are kept,
// refuses empty ones in words of its own, and adds an action and a field type.
package greeting

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// New gives the extension.
func New() hook.Extension {
	return hook.Extension{
		Name:    "greeting",
		Records: []hook.Record{{Name: "tidy", Entity: "team", On: []hook.Event{hook.BeforeCreate, hook.BeforeUpdate}, Run: tidy}},
		Actions: []hook.Action{{Name: "greet", Entity: "team", Title: map[string]string{"en": "Greet", "zh-CN": "问候"}, Run: greet}},
		Types:   []hook.FieldType{plate()},
	}
}

func tidy(_ context.Context, w *hook.Write) error {
	name, given := w.Values["name"].(string)
	if !given {
		return nil
	}
	if name = strings.Join(strings.Fields(name), " "); name == "nobody" {
		return hook.Refuse("name", "Nobody is not a name.")
	}
	w.Values["name"] = name
	return nil
}

func greet(ctx context.Context, c *hook.Call) (any, error) {
	team, err := c.Records.Get(ctx, c.Entity, c.ID)
	if err != nil {
		return nil, err
	}
	return "Hello, " + team["name"].(string), nil
}
