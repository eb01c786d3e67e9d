package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// Arg is one placeholder of a statement: a constant, or the name of a value
// that comes with the request.
type Arg struct {
	Name  string // parameter name ("user.id"); "" for a constant
	Const any
	Type  query.Type
}

// Writer builds one SQL statement: text with typed placeholders, and the plan
// of its arguments. Values never become text, but those of literal. It is for one goroutine; what it
// built (SQL and Plan) may be kept and shared.
type Writer struct {
	text     []byte
	args     []Arg
	index    map[string]int
	database string // quoted database schema of the workspace
	schema   query.Schema
	// How conditions are written that many rows are asked about; see wide.go.
	wide wide
	// image is what the fields of the record are read from that a statement has
	// written and cannot see yet; nil for nothing.
	image Read
	// each are the arguments of a statement for many records that come from its
	// list; nil in a statement for one.
	each *perRecord
	// literal writes constants into the text: of the one statement that takes no
	// arguments, the making of an index.
	literal bool
}

// NewWriter makes a Writer for the tables of one workspace's database schema.
func NewWriter(databaseSchema string, schema query.Schema) *Writer {
	return &Writer{index: map[string]int{}, database: Quote(databaseSchema), schema: schema}
}

// Quote makes an SQL identifier of a name.
func Quote(name string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), `"`, `""`) + `"`
}

// Text appends SQL text as it is.
func (w *Writer) Text(parts ...string) {
	for _, part := range parts {
		w.text = append(w.text, part...)
	}
}

// Value appends a placeholder for a constant.
func (w *Writer) Value(v query.Value) { w.Text(w.ValueText(v)) }

// Param appends a placeholder for a value of the request.
func (w *Writer) Param(name string, t query.Type) { w.Text(w.ParamText(name, t)) }

// ValueText gives the placeholder of a constant without appending it. Equal
// constants share one placeholder.
func (w *Writer) ValueText(v query.Value) string {
	if v.V == nil {
		return "NULL::" + SQLType(v.Type)
	}
	if w.literal {
		return literal(v)
	}
	return w.placeholder("="+SQLType(v.Type)+"\x00"+constantKey(v.V), Arg{Const: v.V, Type: v.Type})
}

// ParamText gives the placeholder of a value of the request without appending
// it. The same name and type share one placeholder.
func (w *Writer) ParamText(name string, t query.Type) string {
	if w.each != nil && ofEach(name) {
		return w.each.column(name, t)
	}
	return w.placeholder("@"+SQLType(t)+"\x00"+name, Arg{Name: name, Type: t})
}

func (w *Writer) placeholder(key string, arg Arg) string {
	n, ok := w.index[key]
	if !ok {
		w.args = append(w.args, arg)
		n = len(w.args)
		w.index[key] = n
	}
	return "$" + strconv.Itoa(n) + "::" + SQLType(arg.Type)
}

// constantKey tells constants of one type apart; elements of lists are quoted
// so that ["a b"] and ["a", "b"] differ.
func constantKey(v any) string {
	switch v := v.(type) {
	case []any:
		var b strings.Builder
		for _, element := range v {
			fmt.Fprintf(&b, "%q,", fmt.Sprint(element))
		}
		return b.String()
	case string:
		return v
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}

// SQL gives the text built so far.
func (w *Writer) SQL() string { return string(w.text) }

// Plan gives the arguments that the text needs, in the order of their numbers.
func (w *Writer) Plan() Plan { return w.args }

// Plan is the list of arguments of a statement.
type Plan []Arg

// Bind gives the arguments of one execution. values answers for names; nil
// stands for a missing value, which never matches anything.
func (p Plan) Bind(values func(name string) any) []any {
	bound := make([]any, len(p))
	for i, arg := range p {
		v := arg.Const
		if arg.Name != "" {
			v = values(arg.Name)
		}
		bound[i] = encode(arg.Type, v)
	}
	return bound
}

// encode gives pgx a Go value that it encodes exactly for the type. An empty
// list is no value. A value of the wrong Go type is left as it is, and the
// statement fails.
func encode(t query.Type, v any) any {
	if t.Kind == query.Sealed {
		return encodeSealed(v)
	}
	switch v := v.(type) {
	case json.RawMessage:
		return string(v)
	case query.Decimal:
		return string(v)
	case []any:
		if len(v) == 0 {
			return nil
		}
		return encodeList(t, v)
	case time.Time:
		return v.UTC()
	case []string:
		if len(v) == 0 {
			return nil
		}
	}
	return v
}

func encodeList(t query.Type, list []any) any {
	if t.Kind == query.Instant {
		return list
	}
	if t.Kind == query.UUID {
		if ids, ok := idListOf(list); ok {
			return ids
		}
	}
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = fmt.Sprint(v)
	}
	if t.Kind == query.Text || t.Kind == query.UUID {
		return texts
	}
	// Numbers, dates and booleans have no text that needs quotes in an array.
	return "{" + strings.Join(texts, ",") + "}"
}

// SQLType names the column type that holds values of a query type.
func SQLType(t query.Type) string {
	if t.Array {
		return sqlTypes[t.Kind] + "[]"
	}
	return sqlTypes[t.Kind]
}

var sqlTypes = [...]string{
	query.Text: "text", query.Integer: "bigint", query.Number: "numeric", query.Boolean: "boolean",
	query.Date: "date", query.Time: "time", query.Instant: "timestamptz", query.UUID: "uuid",
	query.Markup: "text", query.JSON: "jsonb", query.Sealed: "text",
}
