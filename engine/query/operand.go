package query

// Computed is what a field without a column is made of: an operand over
// variable 0, the record that has the field. Fields of equal meaning share one,
// and it is set once, before anybody asks.
type Computed struct {
	X Operand
	// Discloses tells that the value may be read by those who may not read all
	// that is gathered for it.
	Discloses bool
}

// Open gives the operand of a computed field, about the record that the field
// is of. depth is how many computed fields it stands in; variables that the
// operand binds get numbers that nothing around it has.
func (f Field) Open(depth int) Operand {
	return mapOperand(f.Computed.X, func(variable int) int {
		if variable == 0 {
			return f.Var
		}
		return variable + openSpacing*(depth+1)
	})
}

// openSpacing keeps the variables of computed fields apart from all others.
const openSpacing = 1_000_000

type (
	// Compute is a function of its arguments. What it makes of empty ones
	// belongs to the function; most answer with the empty value.
	Compute struct {
		Fn   Fn
		Args []Operand
		Type Type
	}
	// Choose is Then where If is true, and Else where it is not.
	Choose struct {
		If         Predicate
		Then, Else Operand
		Type       Type
	}
	// Gather makes one value of the records of Relation's far side, each bound
	// to the new variable Var, for which P is true. X is what is taken of each;
	// nil for Count.
	Gather struct {
		Var      int // as in Some
		Relation Relation
		P        Predicate // nil for all
		Fn       Aggregate
		X        Operand
		Type     Type
	}
)

// Aggregate is how Gather makes one value of many. Empty values do not count.
type Aggregate string

// The aggregates.
const (
	Count Aggregate = "count" // how many records; a Number
	Sum   Aggregate = "sum"   // of numbers; 0 of none
	Avg   Aggregate = "avg"   // of numbers, to Places digits
	Least Aggregate = "min"
	Most  Aggregate = "max"
	One   Aggregate = "one" // the value of the one record of a relation to one
)

func (Compute) isOperand() {}
func (Choose) isOperand()  {}
func (Gather) isOperand()  {}

// OperandType implements Operand.
func (c Compute) OperandType() Type { return c.Type }

// OperandType implements Operand.
func (c Choose) OperandType() Type { return c.Type }

// OperandType implements Operand.
func (g Gather) OperandType() Type { return g.Type }

// Truth gives a condition as a value, true or false.
func Truth(p Predicate) Operand {
	t := Type{Kind: Boolean}
	return Choose{If: p, Then: Value{t, true}, Else: Value{t, false}, Type: t}
}

// parts gives conditions that together read all that an operand made of others
// reads, with what it binds.
func parts(x Operand) []Predicate {
	switch x := x.(type) {
	case Compute:
		list := make([]Predicate, len(x.Args))
		for i, arg := range x.Args {
			list[i] = Present{arg}
		}
		return list
	case Choose:
		return []Predicate{x.If, Present{x.Then}, Present{x.Else}}
	case Gather:
		return []Predicate{x.some()}
	}
	return nil
}

// some is the condition that a Gather finds a record.
func (g Gather) some() Some {
	var inner And
	if g.P != nil {
		inner = append(inner, g.P)
	}
	if g.X != nil {
		inner = append(inner, Present{g.X})
	}
	return Some{Var: g.Var, Relation: g.Relation, P: inner}
}

// Expand gives p with computed fields replaced by what they are made of.
func Expand(p Predicate) Predicate { return expansion{}.predicate(p) }

// ExpandOperand is Expand for an operand.
func ExpandOperand(x Operand) Operand { return expansion{}.operand(x) }

// expansion opens computed fields within depth others.
type expansion struct{ depth int }

func (e expansion) predicate(p Predicate) Predicate {
	return Rewrite(p, e.operand, nil)
}

func (e expansion) operand(x Operand) Operand {
	f, ok := x.(Field)
	if !ok || f.Computed == nil {
		return x
	}
	return rewriting{operand: expansion{e.depth + 1}.operand}.side(f.Open(e.depth))
}
