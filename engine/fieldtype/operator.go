package fieldtype

// Operator is a filter operator, by its name in JSON filters.
type Operator string

// The operators. A negation holds for empty values too.
const (
	OpEqual        Operator = "eq"
	OpNotEqual     Operator = "neq"
	OpIn           Operator = "in"
	OpNotIn        Operator = "nin"
	OpLess         Operator = "lt"
	OpLessEqual    Operator = "lte"
	OpGreater      Operator = "gt"
	OpGreaterEqual Operator = "gte"
	OpBetween      Operator = "between" // both ends included
	OpContains     Operator = "contains"
	OpNotContains  Operator = "ncontains"
	OpStartsWith   Operator = "startswith"
	OpEndsWith     Operator = "endswith"
	OpEmpty        Operator = "empty"  // with true or false
	OpNotEmpty     Operator = "nempty" // with true or false
)

// Operators shared by types of one nature.
var (
	equality = []Operator{OpEqual, OpNotEqual, OpIn, OpNotIn, OpEmpty, OpNotEmpty}
	ordered  = []Operator{
		OpEqual, OpNotEqual, OpIn, OpNotIn, OpLess, OpLessEqual, OpGreater, OpGreaterEqual, OpBetween, OpEmpty, OpNotEmpty,
	}
	textual = []Operator{
		OpEqual, OpNotEqual, OpIn, OpNotIn, OpLess, OpLessEqual, OpGreater, OpGreaterEqual, OpBetween,
		OpContains, OpNotContains, OpStartsWith, OpEndsWith, OpEmpty, OpNotEmpty,
	}
	// present are those of values that nothing is compared with.
	present = []Operator{OpEmpty, OpNotEmpty}
	listed  = []Operator{OpContains, OpNotContains, OpIn, OpNotIn, OpEmpty, OpNotEmpty}
)
