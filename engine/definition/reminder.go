package definition

import "time"

// Reminder is one x-reminders entry: when the moment in the field At has come,
// the user in the field To is told.
type Reminder struct {
	ID      string `json:"x-id"`
	At      string `json:"at"`             // a stored date or datetime field; a date means ReminderHour of the day
	To      string `json:"to,omitempty"`   // a user field; "" for the owner
	When    string `json:"when,omitempty"` // Expr about the record; "" for always
	Before  Lead   `json:"before,omitzero"`
	Message Text   `json:"message,omitempty"` // nil for the titles of the entity and the field
}

// ReminderHour is the hour of a day at which a reminder of a date comes.
const ReminderHour = 9

// Lead is how long before its moment a reminder comes.
type Lead struct {
	Days    int `json:"days,omitempty"`
	Hours   int `json:"hours,omitempty"`
	Minutes int `json:"minutes,omitempty"`
}

// Span is the lead as a duration, of days of 24 hours.
func (l Lead) Span() time.Duration {
	return time.Duration(l.Days)*24*time.Hour + time.Duration(l.Hours)*time.Hour + time.Duration(l.Minutes)*time.Minute
}

// Receiver names the field with the user whom a reminder of e is for; "" for
// none.
func (r *Reminder) Receiver(e *Entity) string {
	if r.To != "" {
		return r.To
	}
	return e.Owner
}
