package approval

import (
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// spoken is said in the reader's language, once he is known.
type spoken interface{ In(language string) string }

// words are what a notification says of a request, in the words of the
// definitions and in the reader's language; nothing of the record itself. Own is
// what an extension calls the action; nil for one of the product's.
func words(c *record.Caller, r Request, own spoken) map[string]any {
	params := map[string]any{"action": actionTitle{r.Action, own}, "entity": r.Entity}
	if e, ok := c.State.Snapshot.Entity(r.Entity); ok {
		params["entity"] = e.Definition.Title
	}
	return params
}

// actionTitle is what an action is called: the message action_title_<name>, or
// what its extension calls it.
type actionTitle struct {
	name string
	own  spoken
}

// In gives the title in a language; of an action nobody has named, its name.
func (a actionTitle) In(language string) string {
	if a.own != nil {
		if title := a.own.In(language); title != "" {
			return title
		}
	}
	code := "action_title_" + a.name
	if title := problem.Message(language, code, nil); title != code {
		return title
	}
	return strings.ReplaceAll(a.name, "_", " ")
}

// said is a message within a message, in the reader's language.
type said struct {
	code   string
	params map[string]any
}

// In gives the message in a language.
func (s said) In(language string) string { return problem.Message(language, s.code, s.params) }
