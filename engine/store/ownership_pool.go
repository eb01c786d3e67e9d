package store

import (
	"context"
	"fmt"
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// LockClaims makes the claims of one user on one entity wait for each other
// until the transaction ends, so that counts made afterwards hold.
func LockClaims(ctx context.Context, tx Querier, schema, entityID, user string) error {
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "claim "+schema+" "+entityID+" "+user); err != nil {
		return fmt.Errorf("lock the claims of a user: %w", err)
	}
	return nil
}

// CoverQuestion asks which pools would hold a record if nobody owned it.
type CoverQuestion struct {
	Schema query.Schema
	Entity string
	Owners Owners
	Record string
	Covers []query.Predicate
}

// Covering tells which of the conditions hold for the record as if nobody owned
// it; none for one that is archived or not there.
func Covering(ctx context.Context, q Querier, schema string, c CoverQuestion, bind Binder) ([]bool, error) {
	w := NewWriter(schema, c.Schema)
	w.Text("SELECT ARRAY[")
	for i, p := range c.Covers {
		if i > 0 {
			w.Text(", ")
		}
		w.Text("(")
		w.PredicateReading(p, alias, c.Owners.asIfUnowned)
		w.Text(") IS TRUE")
	}
	w.Text("]::boolean[] FROM ")
	w.Table(c.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND q0.id = ")
	w.Value(query.Value{Type: query.Type{Kind: query.UUID}, V: c.Record})
	held := make([]bool, len(c.Covers))
	if _, err := found(q.QueryRow(ctx, w.SQL(), w.Plan().Bind(bind)...).Scan(&held)); err != nil {
		return nil, fmt.Errorf("find the pool of a record: %w", err)
	}
	return held, nil
}

// ClaimQuestion asks what the limits of a pool are compared with. What is not
// asked for costs nothing.
type ClaimQuestion struct {
	Schema           query.Schema
	Entity, EntityID string
	Owners           Owners
	Pool             string
	Record, User     string
	Day              *[2]time.Time   // claims in this span, its end excluded
	Covers           query.Predicate // how many records of the pool he owns; nil for not asked
	Except           query.Predicate // these do not count
	Lost, Entered    bool
}

// ClaimFacts are the answers.
type ClaimFacts struct {
	Claims, Holds int64
	Lost          *time.Time // when the user last ceased to own the record
	Entered       *time.Time // when the record last came to be nobody's
}

// AskClaim answers a question about a claim.
func AskClaim(ctx context.Context, tx Querier, schema string, c *ClaimQuestion, bind Binder) (ClaimFacts, error) {
	w := NewWriter(schema, c.Schema)
	w.Text("SELECT ")
	c.writeClaims(w)
	w.Text(", ")
	c.writeHolds(w)
	w.Text(", ")
	c.writeLost(w)
	w.Text(", ")
	c.writeEntered(w)
	var f ClaimFacts
	if err := tx.QueryRow(ctx, w.SQL(), w.Plan().Bind(bind)...).Scan(&f.Claims, &f.Holds, &f.Lost, &f.Entered); err != nil {
		return f, fmt.Errorf("ask for the limits of a claim: %w", err)
	}
	return f, nil
}

func (c *ClaimQuestion) user(w *Writer) string {
	return w.ValueText(query.Value{Type: query.Type{Kind: query.UUID}, V: c.User})
}

func (c *ClaimQuestion) record(w *Writer) string {
	return w.ValueText(query.Value{Type: query.Type{Kind: query.UUID}, V: c.Record})
}

func (c *ClaimQuestion) writeLost(w *Writer) {
	if !c.Lost {
		w.Text("NULL::timestamptz")
		return
	}
	w.Text("(SELECT max(at) FROM ")
	w.Ident("ownership")
	w.Text(" WHERE record = ", c.record(w), " AND from_user = ", c.user(w), ")")
}

func (c *ClaimQuestion) writeEntered(w *Writer) {
	if !c.Entered {
		w.Text("NULL::timestamptz")
		return
	}
	w.Text("coalesce((SELECT at FROM ")
	w.Ident("ownership")
	w.Text(" WHERE record = ", c.record(w), " AND to_user IS NULL AND to_team IS NULL ORDER BY seq DESC LIMIT 1), (SELECT created_at FROM ")
	w.Table(c.Entity)
	w.Text(" WHERE id = ", c.record(w), "))")
}

// writeClaims counts the claims of the day, of records given back since, too.
func (c *ClaimQuestion) writeClaims(w *Writer) {
	if c.Day == nil {
		w.Text("0::bigint")
		return
	}
	text, instant := query.Type{Kind: query.Text}, query.Type{Kind: query.Instant}
	w.Text("(SELECT count(*) FROM ")
	w.Ident("ownership")
	w.Text(" WHERE action = 'claim' AND to_user = ", c.user(w), " AND pool = ")
	w.Value(query.Value{Type: text, V: c.Pool})
	w.Text(" AND entity = ")
	w.Value(query.Value{Type: text, V: c.EntityID})
	w.Text(" AND at >= ")
	w.Value(query.Value{Type: instant, V: c.Day[0]})
	w.Text(" AND at < ")
	w.Value(query.Value{Type: instant, V: c.Day[1]})
	w.Text(")")
}

func (c *ClaimQuestion) writeHolds(w *Writer) {
	if c.Covers == nil {
		w.Text("0::bigint")
		return
	}
	w.Text("(SELECT count(*) FROM ")
	w.Table(c.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND q0.", Quote(c.Owners.User), " = ", c.user(w), " AND ")
	w.PredicateReading(c.Covers, alias, c.Owners.asIfUnowned)
	w.Text(" AND ")
	w.cond(query.Not{P: c.Except})
	w.Text(")")
}

// ClaimRefusal says why a claim was not made.
type ClaimRefusal struct {
	Owned     bool // somebody owns the record
	Visible   bool // the caller can read it
	Claimable bool // he could read and claim it if nobody owned it
	Recently  bool // it was nobody's not long ago
}

// DiagnoseClaim asks how a claim stands to the owner of the record; all is
// false for a record that is not there. since is how far back Recently looks.
func (db *DB) DiagnoseClaim(ctx context.Context, c *Write, since time.Time, workspace string, bind Binder) (r ClaimRefusal, err error) {
	w := NewWriter(SchemaName(workspace), c.Schema)
	unowned := c.Ledger.asIfUnowned
	w.Text("SELECT ")
	c.Ledger.writeOwned(w, "q0")
	w.Text(", (")
	w.cond(c.Visible)
	w.Text(") IS TRUE, (")
	w.PredicateReading(c.Visible, alias, unowned)
	for _, k := range c.Checks {
		w.Text(" AND (false")
		for _, way := range k.Ways {
			w.Text(" OR ")
			w.PredicateReading(way.Old, alias, unowned)
		}
		w.Text(")")
	}
	w.Text(") IS TRUE, EXISTS (SELECT 1 FROM ")
	w.Ident("ownership")
	w.Text(" WHERE record = q0.id AND from_user IS NULL AND from_team IS NULL AND at > ")
	w.Value(query.Value{Type: query.Type{Kind: query.Instant}, V: since})
	w.Text(") FROM ")
	w.Table(c.Entity)
	w.Text(" q0 WHERE q0.archived_at IS NULL AND q0.id = ")
	c.writeID(w)
	_, err = found(db.pool.QueryRow(ctx, w.SQL(), w.Plan().Bind(c.Bind(bind))...).Scan(&r.Owned, &r.Visible, &r.Claimable, &r.Recently))
	if err != nil {
		err = fmt.Errorf("diagnose a claim: %w", err)
	}
	return r, err
}
