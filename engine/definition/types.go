package definition

import "encoding/json"

// Kind says what a document designs.
type Kind string

// The kinds of documents.
const (
	KindEntity      Kind = "entity"
	KindForm        Kind = "form"
	KindView        Kind = "view"
	KindMenu        Kind = "menu"
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
	Menus        []*Menu
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
	Name        string
	ID          string // x-id: ten characters [a-z0-9], never reused; the table is e_<ID>
	Title       Text
	Plural      Text     // x-plural; Title when empty
	Icon        string   // x-icon: a lucide icon name
	Color       string   // x-color: gray, blue, green, orange, red, violet, teal, pink
	Label       string   // x-label: the field that names a record
	Owner       string   // x-owner: the user field that owns a record; "" when nobody does
	Team        string   // x-team: the relation to "team" that owns a record instead of a user; "" when only users do
	Parent      string   // x-parent: the required relation without whose record one may not read this one
	Tree        string   // x-tree: the relation to the entity itself that makes its records a tree
	Access      string   // x-access: what everyone may do with every record: private (default), readable, writable
	Grade       Grade    // x-grade: of the whole entity; internal when not given
	Menu        bool     // x-menu: whether it stands in menus by itself; true when not given
	Order       string   // x-order: the integer field by which records are ordered within their parent
	Former      []string // x-former: names that the API still understands
	Fields      []*Field
	Unique      []Unique
	Duplicates  []Duplicates // x-duplicates
	Indexes     []Index      // x-indexes
	Reminders   []Reminder   // x-reminders
	Validations []Validation // x-validations
	// System entities (package core) cannot be removed, and their fields
	// marked System cannot either.
	Package string          // x-package: the app package that brought it; "" when made here
	Schema  json.RawMessage // the whole JSON Schema document
}

// Validation is one x-validations rule, asked of each record that a write makes:
// where When is true, Holds must be true and the fields of Require must have
// values. Conditions are Expr; an empty When is always true.
type Validation struct {
	When    string   `json:"when,omitempty"`
	Holds   string   `json:"holds,omitempty"`
	Require []string `json:"require,omitempty"`
	At      string   `json:"at,omitempty"` // the field that the message of Holds stands at; "" for the whole record
	Message Text     `json:"message,omitempty"`
}

// Unique is one x-unique rule: these fields together occur once among the
// records that are not archived and for which Where, an Expr of constants and
// stored fields of the record itself, is true; "" for all.
type Unique struct {
	Fields  []string `json:"fields"`
	Where   string   `json:"where,omitempty"`
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
	Type       string // x-field: the name of a field type
	Title      Text
	Help       Text // description
	Required   bool
	ReadOnly   bool // readOnly: set by the system only
	Searchable bool // x-search
	Unique     bool // x-unique on the field
	Default    json.RawMessage
	MinLength  int             // minLength, in characters
	MaxLength  int             // maxLength, in characters; 0 means the type's own cap
	Pattern    string          // pattern: of text (RE2), or of an auto-number
	Minimum    *string         // minimum, as the exact decimal text
	Maximum    *string         // maximum
	Scale      int             // x-scale: most digits after the point (number, money, percent); ScaleAny when not limited; money has 2 when not given
	Currency   string          // x-currency: ISO 4217, money
	Region     string          // x-region: ISO 3166 default region of phone
	Options    []Option        // choice, choices: own options, or those of Choices once resolved
	Choices    string          // x-choices: name of a shared list
	Entity     string          // x-entity: target of a relation; "user" for types user and users, "department" for department
	Entities   []string        // x-entities: the targets of a reference
	OnDelete   string          // x-on-delete: restrict (default), clear, cascade (of x-parent only); "" of a table
	Grade      Grade           // x-grade; the entity's when not given
	SetOnce    bool            // x-set-once: may be given a value, and not another one
	Former     []string        // x-former: names that the API still understands
	Generation int             // x-column: rises when the type changes, so that the values move to another column; 1 when not given
	JSONSchema json.RawMessage // x-schema: what values of type json must fit; nil for any
	Accept     []string        // x-accept: media types of files
	Settings   json.RawMessage // x-options: an object for the field type of an extension; nil when not given
	MaxSize    int64           // x-max-size: bytes of one file; 0 for the usual 25 MiB
	MaxItems   int             // maxItems: of files; 0 for the type's own cap
	// Expressions. The fields of the same record are their names.
	DefaultExpr string  // x-default: the value of a new record that gives none
	Autofill    string  // x-autofill: the value when what it is made of changes and no other is given
	RequiredIf  string  // x-required: where a value is required
	ReadOnlyIf  string  // x-read-only: where the value cannot be changed
	VisibleIf   string  // x-visible: where the field counts; elsewhere it is empty
	Expr        string  // x-expr: of a formula
	Path        string  // x-path: of a lookup, "buyer.city"
	As          string  // x-as: the field type as which a formula or roll-up is shown; "" for that of its kind
	Rollup      *Rollup // of a rollup; nil for other types
	// Shown is of a computed field, once its definitions are compiled together:
	// a field of the type of its values, as which they are read and filtered.
	Shown  *Field
	System bool   // one of the fields every entity has
	Column string // column name in the entity's table
}

// Rollup is what a roll-up counts.
type Rollup struct {
	Entity    string // whose records count
	Relation  string // their relation to the record that has the roll-up
	Aggregate string // count, sum, min, max, avg
	Value     string // x-value: the field of theirs; "" for count
	Where     string // x-where: Expr over them; "" for all
	Discloses bool   // x-discloses: readable without reading all of them
}

// Option is one value of a choice.
type Option struct {
	ID       string   `json:"x-id,omitempty"`     // ten characters [a-z0-9], kept when the value is renamed
	Former   []string `json:"x-former,omitempty"` // values that the API still understands
	Value    string   `json:"value"`
	Title    Text     `json:"title"`
	Color    string   `json:"color,omitempty"`
	Archived bool     `json:"archived,omitempty"`
}

// Choices is an option list used by many fields.
type Choices struct {
	Name string `json:"name"`
	ID   string `json:"x-id"`
	// Generation (x-column) rises when an option gets another value, so that the
	// values of the fields move to other columns; 1 when not given.
	Generation int      `json:"x-column,omitempty"`
	Title      Text     `json:"title"`
	Options    []Option `json:"options"`
}

// Package is the manifest of an app package.
type Package struct {
	Name        string       `json:"name"`
	Version     string       `json:"version"` // semver.org
	Title       Text         `json:"title"`
	Description Text         `json:"description,omitempty"`
	Product     string       `json:"product,omitempty"` // Range of the product's version; "" for any
	Requires    Requirements `json:"requires,omitempty"`
	License     string       `json:"license,omitempty"` // an SPDX expression
}
