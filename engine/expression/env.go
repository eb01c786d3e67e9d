package expression

// Kind is the class of a value in an expression.
type Kind uint8

// The kinds.
const (
	Text    Kind = iota + 1
	Number       // integers too
	Boolean      //
	Date         //
	Time         // of a day
	Instant      //
	Record       // the id of a record; Type.Entity is whose
	Range        // a span of days, such as today() or this_month()
	Null         // nil
	Literal      // a text in quotes, which stands for whatever it is compared with
	Caller       // user, whose attributes are its members
	Span         // the time between two dates or moments
	Markup       // a text with markup, in which words can be looked for
	Opaque       // a value that is there or not, and no more can be asked of
)

// String names the kind in messages.
func (k Kind) String() string {
	names := [...]string{"", "text", "number", "boolean", "date", "time", "datetime", "record", "range", "nil", "text", "user", "duration", "rich text", "value"}
	if int(k) >= len(names) {
		return ""
	}
	return names[k]
}

// Type is a kind, or a list of it. Entity is the entity of a Record, and ""
// when any will do.
type Type struct {
	Kind   Kind
	List   bool
	Entity string
}

// String names the type in messages.
func (t Type) String() string {
	if t.List {
		return "list of " + t.Kind.String()
	}
	return t.Kind.String()
}

// Env says what the names in an expression mean.
type Env struct {
	// Entity is the entity of the record that the expression is about.
	Entity string
	// Field gives the type of a field of an entity, or false. Paths such as
	// owner.department ask for each step.
	Field func(entity, name string) (Type, bool)
	// Attribute gives the type of an attribute of the caller (user.<name>), or
	// false. Nil means that the expression may not ask who is calling.
	Attribute func(name string) (Type, bool)
	// Self names the record itself where a path begins with it, as record does
	// in record.owner; "" is no name.
	Self string
	// Flat refuses any, all, none, count and sum.
	Flat bool
	// Links lets any, all and none be about relations to many records, too:
	// any(members, .active), and any(project.members, .open) from a member.
	Links bool
	// Constants lets a comparison be without a field: now() < '2027-01-01T00:00:00Z'.
	Constants bool
	// Functions gives the functions by name.
	Functions map[string]Function
}
