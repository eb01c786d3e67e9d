package difftest

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Bench is a population in a database, ready to ask policies about it.
type Bench struct {
	DB      *pgxpool.Pool
	Schema  string // database schema of the tables
	Records *Records
	// SQL, when set, changes the SQL before it runs, and Document the input
	// document before it is evaluated: a planted defect.
	SQL      func(string) string
	Document func(map[string]any)
	// Asked counts the questions, Yes those that policies answered so.
	Asked, Yes int
}

// Mismatch is a question that was answered in different ways.
type Mismatch struct {
	Record    string
	Condition string // "grant g1", "row" …
	Predicate string
	Rego      bool
	SQL       bool
	Go        bool
}

// String tells the mismatch in one line.
func (m Mismatch) String() string {
	return fmt.Sprintf("%s of %s: Rego %t, SQL %t, Go %t: %s", m.Condition, m.Record, m.Rego, m.SQL, m.Go, m.Predicate)
}

// Compare asks about every item in all three ways.
func (b *Bench) Compare(ctx context.Context, u *access.Unit, r access.Request, params map[string]any) ([]Mismatch, error) {
	plan, err := u.Plan(ctx, r)
	if err != nil {
		return nil, err
	}
	conditions := plan.Questions()
	answers, err := b.ask(ctx, conditions, params)
	if err != nil {
		return nil, err
	}
	value := func(name string) any { return params[name] }
	var found []Mismatch
	for _, rec := range b.Records.all[Entity] {
		doc, err := u.Document(ctx, r, value, rec)
		if err != nil {
			return nil, err
		}
		if b.Document != nil {
			b.Document(doc)
		}
		d, err := decide(ctx, u, doc)
		if err != nil {
			return nil, err
		}
		id := rec.values["id"].(string)
		for i, c := range conditions {
			want, ok := c.Decided(d)
			if ok {
				b.Asked++
			}
			if ok && want {
				b.Yes++
			}
			m := Mismatch{Record: id, Condition: c.Name, Rego: want, SQL: answers[id][i], Go: query.Eval(c.P, rec, value)}
			if ok && (m.Rego != m.SQL || m.Rego != m.Go) {
				m.Predicate = query.String(c.P)
				found = append(found, m)
			}
		}
	}
	return found, nil
}

// decide asks again when the machine was too busy for the deadline.
func decide(ctx context.Context, u *access.Unit, doc map[string]any) (d access.Decision, err error) {
	for range 5 {
		if d, err = u.Decide(ctx, doc); !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return d, err
		}
	}
	return d, err
}

// ask gives PostgreSQL's answers by record. Questions that share a condition,
// as those about cells do, are one to the database: planning these statements
// costs more than running them.
func (b *Bench) ask(ctx context.Context, questions []access.Question, params map[string]any) (map[string][]bool, error) {
	var distinct []query.Predicate
	number, seen := make([]int, len(questions)), map[string]int{}
	for i, q := range questions {
		text := query.String(q.P)
		n, ok := seen[text]
		if !ok {
			n = len(distinct)
			seen[text] = n
			distinct = append(distinct, q.P)
		}
		number[i] = n
	}
	rows, err := b.rows(ctx, distinct, params)
	if err != nil {
		return nil, err
	}
	answers := map[string][]bool{}
	for id, row := range rows {
		for _, n := range number {
			answers[id] = append(answers[id], row[n])
		}
	}
	return answers, nil
}

func (b *Bench) rows(ctx context.Context, conditions []query.Predicate, params map[string]any) (map[string][]bool, error) {
	w := b.statement(conditions)
	sql := w.SQL()
	if b.SQL != nil {
		sql = b.SQL(sql)
	}
	conn, err := b.DB.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL: %w", err)
	}
	defer conn.Release()
	// Compiling these large conditions would take longer than the answer.
	if _, err := conn.Exec(ctx, "SET jit = off"); err != nil {
		return nil, fmt.Errorf("ask PostgreSQL: %w", err)
	}
	rows, err := conn.Query(ctx, sql, w.Plan().Bind(func(name string) any { return params[name] })...)
	if err != nil {
		return nil, fmt.Errorf("ask PostgreSQL %s: %w", sql, err)
	}
	defer rows.Close()
	answers := map[string][]bool{}
	for rows.Next() {
		var id string
		var row []bool
		if err := rows.Scan(&id, &row); err != nil {
			return nil, fmt.Errorf("read an answer of PostgreSQL: %w", err)
		}
		answers[id] = row
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("ask PostgreSQL %s: %w", sql, err)
	}
	return answers, nil
}

// statement asks all conditions about all items.
func (b *Bench) statement(conditions []query.Predicate) *store.Writer {
	w := store.NewWriter(b.Schema, World{})
	alias := func(variable int) string {
		if variable == 0 {
			return "r"
		}
		return ""
	}
	w.Text("SELECT r.id::text, ARRAY[")
	for i, p := range conditions {
		if i > 0 {
			w.Text(", ")
		}
		w.Text("(")
		w.Predicate(p, alias)
		w.Text(") IS TRUE")
	}
	w.Text("] FROM ", tableName(Entity, b.Schema), " r")
	return w
}
