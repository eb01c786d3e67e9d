package approval

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// words are what a notification says of a request, in the words of the
// definitions and in the reader's language; nothing of the record itself.
// Hooks name the actions of extensions; nil where there are none.
func words(c *record.Caller, hooks *extension.Set, r Request) map[string]any {
	params := map[string]any{"action": actionTitle{name: r.Action}, "entity": r.Entity}
	if e, ok := c.State.Snapshot.Entity(r.Entity); ok {
		params["entity"] = e.Definition.Title
	}
	for _, a := range hooks.Actions(r.Entity) {
		if extension.Granted(a.Name) == r.Action {
			params["action"] = actionTitle{r.Action, a.Title}
		}
	}
	return params
}

// actionTitle is what an action is called: the message action_title_<name>, or
// what its extension calls it.
type actionTitle struct {
	name string
	own  definition.Text
}

// In gives the title in a language; of an action nobody has named, its name.
func (a actionTitle) In(language string) string {
	if title := a.own.In(language); title != "" {
		return title
	}
	code := "action_title_" + a.name
	if title := problem.Message(language, code, nil); title != code {
		return title
	}
	return strings.ReplaceAll(strings.TrimPrefix(a.name, extension.Granted("")), "_", " ")
}

// said is a message within a message, in the reader's language.
type said struct {
	code   string
	params map[string]any
}

// In gives the message in a language.
func (s said) In(language string) string { return problem.Message(language, s.code, s.params) }
