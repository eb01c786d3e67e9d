package notify

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// The x-ids of the core entity notification and its fields. Its table and
// columns are named from them, whatever they are called in a workspace.
const (
	notificationTable = "e_j8roq9ogag"
	userColumn        = "f_karw8tsjki"
	kindColumn        = "f_gjo13q6s28"
	textColumn        = "f_qram6wzlfr"
	entityColumn      = "f_uie5s5180o"
	subjectColumn     = "f_cfi2l3w1ek"
)

// maxText is the length of a text in runes, as the entity has it.
const maxText = 2000

// Notification is something to tell one user.
type Notification struct {
	User    string // id
	Kind    string // one of Kinds; the text is the message notify_<Kind>
	Entity  string // name of the entity that Subject is a record of; "" for none
	Subject string // id of the record it is about; "" for none
	// Message is that of the text where it is not notify_<Kind>.
	Message string
	// Params fill the text; a definition.Text does in the reader's language.
	Params map[string]any
}

// Send tells each user, in the caller's transaction: what is undone is not
// told. Users who are archived or unknown are passed over, and those who have
// turned the kind off.
func Send(ctx context.Context, q store.Querier, workspace string, list []Notification) error {
	if len(list) == 0 {
		return nil
	}
	schema := store.SchemaName(workspace)
	ids := make([]string, 0, len(list))
	for _, n := range list {
		ids = append(ids, n.User)
	}
	languages, err := store.UserLanguages(ctx, q, schema, identity.CoreTables(), ids)
	if err != nil {
		return err
	}
	off, err := turnedOff(ctx, q, schema, list, ids)
	if err != nil {
		return err
	}
	var writes []store.SystemWrite
	for _, n := range list {
		if language, known := languages[n.User]; known && !slices.Contains(off[n.User], preferencePrefix+n.Kind) {
			writes = append(writes, n.write(language))
		}
	}
	if err := store.InsertAll(ctx, q, schema, writes); err != nil {
		return fmt.Errorf("notify of %s: %w", list[0].Kind, err)
	}
	return nil
}

// turnedOff gives, by user, the preferences by which he is not told.
func turnedOff(ctx context.Context, q store.Querier, schema string, list []Notification, users []string) (map[string][]string, error) {
	var names []string
	for _, n := range list {
		if k, _ := KindOf(n.Kind); !k.Required && !slices.Contains(names, preferencePrefix+n.Kind) {
			names = append(names, preferencePrefix+n.Kind)
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	return store.PreferencesOff(ctx, q, schema, users, names)
}

// write is the record in the reader's language.
func (n Notification) write(language string) store.SystemWrite {
	message := n.Message
	if message == "" {
		message = "notify_" + n.Kind
	}
	text := problem.Message(language, message, inLanguage(language, n.Params))
	return store.SystemWrite{Table: notificationTable, ID: uuid.Must(uuid.NewV7()).String(), Values: []store.SystemValue{
		{Column: userColumn, Cast: "uuid", Value: n.User},
		{Column: kindColumn, Cast: "text", Value: n.Kind},
		{Column: textColumn, Cast: "text", Value: shorten(text)},
		{Column: entityColumn, Cast: "text", Value: orNothing(n.Entity)},
		{Column: subjectColumn, Cast: "text", Value: orNothing(n.Subject)},
	}}
}

func orNothing(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// inLanguage takes, of params that are texts in several languages, the reader's.
func inLanguage(language string, params map[string]any) map[string]any {
	read := make(map[string]any, len(params))
	for name, v := range params {
		if text, ok := v.(interface{ In(language string) string }); ok {
			v = text.In(language)
		}
		read[name] = v
	}
	return read
}

func shorten(text string) string {
	if utf8.RuneCountInString(text) <= maxText {
		return text
	}
	return string([]rune(text)[:maxText-1]) + "…"
}
