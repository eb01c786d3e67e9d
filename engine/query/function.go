package query

// Fn is a function of Compute. All are total: what has no answer, such as a
// division by zero or a number out of bounds, is the empty value.
type Fn string

// The functions of numbers. Arguments are Integer or Number, results Number.
const (
	FnAdd   Fn = "add"
	FnSub   Fn = "sub"
	FnMul   Fn = "mul" // rounded to Places
	FnDiv   Fn = "div" // rounded to Places, half away from zero
	FnMod   Fn = "mod" // with the sign of the first argument
	FnNeg   Fn = "neg"
	FnAbs   Fn = "abs"
	FnFloor Fn = "floor"
	FnCeil  Fn = "ceil"
	FnRound Fn = "round" // x, digits: a constant; half away from zero
	FnPow   Fn = "pow"   // x, exponent: a constant from 0 to MaxPower
	FnLeast Fn = "least" // of any number of values of one ordered kind; empty ones do not count
	FnMost  Fn = "most"
)

// The functions of texts. Positions and lengths count characters and are
// constants; results are cut at MaxText characters.
const (
	FnConcat    Fn = "concat"
	FnLower     Fn = "lower"
	FnUpper     Fn = "upper"
	FnTrim      Fn = "trim"
	FnLen       Fn = "len"
	FnLeft      Fn = "left"
	FnRight     Fn = "right"
	FnSubstring Fn = "substring" // x, first (from 1), count
	FnReplace   Fn = "replace"   // x, what, with: constants
	FnText      Fn = "text"      // of a number or a date
)

// The functions of days and moments. Where an Instant becomes days, the last
// argument is the name of the time zone.
const (
	FnYear      Fn = "year" // of a Date
	FnMonth     Fn = "month"
	FnDay       Fn = "day"
	FnWeekday   Fn = "weekday" // 1 is Monday
	FnHour      Fn = "hour"    // of an Instant, zone
	FnMinute    Fn = "minute"  // of an Instant, zone
	FnDate      Fn = "date"    // of an Instant, zone
	FnDays      Fn = "days"    // whole days of a number of seconds
	FnBetween   Fn = "between" // seconds from the second Date or Instant to the first
	FnAddDays   Fn = "add_days"
	FnAddMonths Fn = "add_months" // to a Date
	FnAddHours  Fn = "add_hours"  // to an Instant
	FnCoalesce  Fn = "coalesce"   // the first argument that is not empty
)

// The bounds of computed values.
const (
	Places   = 20     // digits after the point
	MaxWhole = 30     // digits before the point; what has more is empty
	MaxText  = 10_000 // characters
	MaxPower = 9
	// What may be added to a date, or taken from it.
	MaxDays   = 1_000_000
	MaxMonths = 48_000
	MaxHours  = 1_000_000
)
