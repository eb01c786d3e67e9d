package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// MaxRelated is how many records of one relation are loaded at most.
const MaxRelated = 10_000

// ErrTooManyRelated says that more records lead to a record than can be looked
// at one by one.
var ErrTooManyRelated = errors.New("too many related records")

// Record is a record loaded with those around it, for conditions that are
// asked in Go.
type Record struct {
	Entity  string
	values  map[string]any
	related map[string][]query.Record
}

// Value implements query.Record.
func (r *Record) Value(f query.Field) any { return r.values[f.Name] }

// Related implements query.Record.
func (r *Record) Related(rel query.Relation) []query.Record { return r.related[query.RelationKey(rel)] }

// Load asks for a record with all that an Outline names. It is past all access
// rules: what of it is shown to whom is for the caller to decide.
type Load struct {
	Schema  query.Schema
	Outline *query.Outline
	ID      string // canonical
}

// Load gives the record, nil when there is none, and the workspace's epoch, in
// one statement.
func (db *DB) Load(ctx context.Context, l Load, workspace string) (*Record, int64, error) {
	return LoadRecord(ctx, db.pool, l, SchemaName(workspace))
}

// LoadRecord is Load with a connection and a database schema.
func LoadRecord(ctx context.Context, q Querier, l Load, database string) (*Record, int64, error) {
	w := NewWriter(database, l.Schema)
	w.Text("SELECT e.number, r.doc FROM (SELECT (SELECT number FROM ")
	w.Ident("epoch")
	w.Text(") AS number) e LEFT JOIN (SELECT ")
	(&loading{Writer: w}).row(l.Outline, "q0")
	w.Text("::text AS doc FROM ")
	w.Table(l.Outline.Entity)
	w.Text(" q0 WHERE q0.id = ")
	w.Value(query.Value{Type: query.Type{Kind: query.UUID}, V: l.ID})
	w.Text(") r ON true")
	var epoch int64
	var doc *string
	if err := q.QueryRow(ctx, w.SQL(), w.Plan().Bind(nil)...).Scan(&epoch, &doc); err != nil {
		return nil, 0, fmt.Errorf("load a record of %s: %w", l.Outline.Entity, err)
	}
	if doc == nil {
		return nil, epoch, nil
	}
	r, err := readLoaded(l.Outline, []byte(*doc))
	if err != nil {
		return nil, 0, fmt.Errorf("load a record of %s: %w", l.Outline.Entity, err)
	}
	return r, epoch, nil
}

// loading writes a record as a JSON array: its values as texts, then for each
// relation the record or the records on its far side.
type loading struct {
	*Writer
	used int // numbers of aliases
}

func (l *loading) row(o *query.Outline, alias string) {
	l.Text("json_build_array(ARRAY[")
	for i, f := range o.Fields() {
		if i > 0 {
			l.Text(", ")
		}
		l.Text(l.loadedText(f, alias))
	}
	l.Text("]::text[]")
	for _, b := range o.Branches() {
		l.Text(", ")
		l.branch(b, alias)
	}
	l.Text(")")
}

func (l *loading) branch(b *query.Branch, near string) {
	table, ok := l.schema.Table(b.Relation.Entity)
	if !ok {
		l.Text("NULL::json") // of what does not exist there are no records
		return
	}
	l.used++
	far := "q" + strconv.Itoa(l.used)
	column := Quote(b.Relation.Field.Column)
	l.Text("(SELECT ")
	if b.Relation.Field.Links != "" {
		l.linked(b, near, far, table)
		return
	}
	if b.Relation.Reverse {
		l.Text("json_agg(")
		l.row(b.Far, far)
		l.Text(") FROM (SELECT * FROM ", l.database, ".", Quote(table), " t WHERE t.", column, " = ", near, ".id LIMIT ",
			strconv.Itoa(MaxRelated+1), ") ", far, ")")
		return
	}
	l.row(b.Far, far)
	l.Text(" FROM ", l.database, ".", Quote(table), " ", far, " WHERE ", far, ".id = ", near, ".", column, ")")
}

// linked writes the rest of a branch through links.
func (l *loading) linked(b *query.Branch, near, far, table string) {
	here, there := "record", "target"
	if b.Relation.Reverse {
		here, there = there, here
	}
	l.Text("json_agg(")
	l.row(b.Far, far)
	l.Text(") FROM (SELECT t.* FROM ", l.database, ".", Quote(b.Relation.Field.Links), " l JOIN ", l.database, ".", Quote(table), " t ON t.id = l.", there,
		" WHERE l.", here, " = ", near, ".id LIMIT ", strconv.Itoa(MaxRelated+1), ") ", far, ")")
}

// loadedText writes a value as a text from which loadedValue reads it back
// without loss.
func (l *loading) loadedText(f query.Field, alias string) string {
	if f.Links != "" {
		return loadedAs(f.Type, l.linkedText(f, alias))
	}
	return loadedAs(f.Type, alias+"."+Quote(f.Column))
}

// loadedAs writes a value of a type as a text from which loadedValue reads it
// back without loss.
func loadedAs(t query.Type, c string) string {
	switch {
	case t.Array:
		return "array_to_json(" + c + ")::text"
	case t.Kind == query.Sealed:
		return "CASE WHEN " + c + " IS NOT NULL THEN '' END"
	case t.Kind == query.Number:
		return "trim_scale(" + c + ")::text"
	case t.Kind == query.Instant:
		return "(extract(epoch FROM " + c + ") * 1000000)::bigint::text"
	}
	return c + "::text"
}

func readLoaded(o *query.Outline, doc []byte) (*Record, error) {
	var parts []json.RawMessage
	if err := json.Unmarshal(doc, &parts); err != nil {
		return nil, err
	}
	var texts []*string
	if err := json.Unmarshal(parts[0], &texts); err != nil {
		return nil, err
	}
	r := &Record{Entity: o.Entity, values: map[string]any{}, related: map[string][]query.Record{}}
	for i, f := range o.Fields() {
		if texts[i] == nil {
			continue
		}
		v, err := loadedValue(f.Type, *texts[i])
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		if v != nil {
			r.values[f.Name] = v
		}
	}
	for i, b := range o.Branches() {
		if err := r.readBranch(b, parts[i+1]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Record) readBranch(b *query.Branch, doc json.RawMessage) error {
	if string(doc) == "null" {
		return nil
	}
	list := []json.RawMessage{doc}
	if b.Relation.Reverse || b.Relation.Field.Links != "" {
		if err := json.Unmarshal(doc, &list); err != nil {
			return err
		}
	}
	if len(list) > MaxRelated {
		return ErrTooManyRelated
	}
	far := make([]query.Record, len(list))
	for i, one := range list {
		rec, err := readLoaded(b.Far, one)
		if err != nil {
			return err
		}
		far[i] = rec
	}
	r.related[query.RelationKey(b.Relation)] = far
	return nil
}

func loadedValue(t query.Type, text string) (any, error) {
	if t.Array {
		var list []json.RawMessage
		if err := json.Unmarshal([]byte(text), &list); err != nil {
			return nil, err
		}
		values := make([]any, 0, len(list))
		for _, raw := range list {
			var s string
			if json.Unmarshal(raw, &s) != nil {
				s = string(raw) // a number or a boolean
			}
			v, err := loadedValue(query.Type{Kind: t.Kind}, s)
			if err != nil {
				return nil, err
			}
			values = append(values, v)
		}
		return values, nil
	}
	switch t.Kind {
	case query.Integer:
		return strconv.ParseInt(text, 10, 64)
	case query.Number:
		return query.Decimal(text), nil
	case query.Boolean:
		return text == "true", nil
	case query.JSON:
		return json.RawMessage(text), nil
	case query.Instant:
		us, err := strconv.ParseInt(text, 10, 64)
		return time.UnixMicro(us).UTC(), err
	}
	return text, nil
}

var _ query.Record = (*Record)(nil)
