package definition

import "encoding/json"

// Kind says what a document designs.
type Kind string

// The kinds of documents.
const (
	KindEntity      Kind = "entity"
	KindForm        Kind = "form"
	KindView        Kind = "view"
	KindRole        Kind = "role"
	KindGrant       Kind = "grant"
	KindRestriction Kind = "restriction"
	KindMask        Kind = "mask"
	KindSharing     Kind = "sharing"
	KindPool        Kind = "pool"
	KindObligation  Kind = "obligation"
	KindAlert       Kind = "alert"
	KindRego        Kind = "rego"
	KindChoices     Kind = "choices"
	KindPackage     Kind = "package"
)

// Key names a document within a workspace.
type Key struct {
	Kind Kind   `json:"kind"`
	Name string `json:"name"`
}

// Document is one definition as it was written: canonical JSON bytes (two
// spaces of indent, members in the designer's order, final newline).
type Document struct {
	Key
	Body json.RawMessage `json:"body"`
}

// Text is a text in several languages, by BCP 47 tag ("en", "zh-CN"). In JSON
// a plain string is accepted and stands for every language (key "").
type Text map[string]string

// Set is all definitions of one draft or revision, parsed. Slices are sorted
// by name, so that equal drafts give equal Sets.
type Set struct {
	Entities     []*Entity
	Forms        []*Form
	Views        []*View
	Roles        []*Role
	Grants       []*Grant
	Restrictions []*Restriction
	Masks        []*Mask
	Sharings     []*Sharing
	Pools        []*Pool
	Obligations  []*Obligation
	Alerts       []*Alert
	Regos        []*Rego
	Choices      []*Choices
	Packages     []*Package
}

// Entity is a designed kind of record: a JSON Schema with x- keywords.
type Entity struct {
	Name    string
	ID      string // x-id: ten characters [a-z0-9], never reused; the table is e_<ID>
	Title   Text
	Plural  Text   // x-plural; Title when empty
	Icon    string // x-icon: a lucide icon name
	Color   string // x-color: gray, blue, green, orange, red, violet, teal, pink
	Label   string // x-label: the field that names a record
	Owner   string // x-owner: the user field that owns a record; "" when nobody does
	Team    string // x-team: the relation to "team" that owns a record instead of a user; "" when only users do
	Parent  string // x-parent: the required relation without whose record one may not read this one
	Tree    string // x-tree: the relation to the entity itself that makes its records a tree
	Access  string // x-access: what everyone may do with every record: private (default), readable, writable
	Grade   Grade  // x-grade: of the whole entity; internal when not given
	Menu    bool   // x-menu: whether it stands in menus by itself; true when not given
	Fields  []*Field
	Unique  []Unique
	Indexes []Index // x-indexes
	// System entities (package core) cannot be removed, and their fields
	// marked System cannot either.
	Package string          // x-package: the app package that brought it; "" when made here
	Schema  json.RawMessage // the whole JSON Schema document
}

// Unique is one x-unique rule: these fields together occur once among the
// records that are not archived.
type Unique struct {
	Fields  []string `json:"fields"`
	Message Text     `json:"message,omitempty"`
}

// Index is one x-indexes entry: a name with "-" before it sorts descending.
type Index struct {
	Fields []string `json:"fields"`
}

// Field is part of an entity. Type is its field type (x-field). Which of the
// other members count depends on the type.
type Field struct {
	Name       string
	ID         string // x-id; the column is f_<ID>
	Type       string // x-field: text, longtext, integer, number, money, percent, boolean, date, time, datetime, choice, choices, tags, phone, email, url, relation, user, autonumber
	Title      Text
	Help       Text // description
	Required   bool
	ReadOnly   bool // readOnly: set by the system only
	Searchable bool // x-search
	Unique     bool // x-unique on the field
	Default    json.RawMessage
	MinLength  int      // minLength, in characters
	MaxLength  int      // maxLength, in characters; 0 means the type's own cap
	Pattern    string   // pattern: of text (RE2), or of an auto-number
	Minimum    *string  // minimum, as the exact decimal text
	Maximum    *string  // maximum
	Scale      int      // x-scale: most digits after the point (number, money, percent); ScaleAny when not limited; money has 2 when not given
	Currency   string   // x-currency: ISO 4217, money
	Region     string   // x-region: ISO 3166 default region of phone
	Options    []Option // choice, choices: own options, or those of Choices once resolved
	Choices    string   // x-choices: name of a shared list
	Entity     string   // x-entity: target of a relation; "user" for type user
	OnDelete   string   // x-on-delete: restrict (default), clear
	Grade      Grade    // x-grade; the entity's when not given
	SetOnce    bool     // x-set-once: may be given a value, and not another one
	System     bool     // one of the fields every entity has
	Column     string   // column name in the entity's table
}

// Option is one value of a choice.
type Option struct {
	Value    string `json:"value"`
	Title    Text   `json:"title"`
	Color    string `json:"color,omitempty"`
	Archived bool   `json:"archived,omitempty"`
}

// Choices is an option list used by many fields.
type Choices struct {
	Name    string   `json:"name"`
	ID      string   `json:"x-id"`
	Title   Text     `json:"title"`
	Options []Option `json:"options"`
}

// Form says how one record is laid out.
type Form struct {
	Name     string        `json:"name"` // "customer.default"
	Entity   string        `json:"entity"`
	Title    Text          `json:"title,omitempty"`
	Sections []FormSection `json:"sections"`
	Stage    string        `json:"stage,omitempty"` // choice field drawn as the path at the head
}

// FormSection is a titled group of fields in Columns columns (1 or 2).
type FormSection struct {
	Title   Text     `json:"title,omitempty"`
	Columns int      `json:"columns,omitempty"`
	Fields  []string `json:"fields"`
}

// View is a saved list.
type View struct {
	Name    string       `json:"name"` // "customer.mine"
	Entity  string       `json:"entity"`
	Title   Text         `json:"title"`
	Icon    string       `json:"icon,omitempty"`
	Order   int          `json:"order,omitempty"`
	Columns []ViewColumn `json:"columns"`
	Filter  string       `json:"filter,omitempty"` // Expr
	Sort    []string     `json:"sort,omitempty"`   // "-created_at"
}

// ViewColumn is one column of a list; Width is in CSS pixels, 0 for the
// type's own.
type ViewColumn struct {
	Field string `json:"field"`
	Width int    `json:"width,omitempty"`
}

// Package is the manifest of an app package.
type Package struct {
	Name        string   `json:"name"`
	Version     string   `json:"version"`
	Title       Text     `json:"title"`
	Description Text     `json:"description,omitempty"`
	Requires    []string `json:"requires,omitempty"`
	License     string   `json:"license,omitempty"`
}
