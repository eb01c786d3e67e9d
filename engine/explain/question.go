package explain

// Question asks about one user, entity and action, and mostly a record.
type Question struct {
	User    string // id; "" for who asks
	Entity  string
	ID      string // of the record; "" asks about any record
	Action  string // of access.Actions; "" for read
	Field   string // asks about the field's cell besides
	Channel string // web (also for ""), api, import, job
}

// Answer says what was decided, by what and why.
type Answer struct {
	Allowed  bool     `json:"allowed"`
	Decision Decision `json:"decision"`
	// Cell says of the field asked about: hidden, masked, read or write.
	Cell    string   `json:"cell,omitempty"`
	Reasons []Reason `json:"reasons"`
	// Text says it in one or two sentences.
	Text   string  `json:"text"`
	TookMS float64 `json:"took_ms"`
}

// Decision holds the ids that decided. Lists are sorted.
type Decision struct {
	Grants       []string `json:"grants"`
	Restrictions []string `json:"restrictions"`
	Obligations  []string `json:"obligations"`
	Masks        []string `json:"masks"`
}

// The kinds of reasons.
const (
	KindGrant       = "grant"
	KindRestriction = "restriction"
	KindParent      = "parent" // the record it belongs to cannot be read
	KindQuota       = "quota"  // a limit of records per day
	KindObligation  = "obligation"
	KindMask        = "mask"
	KindField       = "field"    // no grant that covers the record includes the field
	KindRead        = "read"     // the record cannot be read, which every other action needs
	KindChannel     = "channel"  // a grant that counts on other channels only
	KindNoRole      = "no_role"  // no role of the user has a grant of the action
	KindArchived    = "archived" // the state of the record refuses the action
	KindInactive    = "inactive" // nobody active has this id
	KindEntity      = "entity"   // there is no such entity
)

// Reason is one thing that counted, or could have.
type Reason struct {
	Kind  string `json:"kind"`
	ID    string `json:"id,omitempty"`
	Title string `json:"title,omitempty"`
	Role  string `json:"role,omitempty"`
	// Via says how the user has the role.
	Via string `json:"via,omitempty"`
	// Holds is nil when it depends on a record and none was named.
	Holds      *bool       `json:"holds"`
	Text       string      `json:"text"`
	Conditions []Condition `json:"conditions,omitempty"`
}

// Condition is a part of what a reason asks of the record; all parts must hold.
type Condition struct {
	Text string `json:"text"`
	// Holds is nil when who asks may not know.
	Holds *bool `json:"holds"`
}

func yes(b bool) *bool { return &b }
