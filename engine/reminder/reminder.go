package reminder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Late is how long ago a moment may have come to be told of still: what was
// imported, restored or begun to be reminded of is no flood.
const Late = 24 * time.Hour

// Kept is how long what was told is known for: longer than it could come again.
const Kept = 400 * 24 * time.Hour

// Service tells of moments.
type Service struct {
	DB      *store.DB
	Records *record.Service
	// CallerOf gives a caller for a user, to ask what he may read.
	CallerOf func(ctx context.Context, workspace, user string) (*record.Caller, error)
}

// Run tells of the moments of a workspace that have come by now, in whose time
// zone days begin. Each value of a field is told of once. Only who may read the
// record, with the field, is told. A reminder that fails does not keep the
// others from being told.
func (s *Service) Run(ctx context.Context, workspace string, snapshot *catalog.Snapshot, now time.Time) error {
	var failed []error
	for _, d := range snapshot.Set.Entities {
		for i := range d.Reminders {
			if err := s.tell(ctx, workspace, snapshot, d, &d.Reminders[i], now); err != nil {
				failed = append(failed, fmt.Errorf("reminder %s of %s: %w", d.Reminders[i].ID, d.Name, err))
			}
		}
	}
	return errors.Join(failed...)
}

func (s *Service) tell(ctx context.Context, workspace string, snapshot *catalog.Snapshot, d *definition.Entity, r *definition.Reminder, now time.Time) error {
	m, err := momentsOf(snapshot, d, r, now)
	if err != nil || m == nil {
		return err
	}
	callers := map[string]*record.Caller{}
	for after := ""; ; {
		due, err := s.DB.MomentsDue(ctx, workspace, m, after)
		if err != nil || len(due) == 0 {
			return err
		}
		after = due[len(due)-1].Record
		known, err := s.readable(ctx, workspace, d.Name, r.At, due, callers)
		if err != nil {
			return err
		}
		if err := s.send(ctx, workspace, d, r, m, known); err != nil {
			return err
		}
	}
}

// momentsOf asks for the moments of a reminder that have come; nil when none can
// have: of a date none has on a day without its hour.
func momentsOf(snapshot *catalog.Snapshot, d *definition.Entity, r *definition.Reminder, now time.Time) (*store.Moments, error) {
	e, ok := snapshot.Entity(d.Name)
	if !ok {
		return nil, nil
	}
	at, okAt := e.Operand(r.At)
	to, okTo := e.Operand(r.Receiver(d))
	if !okAt || !okTo || at.Column == "" || to.Column == "" {
		return nil, problem.New(problem.Internal, "unknown_field")
	}
	m := &store.Moments{Schema: snapshot, Entity: d.Name, Reminder: r.ID, At: at.Column, To: to.Column, When: query.Const(true), Now: now}
	upto := now.Add(r.Before.Span())
	if at.Type.Kind == query.Date {
		day := dayOf(upto)
		m.From = query.Value{Type: query.Type{Kind: query.Date}, V: day}
		m.Upto = m.From
	} else {
		m.From = query.Value{Type: query.Type{Kind: query.Instant}, V: upto.Add(-Late)}
		m.Upto = query.Value{Type: query.Type{Kind: query.Instant}, V: upto}
	}
	if r.When != "" {
		p, err := filter.Parse(snapshot, d.Name, r.When, filter.Options{Now: now, Zone: now.Location(), Impersonal: true})
		if err != nil {
			return nil, err
		}
		m.When = query.Simplify(p)
	}
	return m, nil
}

// dayOf is the last day whose hour has come.
func dayOf(now time.Time) string {
	if now.Hour() < definition.ReminderHour {
		now = now.AddDate(0, 0, -1)
	}
	return now.Format(time.DateOnly)
}

// readable leaves the moments whose users may read the record and the field.
func (s *Service) readable(ctx context.Context, workspace, entity, at string, due []store.Moment, callers map[string]*record.Caller) ([]store.Moment, error) {
	of := map[string][]string{}
	for _, m := range due {
		of[m.User] = append(of[m.User], m.Record)
	}
	known := map[string]map[string]string{}
	for user, ids := range of {
		c, ok := callers[user]
		if !ok {
			var err error
			if c, err = s.CallerOf(ctx, workspace, user); err != nil {
				c = nil // the account is closed, or may do nothing
			}
			callers[user] = c
		}
		if c == nil {
			continue
		}
		labels, err := s.Records.Known(ctx, c, entity, ids, []string{at})
		if err != nil {
			return nil, err
		}
		known[user] = labels
	}
	var list []store.Moment
	for _, m := range due {
		if _, ok := known[m.User][m.Record]; ok {
			list = append(list, m)
		}
	}
	return list, nil
}

func (s *Service) send(ctx context.Context, workspace string, d *definition.Entity, r *definition.Reminder, m *store.Moments, list []store.Moment) error {
	if len(list) == 0 {
		return nil
	}
	return s.DB.Transact(ctx, func(tx store.Querier) error {
		fresh, err := store.NoteMoments(ctx, tx, workspace, m, list)
		if err != nil {
			return err
		}
		tell := make([]notify.Notification, len(fresh))
		for i, one := range fresh {
			tell[i] = notify.Notification{User: one.User, Kind: "reminder_due", Entity: d.Name, Subject: one.Record, Params: map[string]any{"message": message(d, r)}}
		}
		return notify.Send(ctx, tx, workspace, tell)
	})
}

// message is what the reminder says, or the titles of the entity and the field.
func message(d *definition.Entity, r *definition.Reminder) definition.Text {
	if len(r.Message) > 0 {
		return r.Message
	}
	text := definition.Text{}
	f := d.Field(r.At)
	for language := range d.Title {
		text[language] = d.Title.In(language) + " · " + cmp.Or(f.Title.In(language), f.Name)
	}
	return text
}
