package explain

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// WhatQuestion asks what a user may do.
type WhatQuestion struct {
	User    string // "" for who asks
	Entity  string // "" for all
	Channel string // "" for web
	Counts  bool   // how many records he may read, too
}

// WhatAnswer is all that a user may do.
type WhatAnswer struct {
	User        string       `json:"user"`
	Name        string       `json:"name,omitempty"`
	Roles       []HeldRole   `json:"roles"`
	Permissions []string     `json:"permissions"`
	Entities    []WhatEntity `json:"entities"`
	TookMS      float64      `json:"took_ms"`
}

// HeldRole is an effective role and where it comes from.
type HeldRole struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Via   string `json:"via"`
}

// WhatEntity is what a user may do with the records of one entity. Entities
// that he may do nothing with are left out.
type WhatEntity struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Actions []WhatAction `json:"actions"`
	Fields  WhatFields   `json:"fields"`
	// Records is how many he may read, archived ones left out; nil when not
	// asked for.
	Records *int64 `json:"records,omitempty"`
}

// WhatAction is one action and the grants that give it.
type WhatAction struct {
	Action string      `json:"action"`
	Grants []WhatGrant `json:"grants"`
	// Except are the restrictions that may refuse it.
	Except []string `json:"except,omitempty"`
}

// WhatGrant is a grant and which records it covers, in words.
type WhatGrant struct {
	ByGrant
	Scope string `json:"scope"`
}

// WhatFields sorts an entity's fields by what the user may do with them on
// some record.
type WhatFields struct {
	Hidden []string `json:"hidden,omitempty"` // only for those with the permission access
	Masked []string `json:"masked"`           // shown in part on some records or all
	Read   []string `json:"read"`
	Write  []string `json:"write"`
}

// What tells what a user may do. Who asks about somebody else needs the
// permission access.
func (s *Service) What(ctx context.Context, c *record.Caller, q WhatQuestion) (*WhatAnswer, error) {
	start := time.Now()
	if q.User == "" {
		q.User = c.Principal.UserID
	}
	if q.Channel == "" {
		q.Channel = "web"
	}
	check := Question{User: q.User, Action: "read", Channel: q.Channel}
	err := mayAsk(c, q.User)
	if err == nil {
		err = check.check()
	}
	var a *WhatAnswer
	if err == nil {
		a, err = settled(ctx, c, func(c *record.Caller) (*WhatAnswer, int64, error) { return s.what(ctx, c, q) })
	}
	if err := s.audit(ctx, c, asked{"what", q.User, map[string]any{"entity": q.Entity}}, err); err != nil {
		return nil, err
	}
	a.TookMS = took(start)
	return a, nil
}

func (s *Service) what(ctx context.Context, c *record.Caller, q WhatQuestion) (*WhatAnswer, int64, error) {
	of, err := s.subjectOf(ctx, c, q.User)
	if err != nil {
		return nil, 0, err
	}
	if of == nil {
		return nil, 0, missing()
	}
	if e := of.principal.Epoch; e != c.State.Epoch {
		return nil, e, nil
	}
	w := &whole{q: q, caller: c, of: of, answer: &WhatAnswer{User: q.User, Entities: []WhatEntity{}}}
	w.teller = newTeller(c, newSight(ctx, c))
	w.params = binder(of.principal, c)
	m := &matter{teller: w.teller, asker: c, subject: of}
	if _, err := m.user(ctx, s.records); err != nil {
		return nil, 0, err
	}
	w.answer.Name = w.who
	if err := w.named(ctx, func() error { return m.name(ctx, s.records) }); err != nil {
		return nil, 0, err
	}
	if q.Counts {
		return w.answer, c.State.Epoch, s.counts(ctx, w)
	}
	return w.answer, c.State.Epoch, nil
}

// named tells all, and once more when the first time found records to name.
func (w *whole) named(ctx context.Context, name func() error) error {
	if err := w.tell(ctx); err != nil || len(w.wanted) == 0 {
		return err
	}
	if err := name(); err != nil {
		return err
	}
	return w.tell(ctx)
}

// whole is one question of what a user may do, being answered.
type whole struct {
	*teller
	q      WhatQuestion
	caller *record.Caller
	of     *subject
	answer *WhatAnswer
	rows   map[string]query.Predicate // read, by entity
}

func (w *whole) tell(ctx context.Context) error {
	p := w.of.principal
	w.answer.Roles, w.answer.Entities, w.rows = []HeldRole{}, []WhatEntity{}, map[string]query.Predicate{}
	w.answer.Permissions = append([]string{}, slices.Sorted(maps.Keys(p.Permissions))...)
	for _, role := range p.Roles {
		if grant, ok := strings.CutPrefix(role, "grant:"); ok {
			w.answer.Roles = append(w.answer.Roles, HeldRole{Name: role, Title: w.title(grant), Via: w.via(w.of, "", grant)})
			continue
		}
		w.answer.Roles = append(w.answer.Roles, HeldRole{Name: role, Title: w.roleTitle(role), Via: w.via(w.of, role, "")})
	}
	found := w.q.Entity == ""
	for _, e := range w.snapshot.Entities() {
		if w.q.Entity != "" && e.Name() != w.q.Entity {
			continue
		}
		one, err := w.entity(ctx, e)
		if err != nil {
			return err
		}
		if len(one.Actions) > 0 {
			w.answer.Entities, found = append(w.answer.Entities, one), true
		}
	}
	if !found && !w.caller.Principal.Can(Permission) {
		return missing()
	}
	return nil
}

func (w *whole) entity(ctx context.Context, e *catalog.Entity) (WhatEntity, error) {
	one := WhatEntity{Name: e.Name(), Title: w.titleOf(e.Definition.Title, e.Name()), Actions: []WhatAction{}}
	plans := map[string]*access.Plan{}
	for _, action := range access.Actions() {
		plan, err := planOf(ctx, w.caller, w.of.principal, e.Name(), action, w.q.Channel)
		if err != nil {
			return one, err
		}
		if plans[action] = plan; plan.Row == query.Const(false) || len(plan.Grants) == 0 {
			continue
		}
		one.Actions = append(one.Actions, w.action(action, e.Name(), plan))
	}
	w.rows[e.Name()] = plans["read"].Row
	one.Fields = w.fields(e, plans["read"], plans["update"])
	return one, nil
}

func (w *whole) action(action, entity string, plan *access.Plan) WhatAction {
	a := WhatAction{Action: action, Grants: []WhatGrant{}}
	for _, id := range slices.Sorted(maps.Keys(plan.Grants)) {
		p := plan.Grants[id]
		if result, ok := plan.Results[id]; ok && slices.Contains(recordless, action) {
			p = query.Simplify(query.And{p, result})
		}
		a.Grants = append(a.Grants, WhatGrant{ByGrant: w.byGrant(w.of, id), Scope: w.scope(entity, p)})
	}
	for _, id := range slices.Sorted(maps.Keys(plan.Restrictions)) {
		a.Except = append(a.Except, w.say("title_only", "title", w.title(id))+w.say("colon")+w.asks(plan.Restrictions[id]))
	}
	return a
}

// scope says which records a condition covers.
func (w *whole) scope(entity string, p query.Predicate) string {
	title := w.entityTitle(entity)
	switch p {
	case query.Const(true):
		return w.say("all_records", "entity", title)
	case query.Const(false):
		return w.say("no_records", "entity", title)
	}
	return w.say("records_where", "entity", title, "p", w.asks(p))
}

func (w *whole) fields(e *catalog.Entity, read, update *access.Plan) WhatFields {
	f := WhatFields{Masked: []string{}, Read: []string{}, Write: []string{}}
	for _, d := range e.Definition.Fields {
		cell, ok := read.Fields[d.Name]
		switch {
		case !ok || read.Row == query.Const(false):
			if w.caller.Principal.Can(Permission) {
				f.Hidden = append(f.Hidden, d.Name)
			}
			continue
		case cell.Masked != nil && cell.Masked != query.Const(false):
			f.Masked = append(f.Masked, d.Name)
		default:
			f.Read = append(f.Read, d.Name)
		}
		if len(update.Writable[d.Name]) > 0 {
			f.Write = append(f.Write, d.Name)
		}
	}
	return f
}

// counts adds how many records the user may read of each entity.
func (s *Service) counts(ctx context.Context, w *whole) error {
	for i := range w.answer.Entities {
		e := &w.answer.Entities[i]
		t := store.Tally{Schema: w.snapshot, Entity: e.Name, Facts: []query.Predicate{query.Bound(w.rows[e.Name], w.params)},
			Counts: [][]store.Difference{{{With: 0, Without: -1}}}}
		counts, _, err := s.db.Tally(ctx, t, w.caller.Workspace.Name)
		if err != nil {
			return problem.Wrap(problem.Unavailable, "too_slow", err)
		}
		e.Records = &counts[0]
	}
	return nil
}
