package notify

import "slices"

// Kind is a kind of notification. Its title is the message notice_<Name>, its
// text notify_<Name>.
type Kind struct {
	Name string
	// Required ones are told to everybody: approvals asked of one, and what
	// keeps the workspace safe.
	Required bool
}

// Kinds are all that the product makes, in the order in which people are asked
// about them.
var Kinds = []Kind{
	{Name: "task_assigned"}, {Name: "mentioned"}, {Name: "duplicate_entered"}, {Name: "return_soon"}, {Name: "record_returned"},
	{Name: "record_received"}, {Name: "record_claimed"},
	{Name: "reminder_due"},
	{Name: "approval_requested", Required: true}, {Name: "approval_approved"}, {Name: "approval_rejected"}, {Name: "approval_failed"},
	{Name: "obligation_reported", Required: true},
	{Name: "access_review_due", Required: true}, {Name: "access_review_overdue", Required: true},
	{Name: "alert_mass_read", Required: true}, {Name: "alert_refusals", Required: true}, {Name: "alert_odd_hours", Required: true},
	{Name: "webhook_off"},
}

// preferencePrefix stands before the name of a kind in the name of the
// preference by which a user turns it off.
const preferencePrefix = "notifications."

// Preference is the name of the user's preference that turns the kind off with
// the value false.
func (k Kind) Preference() string { return preferencePrefix + k.Name }

// KindOf finds a kind by name.
func KindOf(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}
