package definition

// Role is a named set of grants. Permissions are the system permissions, given
// one by one: users, roles, design, publish, audit, settings, backup, access
// (write Rego, explain and review), hand_over.
type Role struct {
	Name        string   `json:"name"`
	ID          string   `json:"x-id"`
	Title       Text     `json:"title"`
	Description Text     `json:"description,omitempty"`
	Inherits    []string `json:"inherits,omitempty"` // roles below
	Permissions []string `json:"permissions,omitempty"`
	Owner       bool     `json:"owner,omitempty"` // may give any role to anybody
	// Incompatible lists roles that nobody may hold together with this one.
	Incompatible []string `json:"incompatible,omitempty"`
}

// ScopeKind says in which way a part of a scope covers records.
type ScopeKind string

// The kinds of scopes. "Mine" below is the owner field (x-owner) or the owning
// team (x-team).
const (
	ScopeNone         ScopeKind = "none"
	ScopeOwn          ScopeKind = "own"          // the owner is the caller, or a team of his
	ScopePool         ScopeKind = "pool"         // nobody owns it; with Pool, of that pool only
	ScopeTeam         ScopeKind = "team"         // the owner is in a team of the caller, or is one
	ScopeSubordinates ScopeKind = "subordinates" // the owner is the caller or below him through the manager line
	ScopeDepartment   ScopeKind = "department"   // the owner belongs to the caller's department; with Below, or one below
	ScopePartition    ScopeKind = "partition"    // Field equals an attribute of the caller
	ScopeShared       ScopeKind = "shared"       // shared with the caller by hand, by rule, by relation or by an app
	ScopeRelated      ScopeKind = "related"      // the caller may read the records that Through leads to
	ScopeAll          ScopeKind = "all"
)

// ScopePart is one way to cover records. In JSON a part that has a kind alone
// is a plain string: "own".
type ScopePart struct {
	Kind ScopeKind `json:"kind"`
	// Pool names a pool (kind pool); "" for all unowned records.
	Pool string `json:"pool,omitempty"`
	// Field is the record's relation (kind partition), Attribute the user's
	// field that it is compared with; "" for the one of the same name.
	Field     string `json:"field,omitempty"`
	Attribute string `json:"attribute,omitempty"`
	// Below includes what lies below in the tree (kinds department, partition).
	Below bool `json:"below,omitempty"`
	// Through is a path of relations (kind related): a relation field
	// ("order"), or the records that lead here ("order.buyer").
	Through []string `json:"through,omitempty"`
	// Every asks that all records at the end of Through are readable, and that
	// there is one; otherwise some.
	Every bool `json:"every,omitempty"`
}

// Scope is the union of its parts. In JSON: a part, or an array of them.
type Scope []ScopePart

// FieldSet is a set of fields: exactly one of All, Only, Except is given. In
// JSON: "all", {"only": […]}, {"except": […]}, the latter two with "grade" if
// need be; absent means no field. A field added later is not in an Only set;
// Except holds it. All and Except hold fields up to Grade: internal when not
// given; fields of a higher grade have to be named.
type FieldSet struct {
	All    bool
	Only   []string
	Except []string
	Grade  Grade
}

// Grade says how delicate a field or an entity is.
type Grade string

// The grades, from the lowest.
const (
	GradePublic       Grade = "public"
	GradeInternal     Grade = "internal"
	GradeConfidential Grade = "confidential"
	GradeSecret       Grade = "secret"
)

// Grant lets a role, or those who are given it directly, do Actions on the
// records of an entity that Scope and When cover, and read or write the fields
// of two sets. When is Expr over the record as it is; Result over the record as
// it will be (by default the scope without When).
type Grant struct {
	Name  string `json:"name"` // its stable id in policies and explanations
	Title Text   `json:"title,omitempty"`
	// Role holds the grant; "" when only user_grant records give it.
	Role string `json:"role,omitempty"`
	// Direct lets it be given to single users by user_grant records as well.
	Direct  bool     `json:"direct,omitempty"`
	Entity  string   `json:"entity"`
	Actions []string `json:"actions"` // of access.Actions
	Scope   Scope    `json:"scope"`
	// Scopes gives single actions another scope than Scope ("reads the
	// department's, edits his own").
	Scopes map[string]Scope `json:"scopes,omitempty"`
	When   string           `json:"when,omitempty"`
	Result string           `json:"result,omitempty"`
	// To says to whom records may be given (actions transfer, assign, and a
	// create or an import that names another owner): a scope that the record
	// must have afterwards.
	To       Scope    `json:"to,omitempty"`
	Channels []string `json:"channels,omitempty"` // web, api, import, job; empty means all
	Read     FieldSet `json:"read,omitzero"`
	Write    FieldSet `json:"write,omitzero"`
	// Find are the fields of Read that one may filter, sort, group and search
	// by; nil for all of Read.
	Find *FieldSet `json:"find,omitempty"`
	// Once are fields of Write that may be given a value only while empty.
	Once []string `json:"once,omitempty"`
}

// Restriction refuses Actions on the records that When covers, whatever is
// granted, except to the roles of Except.
type Restriction struct {
	Name     string   `json:"name"`
	Title    Text     `json:"title,omitempty"`
	Entity   string   `json:"entity"`
	Actions  []string `json:"actions"`
	When     string   `json:"when"`
	Except   []string `json:"except,omitempty"`
	Channels []string `json:"channels,omitempty"` // empty means all
	// Quota refuses only from the record on that exceeds it, whichever the
	// records are: When is "true" then. Nil refuses all that When covers.
	Quota *Quota `json:"quota,omitempty"`
}

// Quota limits how many records one user may take by a restriction's actions
// in a day of the workspace's time zone, in one go or in slices.
type Quota struct {
	Records int64 `json:"records"`
}

// Mask shows Fields in part on the records that When covers (all when empty),
// except to the roles of Except. Show is the pattern: phone (138****8000),
// email (a***@example.com), name (张**), id (first 3 and last 4), tail (last
// 4), date (the year), round (leading digit), all (•••••• whole).
type Mask struct {
	Name   string   `json:"name"`
	Title  Text     `json:"title,omitempty"`
	Entity string   `json:"entity"`
	Fields []string `json:"fields"`
	Show   string   `json:"show"`
	When   string   `json:"when,omitempty"`
	Except []string `json:"except,omitempty"`
}

// Level is how far a share goes.
type Level string

// The levels; each includes those before.
const (
	LevelRead  Level = "read"
	LevelWrite Level = "write" // update, comment
	LevelFull  Level = "full"  // archive, restore, transfer, share, release, print, export too
)

// Sharing shares the records that When covers, as they are at any moment, with
// those of To. What they may then do and see is for grants of scope shared to
// say.
type Sharing struct {
	Name   string    `json:"name"`
	Title  Text      `json:"title,omitempty"`
	Entity string    `json:"entity"`
	When   string    `json:"when,omitempty"` // Expr; empty for all records
	Level  Level     `json:"level"`
	To     SharingTo `json:"to"`
}

// SharingTo is whom records are shared with; exactly one member is given.
type SharingTo struct {
	Roles []string `json:"roles,omitempty"`
	// Users, Teams and Departments are ids of records; a department stands for
	// those below, too.
	Users       []string `json:"users,omitempty"`
	Teams       []string `json:"teams,omitempty"`
	Departments []string `json:"departments,omitempty"`
	// Field is a relation of the record to a user, team or department.
	Field string `json:"field,omitempty"`
	// Readers of the records that this path of relations leads to, as in
	// ScopePart.Through.
	Readers []string `json:"readers,omitempty"`
}

// Pool holds those records of an entity that nobody owns and that When covers.
type Pool struct {
	Name   string `json:"name"`
	Title  Text   `json:"title"`
	Entity string `json:"entity"`
	When   string `json:"when,omitempty"` // Expr
	// Members may see and claim, Admins also assign and take back; roles.
	Members []string `json:"members"`
	Admins  []string `json:"admins,omitempty"`
	// Hidden fields are not shown to members, Masked ones in part, until the
	// record is claimed.
	Hidden []string   `json:"hidden,omitempty"`
	Masked []PoolMask `json:"masked,omitempty"`
	Claim  PoolClaim  `json:"claim,omitzero"`
	// Reason must be given when a record is released.
	Reason bool        `json:"reason,omitempty"`
	Return *PoolReturn `json:"return,omitempty"`
}

// PoolMask shows a field in part while the record is in the pool.
type PoolMask struct {
	Field string `json:"field"`
	Show  string `json:"show"` // as in Mask
}

// PoolClaim limits claiming; 0 is no limit.
type PoolClaim struct {
	PerDay int `json:"perDay,omitempty"` // claims of one user in one day, released ones counted
	Holds  int `json:"holds,omitempty"`  // records that one user may own
	// Except leaves records out of Holds (Expr), signed customers for example.
	Except string `json:"except,omitempty"`
	// CoolDown is for how many hours who lost or released a record may not
	// claim it again; EntryHours for how many hours after its coming nobody may.
	CoolDown   int `json:"coolDown,omitempty"`
	EntryHours int `json:"entryHours,omitempty"`
}

// PoolReturn takes records back from owners who do not work on them.
type PoolReturn struct {
	Days int `json:"days"` // without activity
	// Activity is a date-time field of the record, or the records that lead
	// here whose creation counts ("task.about"). Getting the record
	// counts, too.
	Activity string `json:"activity"`
	// Protect keeps records from being returned (Expr).
	Protect string `json:"protect,omitempty"`
	Remind  []int  `json:"remind,omitempty"` // days before, each once
}

// Obligation is what must happen besides, before Actions on the records that
// When covers are done, except for the roles of Except.
type Obligation struct {
	Name    string   `json:"name"`
	Title   Text     `json:"title,omitempty"`
	Entity  string   `json:"entity"`
	Actions []string `json:"actions"` // transfer, export …; on entity "" the system action publish_access
	When    string   `json:"when,omitempty"`
	Except  []string `json:"except,omitempty"`
	// Needs is approval, reason, second_factor or report.
	Needs string `json:"needs"`
	// By is the role whose holders may approve, or to whom it is reported.
	By string `json:"by,omitempty"`
}

// Alert tells the holders of Notify when something unusual happens.
type Alert struct {
	Name   string `json:"name"`
	Title  Text   `json:"title,omitempty"`
	Entity string `json:"entity,omitempty"` // "" for all
	// Kind is mass_read (more than Threshold records read), refusals (more than
	// Threshold refused requests) or odd_hours (any request at a time outside
	// From–To, hours of the workspace's time zone), by one user in Minutes.
	Kind      string   `json:"kind"`
	Threshold int64    `json:"threshold,omitempty"`
	Minutes   int      `json:"minutes,omitempty"`
	From      int      `json:"from,omitempty"`
	To        int      `json:"to,omitempty"`
	Notify    []string `json:"notify"` // roles
}

// Rego is a policy written by hand: a module of package custom.<name> of
// administrators, or app.<package>.<entity> of an app package, and its tests.
type Rego struct {
	Name     string   `json:"name"`
	Title    Text     `json:"title,omitempty"`
	Entities []string `json:"entities"` // whose access it takes part in
	Module   string   `json:"module"`
	Tests    string   `json:"tests,omitempty"`
	// Grants lets a custom module give, and not only take away. Only owners
	// turn it on.
	Grants bool `json:"grants,omitempty"`
	// Ids says what the ids that its sets hold stand for: fields of grants and
	// masks.
	Ids []RegoID `json:"ids,omitempty"`
}

// RegoID is the static part of one id of a hand-written module's sets.
type RegoID struct {
	ID     string   `json:"id"`
	Title  Text     `json:"title,omitempty"`
	Role   string   `json:"role,omitempty"`   // of a grant: whose it is said to be
	Read   FieldSet `json:"read,omitzero"`    // of a grant
	Write  FieldSet `json:"write,omitzero"`   // of a grant
	Fields []string `json:"fields,omitempty"` // of a mask
	Show   string   `json:"show,omitempty"`   // of a mask
	Needs  string   `json:"needs,omitempty"`  // of an obligation
	By     string   `json:"by,omitempty"`     // of an obligation
}
