package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/query"
)

// A batch of records is carried over in one transaction, during which nobody
// else can write them: it is made as small as keeps that time short.
const (
	firstBatch = 250
	leastBatch = 100
	mostBatch  = 2000
	batchTime  = 30 * time.Millisecond
	// fewNoted is how many records written meanwhile are left for the last
	// transaction, during which nobody writes the table.
	fewNoted = 200
)

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
	err := c.swiftly(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, fmt.Sprintf("select q0.id::text from %s q0 where q0.id > $1::uuid and %s order by q0.id limit %d", c.w.in(c.step.Table), c.worth(), c.batch), last)
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

// catchUp carries records over that were written meanwhile, until few are left.
func (c *carrier) catchUp(ctx context.Context) error {
	before := math.MaxInt
	for {
		ids, err := c.noted(ctx, c.conn)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(ids, c.batch) {
			if err := c.swiftly(ctx, func(tx pgx.Tx) error { return c.convert(ctx, tx, batch, true) }); err != nil {
				return err
			}
		}
		// A table that is written as fast as that has as many left each time.
		if len(ids) <= fewNoted || len(ids) > before*3/4 {
			return nil
		}
		before = len(ids)
	}
}

// drain carries the rest over. Nobody may be writing the table. When more than
// limit are left, it gives errBehind instead: that would take too long.
func (c *carrier) drain(ctx context.Context, tx pgx.Tx, limit int) error {
	ids, err := c.noted(ctx, tx)
	if err != nil || len(ids) == 0 {
		return err
	}
	if len(ids) > limit {
		return errBehind
	}
	return c.convert(ctx, tx, ids, false)
}

// errBehind says that others write faster than their values are carried over.
var errBehind = errors.New("too many records were written meanwhile")

// noted takes all notes that there are, and gives the records that they name.
func (c *carrier) noted(ctx context.Context, q Querier) ([]string, error) {
	rows, err := q.Query(ctx, fmt.Sprintf(`with taken as (delete from %s.online_note where note = $1 returning record)
		select distinct record::text from taken`, c.database), c.step.To.Name)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
