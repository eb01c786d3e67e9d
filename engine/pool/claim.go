package pool

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Claim is a record about to change hands.
type Claim struct {
	Schema   query.Schema
	Database string // schema of the workspace in the database
	Entity   *definition.Entity
	Pools    []*Pool
	Record   string
	User     string // who is to own it; "" for nobody
	Roles    []string
	Now      time.Time
	Zone     *time.Location // in which a day begins; nil for UTC
	Bind     store.Binder
}

// Pool finds the pool of the record: the first whose condition holds, and of
// those one that admits the caller if there is one. Nil when there is none.
func (c *Claim) Pool(ctx context.Context, tx store.Querier) (*Pool, error) {
	if len(c.Pools) == 0 {
		return nil, nil
	}
	covers := make([]query.Predicate, len(c.Pools))
	for i, p := range c.Pools {
		covers[i] = p.Covers
	}
	held, err := store.Covering(ctx, tx, c.Database, store.CoverQuestion{Schema: c.Schema, Entity: c.Entity.Name, Owners: c.owners(), Record: c.Record, Covers: covers}, c.Bind)
	if err != nil {
		return nil, err
	}
	var found *Pool
	for i, p := range c.Pools {
		if held[i] && (found == nil || !found.Admits(c.Roles) && p.Admits(c.Roles)) {
			found = p
		}
	}
	return found, nil
}

// Claim refuses what the rules of the pool do not allow the user to take now.
// Until the transaction ends no other claim of his is counted.
func (c *Claim) Claim(ctx context.Context, tx store.Querier, p *Pool) error {
	if p.Claim == (definition.PoolClaim{}) {
		return nil
	}
	q := c.question(p)
	if p.Claim.PerDay > 0 {
		q.Day = c.day()
	}
	q.Lost, q.Entered = p.Claim.CoolDown > 0, p.Claim.EntryHours > 0
	facts, err := c.ask(ctx, tx, q)
	if err != nil {
		return err
	}
	if until, ok := waits(facts.Entered, p.Claim.EntryHours, c.Now); ok {
		return c.refuse("entry_hours", p.Claim.EntryHours, &until)
	}
	if until, ok := waits(facts.Lost, p.Claim.CoolDown, c.Now); ok {
		return c.refuse("cool_down", p.Claim.CoolDown, &until)
	}
	if p.Claim.PerDay > 0 && facts.Claims >= int64(p.Claim.PerDay) {
		return c.refuse("claim_limit_day", p.Claim.PerDay, &q.Day[1])
	}
	return c.holds(p, facts)
}

// Assign refuses to give the user more than he may own.
func (c *Claim) Assign(ctx context.Context, tx store.Querier, p *Pool) error {
	if p.Claim.Holds == 0 {
		return nil
	}
	facts, err := c.ask(ctx, tx, c.question(p))
	if err != nil {
		return err
	}
	return c.holds(p, facts)
}

func (c *Claim) holds(p *Pool, facts store.ClaimFacts) error {
	if p.Claim.Holds > 0 && facts.Holds >= int64(p.Claim.Holds) {
		return c.refuse("claim_limit_holds", p.Claim.Holds, nil)
	}
	return nil
}

func (c *Claim) question(p *Pool) *store.ClaimQuestion {
	q := &store.ClaimQuestion{Schema: c.Schema, Entity: c.Entity.Name, EntityID: c.Entity.ID, Owners: c.owners(), Pool: p.Name, Record: c.Record, User: c.User}
	if p.Claim.Holds > 0 {
		q.Covers, q.Except = p.Covers, p.Except
	}
	return q
}

func (c *Claim) owners() store.Owners { return OwnersOf(c.Entity) }

// OwnersOf finds the columns that say who owns the records of an entity.
func OwnersOf(e *definition.Entity) store.Owners {
	var o store.Owners
	for name, column := range map[string]*string{e.Owner: &o.User, e.Team: &o.Team} {
		if f := e.Field(name); name != "" && f != nil {
			*column = f.Column
		}
	}
	return o
}

func (c *Claim) ask(ctx context.Context, tx store.Querier, q *store.ClaimQuestion) (store.ClaimFacts, error) {
	if err := store.LockClaims(ctx, tx, c.Database, c.Entity.ID, c.User); err != nil {
		return store.ClaimFacts{}, err
	}
	return store.AskClaim(ctx, tx, c.Database, q, c.Bind)
}

// day is the day of now.
func (c *Claim) day() *[2]time.Time {
	y, m, d := c.Now.In(c.zone()).Date()
	return &[2]time.Time{time.Date(y, m, d, 0, 0, 0, 0, c.zone()), time.Date(y, m, d+1, 0, 0, 0, 0, c.zone())}
}

func (c *Claim) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// waits tells until when somebody has to wait, if he has.
func waits(since *time.Time, hours int, now time.Time) (time.Time, bool) {
	if since == nil || hours == 0 {
		return time.Time{}, false
	}
	until := since.Add(time.Duration(hours) * time.Hour)
	return until, now.Before(until)
}

// refuse names the limit and, where waiting helps, until when it holds.
func (c *Claim) refuse(code string, limit int, until *time.Time) error {
	e := problem.New(problem.Conflict, code).With("limit", limit)
	e.Extra = map[string]any{"limit": limit}
	if until != nil {
		e.With("until", until.In(c.zone()).Format("2006-01-02 15:04"))
		e.Extra["until"] = until.UTC().Format(time.RFC3339)
	}
	return e
}
