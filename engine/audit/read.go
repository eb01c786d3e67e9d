package audit

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of a page.
const (
	defaultLimit = 50
	maxLimit     = 200
)

// Question asks for a page of one of the lists, newest first.
type Question struct {
	Kind     string // events, decisions, refusals, permissions
	From, To time.Time
	Actor    string // id of a user
	Action   string
	Entity   string // name
	Object   string
	Limit    int    // 0 for 50
	After    string // cursor
}

// Entry is one entry of the audit.
type Entry struct {
	At       time.Time       `json:"at"`
	Actor    string          `json:"actor,omitempty"`
	OnBehalf string          `json:"on_behalf,omitempty"`
	Address  string          `json:"address,omitempty"`
	Channel  string          `json:"channel,omitempty"`
	Action   string          `json:"action"`
	Entity   string          `json:"entity,omitempty"`
	Object   string          `json:"object,omitempty"`
	Result   string          `json:"result"`
	Detail   json.RawMessage `json:"detail,omitempty"`
}

// Page is one page, with the names of users, roles and teams that it speaks of.
type Page struct {
	Data  []Entry           `json:"data"`
	Names map[string]string `json:"names"`
	Next  string            `json:"next,omitempty"` // cursor; "" at the end
}

// Reader answers questions about what happened. Who may ask is the caller's to
// decide.
type Reader struct{ db *store.DB }

// NewReader makes a Reader.
func NewReader(db *store.DB) *Reader { return &Reader{db} }

// nameTables are those of users, roles and teams, by the x-ids of package core.
var nameTables = []store.NameTable{
	{Table: "e_i280yz2xc9", Column: "f_cwm8gks5d8"},
	{Table: "e_eamhuj6e10", Column: "f_x8fknhrfro"},
	{Table: "e_so5nzqdg2w", Column: "f_s6pycdybk1"},
}

// Read gives a page. set says what entities and fields are called now.
func (r *Reader) Read(ctx context.Context, workspace string, set *definition.Set, q Question) (Page, error) {
	ask, err := q.ask(set)
	if err != nil {
		return Page{}, err
	}
	ask.Limit++ // to see whether more follow
	rows, err := r.db.AuditEntries(ctx, workspace, ask)
	if err != nil {
		return Page{}, err
	}
	page := Page{Data: []Entry{}}
	if len(rows) == ask.Limit {
		rows = rows[:ask.Limit-1]
		page.Next = cursorOf(rows[len(rows)-1])
	}
	byID := map[string]*definition.Entity{}
	for _, e := range set.Entities {
		byID[e.ID] = e
	}
	named := map[string]bool{}
	for _, row := range rows {
		page.Data = append(page.Data, entryOf(row, byID, named))
	}
	ids := make([]string, 0, len(named))
	for id := range named {
		ids = append(ids, id)
	}
	page.Names, err = r.db.NamesOf(ctx, workspace, nameTables, ids)
	return page, err
}

// ask checks a question and puts it in the store's terms.
func (q Question) ask(set *definition.Set) (store.AuditQuestion, error) {
	ask := store.AuditQuestion{Kind: store.AuditKind(q.Kind), From: q.From, To: q.To, Actor: q.Actor, Action: q.Action, Object: q.Object, Limit: q.Limit}
	switch ask.Kind {
	case "":
		ask.Kind = store.AuditEvents
	case store.AuditEvents, store.AuditDecisions, store.AuditRefusals, store.AuditPermissions:
	default:
		return ask, problem.InvalidAt("?kind", "not_an_option", map[string]any{"options": "events, decisions, refusals, permissions"})
	}
	if ask.Limit == 0 {
		ask.Limit = defaultLimit
	}
	if ask.Limit < 1 || ask.Limit > maxLimit {
		return ask, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": maxLimit})
	}
	if q.Actor != "" && uuid.Validate(q.Actor) != nil {
		return ask, problem.InvalidAt("?actor", "missing_record", nil)
	}
	for name, text := range map[string]string{"?action": q.Action, "?object": q.Object, "?entity": q.Entity} {
		if len(text) > 200 || strings.ContainsRune(text, 0) {
			return ask, problem.InvalidAt(name, "too_long", map[string]any{"max": 200})
		}
	}
	if q.Entity != "" {
		ask.Entity = q.Entity
		if e := set.Entity(q.Entity); e != nil {
			ask.Entity = e.ID
		}
	}
	var err error
	if q.After != "" {
		ask.BeforeAt, ask.BeforeSeq, err = openCursor(q.After)
	}
	return ask, err
}

func cursorOf(e store.AuditEntry) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d:%d", e.At.UnixMicro(), e.Seq))
}

func openCursor(text string) (at time.Time, seq int64, err error) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	var micro int64
	if err == nil {
		_, err = fmt.Sscanf(string(plain), "%d:%d", &micro, &seq)
	}
	if err != nil {
		return at, 0, problem.InvalidAt("?after", "bad_cursor", nil)
	}
	return time.UnixMicro(micro), seq, nil
}

// entryOf puts a row into the words of the definitions, and notes the ids that
// names are wanted of.
func entryOf(row store.AuditEntry, byID map[string]*definition.Entity, named map[string]bool) Entry {
	e := Entry{At: row.At.UTC(), Actor: row.Actor, OnBehalf: row.OnBehalf, Address: row.Address, Channel: row.Channel,
		Action: row.Action, Entity: row.Entity, Object: row.Object, Result: row.Result, Detail: row.Detail}
	for _, id := range []string{row.Actor, row.OnBehalf, row.Object} {
		if uuid.Validate(id) == nil && len(id) == 36 {
			named[id] = true
		}
	}
	if d := byID[row.Entity]; d != nil {
		e.Entity = d.Name
		e.Detail = inWords(row.Detail, d, named)
	}
	return e
}

// inWords names the columns of the images in a change's detail by their
// fields.
func inWords(detail json.RawMessage, d *definition.Entity, named map[string]bool) json.RawMessage {
	var parts map[string]json.RawMessage
	if json.Unmarshal(detail, &parts) != nil {
		return detail
	}
	for _, side := range []string{"before", "after"} {
		var image map[string]any
		if json.Unmarshal(parts[side], &image) != nil || image == nil {
			continue
		}
		words := map[string]any{}
		for _, f := range d.Fields {
			v, ok := image[f.Column]
			if !ok {
				continue
			}
			words[f.Name] = v
			if id, ok := v.(string); ok && uuid.Validate(id) == nil && len(id) == 36 {
				named[id] = true
			}
		}
		parts[side], _ = json.Marshal(words) // of decoded JSON: never fails
	}
	out, err := json.Marshal(parts)
	if err != nil {
		return detail
	}
	return out
}
