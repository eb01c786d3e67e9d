package query

// Kind is the class of a value: values of different kinds are never equal and
// never ordered.
type Kind uint8

// The kinds, with the Go type that a Value of the kind has.
const (
	Text    Kind = iota + 1 // string (valid UTF-8, no NUL)
	Integer                 // int64
	Number                  // Decimal: the exact decimal text, canonical ("12.5", "-0.001", "0")
	Boolean                 // bool
	Date                    // string "2026-01-31"
	Time                    // string "15:04:05"
	Instant                 // time.Time, UTC, microseconds
	UUID                    // string, canonical lower case
	Markup                  // string: sanitised HTML; matches by its Words alone
	JSON                    // json.RawMessage: any JSON value; present or not, nothing else
	Sealed                  // string: what nobody is shown; present or not, nothing else
)

// Type is a kind, or an array of one. Text arrays back choices and tags.
type Type struct {
	Kind  Kind
	Array bool
}

// Decimal is an exact decimal number as canonical text: no exponent, no plus,
// no leading zeros, no trailing zeros after the point, "0" for zero. Integer
// and Number compare with each other by value.
type Decimal string

// Predicate is a condition over one record (variable 0) and the records that
// Some binds. It is two-valued: whatever touches an empty value is "not true",
// and Not turns not-true into true. The dynamic type is one of those below.
type Predicate interface{ isPredicate() }

type (
	// Const is a condition known in advance.
	Const bool
	// And is true when all are; empty And is true.
	And []Predicate
	// Or is true when one is; empty Or is false.
	Or []Predicate
	// Not is true exactly when P is not (SQL: IS NOT TRUE).
	Not struct{ P Predicate }
	// Present is true when X has a value (SQL: IS NOT NULL).
	Present struct{ X Operand }
	// IsTrue is true when X, of kind Boolean, has the value true.
	IsTrue struct{ X Operand }
	// Compare is true when both sides have values of comparable types that
	// stand in the relation. Text compares by code points (COLLATE "C").
	Compare struct {
		Op   Op
		X, Y Operand
	}
	// Match is true when X, a text, has Y at the given place. Fold compares
	// without regard to case (simple Unicode lower case of both sides).
	Match struct {
		How  How
		X, Y Operand
		Fold bool
	}
	// In is true when X has a value that is an element of List, an array.
	In struct{ X, List Operand }
	// Overlap is true when X and Y, arrays of one kind, share an element.
	Overlap struct{ X, Y Operand }
	// Some is true when one record of Relation's far side, bound to the new
	// variable Var, makes P true. For a relation to one, that is the record
	// pointed to.
	Some struct {
		Var      int // number of the new variable; no enclosing Some has the same
		Relation Relation
		P        Predicate
	}
)

// Op is a comparison.
type Op uint8

// The comparisons. Ne is true only when both sides have values.
const (
	Eq Op = iota + 1
	Ne
	Lt
	Le
	Gt
	Ge
)

// How is where Match looks.
type How uint8

// The places.
const (
	Contains How = iota + 1
	HasPrefix
	HasSuffix
)

// Relation leads from the record bound to From to records of Entity: forward
// through a relation field of the From record (Field, holding the target's id,
// or the ids of several targets), or backward (Reverse) to the records of Entity
// whose Field holds From's id.
type Relation struct {
	From    int
	Entity  string // entity of the records on the far side
	Field   Field  // the relation field; its Var is From when forward, ignored when Reverse
	Reverse bool
}

// Operand is a side of a comparison: Value, Param, Field, or what is made of
// such ones: Compute, Choose or Gather.
type Operand interface {
	isOperand()
	// OperandType is the operand's type.
	OperandType() Type
}

type (
	// Value is a constant. V has the Go type of Type.Kind, or is a slice of
	// it ([]any) when Type.Array; nil is the empty value.
	Value struct {
		Type Type
		V    any
	}
	// Param is a value known only when the request comes: "now" (Instant) or
	// "user.<attribute>" ("user.id" UUID, "user.roles" Text array …). A
	// missing attribute is the empty value.
	Param struct {
		Type Type
		Name string
	}
	// Field is a field of the record bound to Var.
	Field struct {
		Var    int
		Entity string // the record's entity
		Name   string // field name, "id" and the other system fields included
		Column string // its column, for the renderer; "" when it is computed
		// Links is the table of links (record, target, position) that holds the
		// values of a field that points to any number of records; "" for others.
		// Its Column only names it, in change rows and arguments.
		Links string
		Type  Type
		// Computed says what the field is made of; nil for one that is stored.
		Computed *Computed
	}
)

func (Const) isPredicate()   {}
func (And) isPredicate()     {}
func (Or) isPredicate()      {}
func (Not) isPredicate()     {}
func (Present) isPredicate() {}
func (IsTrue) isPredicate()  {}
func (Compare) isPredicate() {}
func (Match) isPredicate()   {}
func (In) isPredicate()      {}
func (Overlap) isPredicate() {}
func (Some) isPredicate()    {}

func (Value) isOperand() {}
func (Param) isOperand() {}
func (Field) isOperand() {}

// OperandType implements Operand.
func (v Value) OperandType() Type { return v.Type }

// OperandType implements Operand.
func (p Param) OperandType() Type { return p.Type }

// OperandType implements Operand.
func (f Field) OperandType() Type { return f.Type }

// Schema tells the compilers of filters and policies which fields an entity
// has. The catalog implements it; answers never change for one Snapshot.
type Schema interface {
	// Field gives a field of an entity (Var 0), or false.
	Field(entity, name string) (Field, bool)
	// Target gives the entity a relation field points to, or false.
	Target(entity, field string) (string, bool)
	// Table gives the physical table name of an entity, or false.
	Table(entity string) (string, bool)
}
