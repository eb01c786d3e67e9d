package reminder

import (
	"context"
	"fmt"
	"strings"
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

// Kind is the kind of notification that is sent.
const Kind = "reminder_due"

// late is how long after its moment a record is still told of: an import, or
// the first publish of a reminder, does not tell of what is long over.
const late = 24 * time.Hour

// maxBatches bounds how much one run tells of by one reminder; the next one
// goes on.
const maxBatches = 200

// Service tells of records whose date has come.
type Service struct {
	db      *store.DB
	records *record.Service
}

// New makes a Service.
func New(db *store.DB, records *record.Service) *Service { return &Service{db, records} }

// Run tells of what is due in a workspace. Days are those of the time zone of
// now. A reminder that fails does not keep the others from telling.
func (s *Service) Run(ctx context.Context, workspace string, snapshot *catalog.Snapshot, now time.Time) error {
	var failed []string
	var cause error
	for _, d := range snapshot.Set.Entities {
		for i := range d.Reminders {
			if err := s.tell(ctx, workspace, snapshot, d, i, now); err != nil {
				failed, cause = append(failed, fmt.Sprintf("%s/%d", d.Name, i)), err
			}
		}
	}
	if cause != nil {
		return fmt.Errorf("reminders %s: %w", strings.Join(failed, ", "), cause)
	}
	return nil
}

func (s *Service) tell(ctx context.Context, workspace string, snapshot *catalog.Snapshot, e *definition.Entity, i int, now time.Time) error {
	due, err := dueOf(snapshot, e, i, now)
	if err != nil || due == nil {
		return err
	}
	t := &telling{Service: s, workspace: workspace, entity: e, reminder: &e.Reminders[i], due: due, readers: s.records.NewReaders(workspace, due.Now)}
	for range maxBatches {
		list, err := s.db.DueNow(ctx, workspace, due)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := t.batch(ctx, list); err != nil || len(list) < store.DueBatch {
			return err
		}
	}
	return nil
}

// dueOf describes what a reminder of an entity, by its number, tells of; nil
// while there is nothing that it could.
func dueOf(snapshot *catalog.Snapshot, e *definition.Entity, i int, now time.Time) (*store.Due, error) {
	r := &e.Reminders[i]
	compiled, ok := snapshot.Entity(e.Name)
	at, known := snapshot.Field(e.Name, r.At)
	to, leads := snapshot.Field(e.Name, r.Receivers(e))
	if !ok || !known || !leads {
		return nil, problem.New(problem.Internal, "unknown_field").With("name", r.At)
	}
	d := &store.Due{Schema: snapshot, Entity: e.Name, EntityID: e.ID, Reminder: r.ID, At: at, To: to, Now: now, Bind: bind(now)}
	var any bool
	if d.From.V, d.Until.V, any = between(at.Type.Kind, r.Before, now); !any {
		return nil, nil
	}
	d.From.Type, d.Until.Type = at.Type, at.Type
	values, err := compiled.Values()
	if err != nil {
		return nil, err
	}
	if when := values.Reminders[i]; when != nil {
		d.When = when.P
	}
	return d, nil
}

// bind gives the values of conditions that nobody asks: those of time alone.
func bind(now time.Time) store.Binder {
	return func(name string) any {
		if name == "now" {
			return now
		}
		if day, ok := filter.Day(name, now, now.Location()); ok {
			return day
		}
		return nil
	}
}

// between gives the first and the last value of a field whose moment has come,
// and not too long ago; false for none.
func between(kind query.Kind, before definition.Span, now time.Time) (from, until any, any bool) {
	since := now.Add(-late)
	if kind != query.Date {
		return before.After(since).UTC().Truncate(time.Microsecond), before.After(now).UTC().Truncate(time.Microsecond), true
	}
	y, m, d := before.After(now).Date()
	for i := -3; i <= 2; i++ {
		day := time.Date(y, m, d+i, definition.ReminderHour, 0, 0, 0, now.Location())
		if moment := before.Before(day); moment.After(now) || moment.Before(since) {
			continue
		}
		until = day.Format(time.DateOnly)
		if !any {
			from, any = until, true
		}
	}
	return from, until, any
}

// telling is the work on one reminder.
type telling struct {
	*Service
	workspace string
	entity    *definition.Entity
	reminder  *definition.Reminder
	due       *store.Due
	readers   *record.Readers
}

// batch tells of some records. What their readers see is asked first, and not
// in the transaction, which would hold one connection and ask for others.
func (t *telling) batch(ctx context.Context, list []store.DueRecord) error {
	tell, err := t.notices(ctx, list)
	if err != nil {
		return err
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.Record
	}
	return t.db.Claim(ctx, t.workspace, t.due, ids, func(tx store.Querier, claimed []string) error {
		var send []notify.Notification
		for _, id := range claimed {
			send = append(send, tell[id]...)
		}
		return notify.Send(ctx, tx, t.workspace, send)
	})
}

// notices gives what is to be told of each record, to those who read it.
func (t *telling) notices(ctx context.Context, list []store.DueRecord) (map[string][]notify.Notification, error) {
	records := map[string][]string{} // by user
	for _, one := range list {
		for _, user := range one.Users {
			records[user] = append(records[user], one.Record)
		}
	}
	tell := map[string][]notify.Notification{}
	for user, ids := range records {
		c, err := t.readers.Of(ctx, user)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		labels, err := t.records.LabelsShowing(ctx, c, t.entity.Name, ids, []string{t.reminder.At})
		if err != nil {
			return nil, err
		}
		for id, label := range labels {
			tell[id] = append(tell[id], notify.Notification{User: user, Kind: Kind, Entity: t.entity.Name, Subject: id,
				Params: map[string]any{"message": t.message(), "entity": t.entity.Title, "record": label}})
		}
	}
	return tell, nil
}

// message is what the designer says, or that this is a reminder of the field.
func (t *telling) message() definition.Text {
	if len(t.reminder.Message) > 0 {
		return t.reminder.Message
	}
	text, f := definition.Text{}, t.entity.Field(t.reminder.At)
	for _, language := range []string{"en", "zh-CN"} {
		text[language] = problem.Message(language, "reminder_of", map[string]any{"field": f.Title.In(language)})
	}
	return text
}
