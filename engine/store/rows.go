package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// rowShape says which columns of an answer make which JSON members. Column 0
// is the epoch; keys are the columns of the sort keys.
type rowShape struct {
	cells []cellShape
	keys  []int
}

// cellShape is one member: the column of its value, of its state (0 for
// none), and the members of the record it points to.
type cellShape struct {
	name, prefix string
	value, state int
	object       []cellShape
}

// Binder gives the value of a named parameter ("user.id", "now"), nil when it
// is empty.
type Binder func(name string) any

// Page is a part of an answer: rows as JSON.
type Page struct {
	Epoch int64  // the workspace's when the statement ran; 0 for an empty list without count
	JSON  []byte // the rows, as a JSON array's elements with commas; one row's object for One
	Rows  int
	// More tells that rows follow; Last holds the sort keys of the last row
	// given, as JSON values.
	More  bool
	Last  []json.RawMessage
	Count int64 // of CountQuery, else -1
}

// Rows runs a query and writes its rows to the end of dst.
func (db *DB) Rows(ctx context.Context, q, count *Query, bind Binder, dst []byte) (Page, error) {
	page := Page{JSON: dst, Count: -1}
	q = q.fitting(bind)
	if count == nil {
		rows, err := db.pool.Query(ctx, q.sql, q.args.Bind(bind)...)
		if err != nil {
			return page, fmt.Errorf("read rows: %w", err)
		}
		return page, page.collect(rows, q)
	}
	var batch pgx.Batch
	batch.Queue(q.sql, q.args.Bind(bind)...)
	batch.Queue(count.sql, count.args.Bind(bind)...)
	answer := db.pool.SendBatch(ctx, &batch)
	defer answer.Close()
	rows, err := answer.Query()
	if err != nil {
		return page, fmt.Errorf("read rows: %w", err)
	}
	if err := page.collect(rows, q); err != nil {
		return page, err
	}
	var epoch int64
	if err := answer.QueryRow().Scan(&epoch, &page.Count); err != nil {
		return page, fmt.Errorf("count rows: %w", err)
	}
	// Two statements, two moments: either may have come after a change of
	// access, and the later epoch tells.
	page.Epoch = max(page.Epoch, epoch)
	return page, nil
}

// RowsIn is Rows in a transaction; tx is nil for none.
func (db *DB) RowsIn(ctx context.Context, tx Querier, q *Query, bind Binder) (Page, error) {
	page := Page{Count: -1}
	if tx == nil {
		tx = db.pool
	}
	q = q.fitting(bind)
	rows, err := tx.Query(ctx, q.sql, q.args.Bind(bind)...)
	if err != nil {
		return page, fmt.Errorf("read rows: %w", err)
	}
	return page, page.collect(rows, q)
}

func (p *Page) collect(rows pgx.Rows, q *Query) error {
	defer rows.Close()
	var redacted []string
	fields := rows.FieldDescriptions()
	for rows.Next() {
		raw := rows.RawValues()
		p.Epoch = int64(binary.BigEndian.Uint64(raw[0]))
		if raw[1] == nil {
			continue // the epoch's row alone: nothing found
		}
		if !q.one && p.Rows == q.limit {
			p.More = true
			continue
		}
		if p.Rows > 0 {
			p.JSON = append(p.JSON, ',')
		}
		var err error
		if p.JSON, redacted, err = q.shape.append(p.JSON, fields, raw, redacted[:0]); err != nil {
			return err
		}
		p.Rows++
		if p.Rows == q.limit && !q.one {
			if err := p.keep(rows, q.shape.keys); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	return nil
}

// keep remembers the sort keys of the page's last row.
func (p *Page) keep(rows pgx.Rows, keys []int) error {
	fields, raw := rows.FieldDescriptions(), rows.RawValues()
	p.Last = make([]json.RawMessage, len(keys))
	for i, k := range keys {
		b, err := appendJSON(nil, fields[k].DataTypeOID, raw[k])
		if err != nil {
			return err
		}
		p.Last[i] = b
	}
	return nil
}

// append writes one row as a JSON object; redacted is scratch space for the
// names of masked and hidden cells.
func (s *rowShape) append(b []byte, fields []pgconn.FieldDescription, raw [][]byte, redacted []string) ([]byte, []string, error) {
	b = append(b, '{')
	var err error
	for i := range s.cells {
		if i > 0 {
			b = append(b, ',')
		}
		c := &s.cells[i]
		if b, redacted, err = c.append(b, fields, raw, "", redacted); err != nil {
			return b, redacted, err
		}
	}
	if len(redacted) > 0 {
		b = append(b, `,"_meta":{"redacted":[`...)
		for i, name := range redacted {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendQuoted(b, []byte(name))
		}
		b = append(b, "]}"...)
	}
	return append(b, '}'), redacted, nil
}

func (c *cellShape) append(b []byte, fields []pgconn.FieldDescription, raw [][]byte, path string, redacted []string) ([]byte, []string, error) {
	b = append(b, c.prefix...)
	if c.state > 0 && raw[c.state] != nil && binary.BigEndian.Uint32(raw[c.state]) != 0 {
		redacted = append(redacted, path+c.name)
	}
	if c.object == nil || raw[c.value] == nil {
		b, err := appendJSON(b, fields[c.value].DataTypeOID, raw[c.value])
		return b, redacted, err
	}
	b = append(b, `{"id":`...)
	b, err := appendJSON(b, fields[c.value].DataTypeOID, raw[c.value])
	for i := range c.object {
		if err != nil {
			break
		}
		b = append(b, ',')
		b, redacted, err = c.object[i].append(b, fields, raw, path+c.name+".", redacted)
	}
	return append(b, '}'), redacted, err
}
