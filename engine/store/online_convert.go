package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// A batch of records is carried over in one transaction, during which nobody
// else can write them: it is made as small as keeps that time short.
const (
	firstBatch = 250
	leastBatch = 20
	mostBatch  = 2000
	batchTime  = 25 * time.Millisecond
	// fewNoted is how many records written meanwhile are left for the last
	// transaction, during which nobody writes the table.
	fewNoted = 100
	// drainRounds bounds how often what is written meanwhile is carried over
	// before that: a table that is written faster than that is drained there.
	drainRounds = 50
)

// Report says how many values a step carried over, and which were lost: for
// which there is nothing in the new type. Examples are ids of records.
type Report struct {
	Code     string   `json:"code"`
	Entity   string   `json:"entity"`
	Field    string   `json:"field"`
	Records  int64    `json:"records"`
	Lost     int64    `json:"lost"`
	Examples []string `json:"examples,omitempty"`
}

// maxExamples is how many records a Report names.
const maxExamples = 5

// carrier carries the values of one column to another.
type carrier struct {
	*site
	at    int
	step  ConvertColumn
	w     *ddlWriter
	batch int
	seen  int64
	lost  map[string]bool
}

// convertColumns carries values over to new columns, while others read and
// write the old ones: a trigger notes which records they write, so that those
// are carried over once more.
func (s *site) convertColumns(ctx context.Context) error {
	for _, step := range stepsOf[ConvertColumn](s) {
		c := &carrier{site: s, at: step.at, step: step.step, w: newDDLWriter(s.workspace), batch: firstBatch, lost: map[string]bool{}}
		if err := c.carry(ctx); err != nil {
			return err
		}
		s.carriers = append(s.carriers, c)
	}
	return nil
}

func (c *carrier) carry(ctx context.Context) error {
	if err := c.mark(ctx, c.conn, stepRunning, c.at); err != nil {
		return err
	}
	if err := c.watch(ctx); err != nil {
		return err
	}
	var total int64
	if err := c.conn.QueryRow(ctx, "select count(*) from "+c.w.in(c.step.Table)+" where "+c.worth()).Scan(&total); err != nil {
		return fmt.Errorf("count what is to be carried over: %w", err)
	}
	for last := "00000000-0000-0000-0000-000000000000"; last != ""; {
		var err error
		if last, err = c.next(ctx, last, total); err != nil {
			return err
		}
	}
	for range drainRounds {
		if left, err := c.drainSome(ctx); err != nil || left <= fewNoted {
			return err
		}
	}
	return nil
}

// worth is the condition that there is anything to carry over.
func (c *carrier) worth() string {
	return "(" + c.w.name(c.step.From) + " is not null or " + c.w.name(c.step.To.Name) + " is not null)"
}

func (c *carrier) trigger() string { return "note_" + c.step.To.Name }

// watch makes the trigger that notes records. Once it is there, those who wrote
// without it are done.
func (c *carrier) watch(ctx context.Context) error {
	object := leftover{Kind: "trigger", Relation: c.step.Table, Name: c.trigger()}
	sql := fmt.Sprintf("create or replace trigger %s after insert or update of %s on %s for each row execute function %s(%s)",
		c.w.name(object.Name), c.w.name(c.step.From), c.w.in(object.Relation), c.w.in("online_note"), quoteText(c.step.To.Name))
	return c.build(ctx, c.w, []leftover{object}, func(tx pgx.Tx) error { return run(ctx, tx, "watch writes", c.w, sql) })
}

// next carries the batch of records after last over and gives the last of it,
// "" when there are none.
func (c *carrier) next(ctx context.Context, last string, total int64) (string, error) {
	begun := time.Now()
	var ids []string
	err := c.briefly(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, fmt.Sprintf("select id::text from %s where id > $1::uuid and %s order by id limit %d", c.w.in(c.step.Table), c.worth(), c.batch), last)
		if err != nil {
			return err
		}
		if ids, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil || len(ids) == 0 {
			return err
		}
		if err := c.convert(ctx, tx, ids, true); err != nil {
			return err
		}
		return c.advance(ctx, tx, c.at, c.seen+int64(len(ids)), total)
	})
	if err != nil {
		return "", fmt.Errorf("carry values over: %w", err)
	}
	if len(ids) == 0 {
		return "", nil
	}
	c.seen += int64(len(ids))
	switch took := time.Since(begun); {
	case took > batchTime:
		c.batch = max(c.batch/2, leastBatch)
	case took < batchTime/3:
		c.batch = min(c.batch*2, mostBatch)
	}
	return ids[len(ids)-1], nil
}

// convert carries the values of records over. With skip, records that somebody
// is writing are left to the notes; otherwise nobody may be writing the table.
func (c *carrier) convert(ctx context.Context, tx pgx.Tx, ids []string, skip bool) error {
	from, to := query.Field{Column: c.step.From, Type: c.step.FromType}, query.Field{Column: c.step.To.Name, Type: c.step.ToType}
	sql := fmt.Sprintf("select q0.id::text, %s, %s from %s q0 where q0.id = any($1::uuid[]) order by q0.id for update", loadedAs(from.Type, "q0."+Quote(from.Column)), loadedAs(to.Type, "q0."+Quote(to.Column)), c.w.in(c.step.Table))
	if skip {
		sql += " skip locked"
	}
	if c.w.err != nil {
		return c.w.err
	}
	rows, err := tx.Query(ctx, sql, ids)
	if err != nil {
		return err
	}
	var id string
	var was, kept *string
	var changed, values []string
	var empty []string
	found := make(map[string]bool, len(ids))
	_, err = pgx.ForEachRow(rows, []any{&id, &was, &kept}, func() error {
		found[id] = true
		value, err := c.carried(id, was, kept)
		switch {
		case err != nil:
			return err
		case value == nil && kept != nil:
			empty = append(empty, id)
		case value != nil:
			changed, values = append(changed, id), append(values, *value)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.write(ctx, tx, changed, values, empty); err != nil {
		return err
	}
	return c.note(ctx, tx, ids, found)
}

// carried gives the value that a record gets, as a text; nil when it gets none,
// or keeps the one that it has.
func (c *carrier) carried(id string, was, kept *string) (*string, error) {
	read := func(t query.Type, text *string) (any, error) {
		if text == nil {
			return nil, nil
		}
		return loadedValue(t, *text)
	}
	value, err := read(c.step.FromType, was)
	if err != nil {
		return nil, err
	}
	held, err := read(c.step.ToType, kept)
	if err != nil {
		return nil, err
	}
	result, lost := c.step.Carry(value, held)
	delete(c.lost, id)
	if lost {
		c.lost[id] = true
		if code := c.step.Words().Consent(); !c.consent[code] {
			return nil, ConsentNeeded(code)
		}
	}
	return storedText(result)
}

// note leaves the records that somebody was writing for later.
func (c *carrier) note(ctx context.Context, tx pgx.Tx, ids []string, found map[string]bool) error {
	var skipped []string
	for _, id := range ids {
		if !found[id] {
			skipped = append(skipped, id)
		}
	}
	if len(skipped) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, "insert into "+c.database+".online_note select $1, unnest($2::uuid[])", c.step.To.Name, skipped)
	return err
}

func (c *carrier) write(ctx context.Context, tx pgx.Tx, ids, values, empty []string) error {
	table, to := c.w.in(c.step.Table), c.w.name(c.step.To.Name)
	cast := "v.value::" + c.step.To.Type
	if item, ok := strings.CutSuffix(c.step.To.Type, "[]"); ok {
		cast = "(select array_agg(x.x::" + item + " order by x.ordinality) from jsonb_array_elements_text(v.value::jsonb) with ordinality x(x, ordinality))"
	}
	if len(ids) > 0 {
		_, err := tx.Exec(ctx, fmt.Sprintf("update %s t set %s = %s from unnest($1::uuid[], $2::text[]) v(id, value) where t.id = v.id", table, to, cast), ids, values)
		if err != nil {
			return err
		}
	}
	if len(empty) > 0 {
		_, err := tx.Exec(ctx, fmt.Sprintf("update %s set %s = null where id = any($1::uuid[])", table, to), empty)
		return err
	}
	return nil
}

// drainSome carries records over that were written meanwhile, and tells how many
// are left.
func (c *carrier) drainSome(ctx context.Context) (left int64, err error) {
	err = c.briefly(ctx, func(tx pgx.Tx) error {
		ids, err := c.noted(ctx, tx, c.batch)
		if err != nil {
			return err
		}
		if err := c.convert(ctx, tx, ids, true); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "select count(*) from "+c.database+".online_note where note = $1", c.step.To.Name).Scan(&left)
	})
	return left, err
}

// drain carries the rest over. Nobody may be writing the table.
func (c *carrier) drain(ctx context.Context, tx pgx.Tx) error {
	for {
		ids, err := c.noted(ctx, tx, mostBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := c.convert(ctx, tx, ids, false); err != nil {
			return err
		}
	}
}

// noted takes ids out of the notes.
func (c *carrier) noted(ctx context.Context, tx pgx.Tx, limit int) ([]string, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(`with some as (select ctid from %[1]s.online_note where note = $1 limit %[2]d),
		taken as (delete from %[1]s.online_note n using some where n.ctid = some.ctid returning n.record)
		select distinct record::text from taken`, c.database, limit), c.step.To.Name)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// report says what became of the values.
func (c *carrier) report() Report {
	w := c.step.Words()
	r := Report{Code: w.Code, Entity: w.Entity, Field: w.Field, Records: c.seen, Lost: int64(len(c.lost))}
	for id := range c.lost {
		if len(r.Examples) == maxExamples {
			break
		}
		r.Examples = append(r.Examples, id)
	}
	return r
}

// storedText writes a canonical value as a text that PostgreSQL reads as the
// column's type; lists as JSON.
func storedText(v any) (*string, error) {
	var s string
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		s = v
	case int64:
		s = strconv.FormatInt(v, 10)
	case json.RawMessage:
		s = string(v)
	case query.Decimal:
		s = string(v)
	case bool:
		s = strconv.FormatBool(v)
	case time.Time:
		s = v.UTC().Format(time.RFC3339Nano)
	case []any:
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("encode a list: %w", err)
		}
		s = string(b)
	default:
		return nil, fmt.Errorf("a value of type %T cannot be stored", v)
	}
	return &s, nil
}

// ConsentNeeded says that something would be lost which its author has not
// agreed to lose: codes as Words.Consent gives them.
func ConsentNeeded(codes ...string) *problem.Error {
	err := problem.New(problem.Conflict, "consent_needed")
	err.Extra = map[string]any{"consent": codes}
	return err
}
