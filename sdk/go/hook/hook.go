package hook

import (
	"context"
	"time"
)

// Extension is what one module adds to the server.
type Extension struct {
	Name      string // lower-case letters, digits and _; it begins the names of its hooks in problems and logs
	Records   []Record
	Publishes []Publish
	Actions   []Action
	Types     []FieldType
	Files     []FileCheck
}

// Event is what happens to a record, and on which side of it a hook stands.
type Event string

// The events of records. Hands are transfer, assign, claim and release.
const (
	BeforeCreate  Event = "before create"
	AfterCreate   Event = "after create"
	BeforeUpdate  Event = "before update"
	AfterUpdate   Event = "after update"
	BeforeArchive Event = "before archive"
	AfterArchive  Event = "after archive"
	BeforeRestore Event = "before restore"
	AfterRestore  Event = "after restore"
	BeforeHand    Event = "before hand"
	AfterHand     Event = "after hand"
)

// Record is a hook at writes of records. Hooks of one event run by Order, then
// by name, in the transaction of the write: an error of any of them, a panic or
// the end of its time undoes the write, and all that hooks have written.
type Record struct {
	Name   string // lower-case letters, digits and _
	Entity string // "" for every entity
	On     []Event
	Order  int
	Limit  time.Duration // how long it may take; DefaultLimit when 0, at most MaxLimit
	Run    func(ctx context.Context, w *Write) error
}

// How long a hook may take.
const (
	DefaultLimit = 2 * time.Second
	MaxLimit     = 10 * time.Second
)

// Write is the write that a hook is called for. It is the hook's own, and over
// when the hook returns.
type Write struct {
	Event  Event
	Action string // create, update, archive, restore, transfer, assign, claim, release
	Entity string
	ID     string
	// Values are what is written, by field, as in the API's JSON: numbers are
	// json.Number, an emptied field is nil. A hook before create and update may
	// change them; what it makes of them is checked as if the caller had sent it.
	Values  map[string]any
	Caller  Caller
	Records Records
}

// Caller is on whose behalf something happens.
type Caller struct {
	UserID    string
	Workspace string
	Channel   string // web, api, import, job
	Language  string // en, zh-CN
	Reason    string
	Now       time.Time
}

// Records reads and writes records in the transaction of the hook, with the
// rights of the caller: what he may not, the hook may not either.
type Records interface {
	// Get gives a record as the caller may see it, archived or not.
	Get(ctx context.Context, entity, id string) (map[string]any, error)
	// List gives records that the caller may read.
	List(ctx context.Context, entity string, q Query) ([]map[string]any, error)
	// Create makes a record and gives its id.
	Create(ctx context.Context, entity string, values map[string]any) (id string, err error)
	// Update changes fields of a record.
	Update(ctx context.Context, entity, id string, values map[string]any) error
	// Archive takes a record out of the lists.
	Archive(ctx context.Context, entity, id string) error
	// As gives Records with the rights of another user, by id: an account that
	// an administrator has made for the extension and granted what it needs.
	// The reason stands in the history of what is written so.
	As(ctx context.Context, userID, reason string) (Records, error)
}

// Query asks for a page of records.
type Query struct {
	Filter string // Expr, as in the API
	Sort   string // "-created_at,name"
	Fields []string
	Limit  int // 50 when 0, at most 200
}

// Publish is a hook at publications. Before, it may refuse; After stands in
// the transaction that makes the revision the published one, as its last step
// but the commit.
type Publish struct {
	Name  string
	After bool
	Order int
	Limit time.Duration
	Run   func(ctx context.Context, p *Publication) error
}

// Publication is the set of definitions that is being published.
type Publication struct {
	Workspace string
	UserID    string // "" for the system
	Comment   string
	Documents []Document // the whole set, without what is generated
}

// Document is one definition.
type Document struct {
	Kind, Name string
	Body       []byte // JSON
}

// Action is something that users can do with a record besides what the product
// knows: POST /records/{entity}/{id}/actions/{name}. It is granted as the action
// do_{name}, record by record as any other, and to nobody before.
type Action struct {
	Name   string // lower-case letters, digits and _
	Entity string
	Title  map[string]string // by language
	Limit  time.Duration
	Run    func(ctx context.Context, call *Call) (answer any, err error)
}

// Call is one use of an Action, in a transaction that an error undoes.
type Call struct {
	Entity, ID string
	Input      map[string]any // of the request's body
	Caller     Caller
	Records    Records
}

// Refusal is an error that tells the caller why, in words that the hook
// chooses (Caller.Language). Other errors are not shown to him.
type Refusal struct {
	Field   string // that it is about; "" for the whole record
	Message string
	// Texts are the message by language (en, zh-CN), for who is not told which
	// the caller's is: field types.
	Texts map[string]string
}

// Error implements error.
func (r *Refusal) Error() string {
	if r.Message == "" {
		return r.Texts["en"]
	}
	return r.Message
}

// Refuse makes a Refusal.
func Refuse(field, message string) error { return &Refusal{Field: field, Message: message} }
