package record

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Duplicate is a record that another would be a duplicate of, as far as the
// caller may know.
type Duplicate struct {
	Fields  []string `json:"fields"`  // that are the same
	Refused bool     `json:"refused"` // even to who insists
	// Record is only told where the caller reads the record, and on it all of
	// Fields whole.
	Record   string `json:"record,omitempty"`
	Label    string `json:"label,omitempty"`
	Archived bool   `json:"archived,omitempty"`
	// Owner is the name of the owning user or team where the rule reveals it, or
	// the record is told of; Unowned that nobody owns it.
	Owner   string `json:"owner,omitempty"`
	Unowned bool   `json:"unowned,omitempty"`
}

// seen narrows what was found to what the caller may know.
func (s *Service) seen(ctx context.Context, c *Caller, e *catalog.Entity, found []store.Match) ([]Duplicate, error) {
	labels := map[int]map[string]string{}
	var users, teams []string
	for _, f := range found {
		users, teams = append(users, f.User), append(teams, f.Team)
		if labels[f.Rule] != nil {
			continue
		}
		var ids []any
		for _, o := range found {
			if o.Rule == f.Rule {
				ids = append(ids, o.Other)
			}
		}
		known, err := s.labelsKnown(ctx, c, e.Name(), ids, e.Definition.Duplicates[f.Rule].Match)
		if err != nil {
			return nil, err
		}
		labels[f.Rule] = known
	}
	names, err := s.ownerNames(ctx, c, users, teams)
	if err != nil {
		return nil, err
	}
	list := []Duplicate{}
	for _, f := range found {
		rule := &e.Definition.Duplicates[f.Rule]
		d := Duplicate{Fields: rule.Match, Refused: rule.Refuses()}
		label, readable := labels[f.Rule][f.Other]
		if readable {
			d.Record, d.Label, d.Archived = f.Other, label, f.Archived
		}
		if rule.Reveal == definition.RevealOwner {
			d.Owner = names[cmp.Or(f.User, f.Team)]
			d.Unowned = f.User == "" && f.Team == ""
		}
		if !slices.ContainsFunc(list, func(o Duplicate) bool { return alike(o, d) }) {
			list = append(list, d)
		}
	}
	return list, nil
}

// alike tells whether two duplicates are the same to the caller, so that he
// does not learn how many there are that he cannot read.
func alike(a, b Duplicate) bool {
	return slices.Equal(a.Fields, b.Fields) && a.Record == b.Record && a.Owner == b.Owner && a.Unowned == b.Unowned
}

// labelsKnown names those of some records that the caller reads, with all of
// some fields whole.
func (s *Service) labelsKnown(ctx context.Context, c *Caller, entity string, ids []any, fields []string) (map[string]string, error) {
	r, err := s.read(ctx, c, entity)
	if problem.Is(err, problem.NotFound) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	var also query.And
	for _, name := range fields {
		cell, ok := r.cells[r.entity.Current(name)]
		if !ok {
			return map[string]string{}, nil
		}
		if w := finds(cell); w != nil {
			also = append(also, w)
		}
	}
	labels, _, err := s.labels(ctx, c, entity, ids, also...)
	return labels, err
}

// ownerNames gives the names of users and teams, whoever may read them: a system
// path, for rules that reveal the owner.
func (s *Service) ownerNames(ctx context.Context, c *Caller, users, teams []string) (map[string]string, error) {
	names := map[string]string{}
	for entity, ids := range map[string][]string{"user": users, "team": teams} {
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
		e, ok := c.State.Snapshot.Entity(entity)
		if !ok || len(ids) == 0 {
			continue
		}
		label, ok := e.Operand(e.Definition.Label)
		if !ok {
			continue
		}
		if err := s.db.SystemNames(ctx, c.Workspace.Name, e.Table, label.Column, ids, names); err != nil {
			return nil, slow(err)
		}
	}
	return names, nil
}

// entered is the hidden cause of a refused duplicate: whose owners to tell.
type entered struct {
	entity  *catalog.Entity
	matches []store.Match
	told    []Duplicate // of them, to the caller
}

// Error gives the text for logs.
func (*entered) Error() string { return "the record is there already" }

// refuseDuplicate makes the answer to a duplicate.
func (s *Service) refuseDuplicate(ctx context.Context, d *duplicated) error {
	c, e := d.writer.caller, d.writer.entity
	list, err := s.seen(ctx, c, e, d.matches)
	if err != nil {
		return err
	}
	p := problem.Wrap(problem.Conflict, "duplicate_record", &entered{entity: e, matches: d.matches, told: list})
	p.Details = duplicateDetails(c, e, d.matches)
	insist := !slices.ContainsFunc(list, func(d Duplicate) bool { return d.Refused })
	p.Extra = map[string]any{"duplicates": list, "may_insist": insist}
	return p
}

// duplicateDetails says of each field that another record has it already.
func duplicateDetails(c *Caller, e *catalog.Entity, found []store.Match) problem.List {
	var l problem.List
	for _, f := range found {
		rule := &e.Definition.Duplicates[f.Rule]
		for _, name := range rule.Match {
			p := problem.Detail{Pointer: "/" + name, Code: "duplicate_record", Message: rule.Message.In(c.Language)}
			if !slices.ContainsFunc(l, func(o problem.Detail) bool { return same(o, p) }) {
				l = append(l, p)
			}
		}
	}
	return l
}

// untold are refusals within a transaction, whose owners are told when it has
// ended.
type untold struct{ errs []error }

// untoldKey is the key of the *untold of a context.
type untoldKey struct{}

// tellOwners tells the owners of records that somebody has tried to enter once
// more, each of a record once a day and author. Within a transaction nothing is
// told, for it would be undone with it: whoever began the transaction tells when
// it has ended.
func (s *Service) tellOwners(ctx context.Context, c *Caller, errs ...error) {
	if store.Within(ctx) {
		if later, ok := ctx.Value(untoldKey{}).(*untold); ok {
			later.errs = append(later.errs, errs...)
		}
		return
	}
	var told []notify.Notification
	for _, err := range errs {
		var e *entered
		if !errors.As(err, &e) {
			continue
		}
		for _, m := range e.matches {
			known := slices.ContainsFunc(told, func(n notify.Notification) bool { return n.Subject == m.Other })
			if m.User == "" || m.User == c.Principal.UserID || known {
				continue
			}
			told = append(told, notify.Notification{User: m.User, Kind: "duplicate_entered", Entity: e.entity.Name(), Subject: m.Other,
				Params: map[string]any{"entity": e.entity.Definition.Title}})
		}
	}
	if len(told) == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.tell(ctx, c, told); err != nil {
		slog.ErrorContext(ctx, "tell the owners of duplicates", "workspace", c.Workspace.Name, "error", err)
	}
}

func (s *Service) tell(ctx context.Context, c *Caller, list []notify.Notification) error {
	names, err := s.ownerNames(ctx, c, []string{c.Principal.UserID}, nil)
	if err != nil {
		return err
	}
	return s.db.Transact(ctx, func(tx store.Querier) error {
		var fresh []notify.Notification
		tasks, known := notify.TasksOf(c.State.Snapshot.Set)
		for _, n := range list {
			first, err := store.FirstToday(ctx, tx, c.Workspace.Name, n.Subject, c.Principal.UserID)
			if err != nil {
				return err
			}
			if n.Params["by"] = names[c.Principal.UserID]; !first {
				continue
			}
			fresh = append(fresh, n)
			if !known {
				continue
			}
			if err := tasks.Give(ctx, tx, c.Workspace.Name, notify.Task{User: n.User, Kind: n.Kind, Entity: n.Entity, Record: n.Subject, Params: n.Params}); err != nil {
				return err
			}
		}
		return notify.Send(ctx, tx, c.Workspace.Name, fresh)
	})
}
