package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// given is the list of the records that one statement makes: a column for each
// argument that differs from record to record.
const given = "given"

// perRecord are the arguments of one statement for many records that each record
// has its own of, in the order of their columns.
type perRecord struct {
	names []string
	types []query.Type
	index map[string]int
}

// ofEach tells whether an argument differs from record to record.
func ofEach(name string) bool {
	if name == writeID || name == writeAfter {
		return true
	}
	return slices.ContainsFunc([]string{writeSet, writeTarget, writeEntered, writeNumber}, func(part string) bool { return strings.HasPrefix(name, part) })
}

// column gives the column that holds an argument.
func (p *perRecord) column(name string, t query.Type) string {
	key := SQLType(t) + "\x00" + name
	n, ok := p.index[key]
	if !ok {
		n = len(p.names)
		p.names, p.types = append(p.names, name), append(p.types, t)
		p.index[key] = n
	}
	return given + ".c" + strconv.Itoa(n)
}

// ManyQuery is a statement that makes any number of records of one shape. Like
// a Query it serves every write of that shape.
type ManyQuery struct {
	sql  string
	args Plan
	each perRecord
	told []string
}

// CompileMany renders a create as a statement that makes many records at once:
// each is checked by itself, and those that pass are made. One that another
// record stands in the way of (a unique rule) is left out as well. No record sees
// another one of the statement: conditions that look at records of the same
// entity are for Compile.
func (c *Write) CompileMany(workspace string) (*ManyQuery, error) {
	if c.Action != "create" || c.Share != nil || c.Ledger != nil {
		return nil, fmt.Errorf("write many: %s is not of many records", c.Action)
	}
	w := NewWriter(SchemaName(workspace), c.Schema)
	w.each = &perRecord{index: map[string]int{}}
	id := c.idText(w) // the first column, whatever else there is
	c.writeInsert(w)
	w.Text(" FROM " + given + " WHERE ")
	c.writeConditions(w)
	w.Text(" ON CONFLICT DO NOTHING RETURNING *)")
	c.writeLinks(w)
	c.writeChange(w)
	w.Text(" SELECT e.number, n.id")
	if len(c.Told) > 0 {
		w.Text(", n." + toldColumn)
	}
	w.Text(" FROM ")
	w.Ident("epoch")
	w.Text(" e LEFT JOIN (SELECT new.id")
	if len(c.Told) > 0 {
		w.Text(", ")
		c.writeTold(w)
		w.Text(" AS " + toldColumn)
	}
	w.Text(" FROM new JOIN " + given + " ON " + id + " = new.id) n ON true")
	q := &ManyQuery{args: w.Plan(), each: *w.each}
	q.sql = q.list() + w.SQL()
	for i := range c.Told {
		q.told = append(q.told, c.Told[i].ID)
	}
	return q, nil
}

// fromNew writes where the records that were written come from, with their
// arguments where each has its own.
func (c *Write) fromNew(w *Writer) {
	w.Text(" FROM new")
	if w.each != nil {
		w.Text(" JOIN "+given+" ON ", c.idText(w), " = new.id")
	}
}

// list writes the list of records. The arguments come as texts, so that lists
// and empty values pass through arrays of one kind.
func (q *ManyQuery) list() string {
	var columns, names, arrays strings.Builder
	for i, t := range q.each.types {
		if i > 0 {
			columns.WriteString(", ")
			names.WriteString(", ")
			arrays.WriteString(", ")
		}
		column := "c" + strconv.Itoa(i)
		columns.WriteString("t." + column + "::" + SQLType(t) + " AS " + column)
		names.WriteString(column)
		arrays.WriteString("$" + strconv.Itoa(len(q.args)+i+1) + "::text[]")
	}
	return "WITH " + given + " AS MATERIALIZED (SELECT " + columns.String() + " FROM unnest(" + arrays.String() + ") t(" + names.String() + "))"
}

// WrittenMany is the answer to the creation of many records.
type WrittenMany struct {
	Epoch int64
	Done  map[string]bool // by id, those that were made
	Told  []string        // ids of the writes' Told that covered one of them
}

// CreateMany makes records of writes that have the shape of the query, those
// that may be. common are the values that all have.
func CreateMany(ctx context.Context, tx Querier, q *ManyQuery, writes []*Write, common Binder) (WrittenMany, error) {
	out := WrittenMany{Done: make(map[string]bool, len(writes))}
	args, err := q.bind(writes, common)
	if err != nil {
		return out, err
	}
	rows, err := tx.Query(ctx, q.sql, args...)
	if err != nil {
		return out, fmt.Errorf("write records: %w", constraint(err))
	}
	defer rows.Close()
	seen := map[string]bool{}
	for rows.Next() {
		raw := rows.RawValues()
		out.Epoch = int64(binary.BigEndian.Uint64(raw[0]))
		if raw[1] == nil {
			continue
		}
		id := string(appendUUID(nil, raw[1]))
		out.Done[id[1:len(id)-1]] = true
		if len(q.told) == 0 {
			continue
		}
		numbered := Query{told: q.told}
		for _, name := range numbered.toldOf(raw[2]) {
			if !seen[name] {
				seen[name] = true
				out.Told = append(out.Told, name)
			}
		}
	}
	if err := rows.Err(); err != nil {
		return out, fmt.Errorf("write records: %w", constraint(err))
	}
	return out, nil
}

// bind gives the arguments: those that all records have, and then the list of
// each of the others.
func (q *ManyQuery) bind(writes []*Write, common Binder) ([]any, error) {
	args := q.args.Bind(common)
	lists := make([][]*string, len(q.each.names))
	for i := range lists {
		lists[i] = make([]*string, len(writes))
	}
	for n, one := range writes {
		value := one.Bind(nil)
		for i, name := range q.each.names {
			v := value(name)
			if _, open := encodeSealed(v).(unsealed); open && q.each.types[i].Kind == query.Sealed {
				return nil, fmt.Errorf("write records: a value of a sealed column is open")
			}
			lists[i][n] = asText(v)
		}
	}
	for _, list := range lists {
		args = append(args, list)
	}
	return args, nil
}

// asText is a value as PostgreSQL reads it; nil for none, as an empty list is.
func asText(v any) *string {
	var text string
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		text = v
	case query.Decimal:
		text = string(v)
	case json.RawMessage:
		text = string(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case bool:
		text = strconv.FormatBool(v)
	case time.Time:
		text = v.UTC().Format(query.InstantLayout)
	case []any:
		if len(v) == 0 {
			return nil
		}
		texts := make([]string, len(v))
		for i, one := range v {
			if p := asText(one); p != nil {
				texts[i] = *p
			}
		}
		text = arrayText(texts)
	default:
		text = fmt.Sprint(v)
	}
	return &text
}

// inArray escapes what ends a quoted text of an array.
var inArray = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// arrayText writes texts as an array.
func arrayText(list []string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, s := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(inArray.Replace(s))
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String()
}

// again makes an expression that reads nothing be computed for each record.
func (w *Writer) again() {
	if w.each != nil {
		w.Text(" WHERE ", w.each.column(writeID, query.Type{Kind: query.UUID}), " IS NOT NULL")
	}
}
