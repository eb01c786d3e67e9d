package whatif

// Answer is what publishing a draft would change in who may do what.
type Answer struct {
	Revision int64 `json:"revision"` // the published one
	// Partial says that not all could be counted in time; LeftOut says what.
	Partial bool         `json:"partial"`
	LeftOut LeftOut      `json:"left_out"`
	Roles   []RoleChange `json:"roles"`
	Users   []UserChange `json:"users"`
	TookMS  float64      `json:"took_ms"`
}

// LeftOut is what an answer does not hold.
type LeftOut struct {
	Users    int      `json:"users"`    // that are affected
	Entities []string `json:"entities"` // whose records were not counted, or not all
}

// Diff is what is there after and was not before, and the reverse. Lists are
// sorted.
type Diff struct {
	Gained []string `json:"gained"`
	Lost   []string `json:"lost"`
}

// RoleChange is what a role gives after, and what its holders gain and lose
// together. The actions and fields of its Entities are those that the role
// gives by itself.
type RoleChange struct {
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	Holders     int            `json:"holders"` // affected users who have it, before or after
	Permissions Diff           `json:"permissions"`
	Entities    []EntityChange `json:"entities"`
}

// UserChange is what one user gains and loses.
type UserChange struct {
	ID string `json:"id"`
	// Name is "" when who asks may not know it.
	Name        string         `json:"name,omitempty"`
	Roles       Diff           `json:"roles"`
	Permissions Diff           `json:"permissions"`
	Entities    []EntityChange `json:"entities"`
}

// EntityChange is what changes about the records of one entity.
type EntityChange struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Visible is gained or lost when the entity as a whole appears or vanishes.
	Visible string         `json:"visible,omitempty"`
	Actions Diff           `json:"actions"`
	Fields  []FieldChange  `json:"fields"`
	Records []RecordChange `json:"records"`
	Cells   []CellChange   `json:"cells"`
}

// FieldChange is a field that shows otherwise: hidden, masked, partly (masked
// or hidden on some records), read or write.
type FieldChange struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// RecordChange counts the records that an action is newly allowed on, or no
// longer. Archived records do not count.
type RecordChange struct {
	Action         string    `json:"action"`
	Gained         int64     `json:"gained"`
	Lost           int64     `json:"lost"`
	GainedExamples []Example `json:"gained_examples"`
	LostExamples   []Example `json:"lost_examples"`
}

// Example is a record that who asks may read.
type Example struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// CellChange counts the cells of a field that newly show whole, or no longer,
// on the records that are readable before and after.
type CellChange struct {
	Field  string `json:"field"`
	Gained int64  `json:"gained"`
	Lost   int64  `json:"lost"`
}

func (e *EntityChange) empty() bool {
	return e.Visible == "" && e.Actions.empty() && len(e.Fields)+len(e.Records)+len(e.Cells) == 0
}

func (d Diff) empty() bool { return len(d.Gained)+len(d.Lost) == 0 }
