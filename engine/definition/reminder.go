package definition

import "time"

// Reminder is one x-reminders entry: when the moment in the field At comes, the
// users in the field To are told of the record, once for each value.
type Reminder struct {
	ID      string `json:"x-id"`
	At      string `json:"at"`             // a stored date, which is ReminderHour of its day, or datetime
	To      string `json:"to,omitempty"`   // a user or users; "" for the owner
	When    string `json:"when,omitempty"` // Expr of stored fields of the record; "" for all records
	Before  Span   `json:"before,omitzero"`
	Message Text   `json:"message,omitempty"`
}

// ReminderHour is the hour of the day at which a date has come.
const ReminderHour = 9

// Span is a length of time; the zero Span is none. Days are those of the
// calendar.
type Span struct {
	Minutes int `json:"minutes,omitempty"`
	Hours   int `json:"hours,omitempty"`
	Days    int `json:"days,omitempty"`
}

// After gives the time that is a span after another.
func (s Span) After(t time.Time) time.Time { return s.shift(t, 1) }

// Before gives the time that is a span before another.
func (s Span) Before(t time.Time) time.Time { return s.shift(t, -1) }

func (s Span) shift(t time.Time, sign int) time.Time {
	return t.AddDate(0, 0, sign*s.Days).Add(time.Duration(sign) * (time.Duration(s.Hours)*time.Hour + time.Duration(s.Minutes)*time.Minute))
}

// Receivers names the field of the users who are told; "" for none.
func (r *Reminder) Receivers(e *Entity) string {
	if r.To != "" {
		return r.To
	}
	return e.Owner
}
