package hook

import "encoding/json"

// Kind is the class of the values of a FieldType: how they are stored, compared
// and written in JSON.
type Kind string

// The kinds, and the Go values that a FieldType is given and gives back.
const (
	Text    Kind = "text"     // string
	Integer Kind = "integer"  // int64
	Number  Kind = "number"   // json.Number, exact
	Boolean Kind = "boolean"  // bool
	Date    Kind = "date"     // string, 2026-01-31
	Time    Kind = "time"     // string, 23:59:59
	Instant Kind = "datetime" // time.Time, in UTC
)

// FieldType is a type of fields besides those of the product. Its functions
// are pure: they look at nothing but what they are given, always give the same
// for it, return at once, and can be called at the same time. Of an error that
// is no Refusal the user learns the name of the type alone.
//
// The name and the kind of a type that is in use must not change any more.
type FieldType struct {
	Name      string   // "x_", then lower-case letters, digits and _; with a name of one's own in it: x_acme_plate
	Kind      Kind     //
	MaxLength int      // of Text, in characters; 500 when 0, at most 10,000
	Operators []string // of filters (eq, contains …); nil for all of the kind
	Sortable  bool
	// Options is the JSON Schema (2020-12) of the member x-options of a field;
	// nil: there is none.
	Options json.RawMessage
	// JSONSchema says in other words which values the type takes, for clients
	// that do not ask the server; nil: what the kind says.
	JSONSchema func(options map[string]any) map[string]any
	// Check gives the one form in which a value is kept, or an error made by
	// RefuseIn. It takes its own results as they are. A Text may become "", which
	// is no value; it is never called without one.
	Check func(value any, options map[string]any) (any, error)
	// ParseText reads a cell of a CSV file as a value, which Check gets next;
	// nil: as the kind does.
	ParseText func(cell string, options map[string]any, language string) (any, error)
	// FormatText prints a value so that ParseText reads the same again; nil: as
	// the kind does.
	FormatText func(value any, options map[string]any, language string) string
}

// RefuseIn makes a Refusal of a value with its words by language (en, zh-CN).
func RefuseIn(texts map[string]string) error { return &Refusal{Texts: texts} }
