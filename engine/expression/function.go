package expression

import "slices"

// Function is the signature of a function.
type Function struct {
	Args   []Parameter
	Needs  int  // how many arguments must be given; the others have defaults
	Many   bool // the last parameter takes any number of arguments
	Result Kind // 0 for the kind of the arguments, which is one
	// Help says what it gives, in English and in Chinese, and Example shows a
	// use, for the reference.
	Help, Chinese, Example string
}

// Parameter says what an argument may be.
type Parameter struct {
	Kinds    []Kind
	Constant bool // written as a number or a text, not computed
	Leads    bool // a relation to one record, or # for the one in question
}

var (
	aNumber   = Parameter{Kinds: []Kind{Number}}
	aText     = Parameter{Kinds: []Kind{Text}}
	aDay      = Parameter{Kinds: []Kind{Date, Instant}}
	aMoment   = Parameter{Kinds: []Kind{Instant}}
	aSpan     = Parameter{Kinds: []Kind{Span}}
	anOrdered = Parameter{Kinds: []Kind{Number, Date, Instant, Time}}
	writable  = Parameter{Kinds: []Kind{Text, Number, Date}}
	fixed     = Parameter{Kinds: []Kind{Number}, Constant: true}
	fixedText = Parameter{Kinds: []Kind{Text}, Constant: true}
)

func takes(p ...Parameter) []Parameter { return p }

// functions are those of the language. What they compute is told by query.Fn of
// the same name.
var functions = map[string]Function{
	"abs":   {Args: takes(aNumber), Result: Number, Help: "The number without its sign.", Example: "abs(balance)"},
	"floor": {Args: takes(aNumber), Result: Number, Help: "The next whole number below.", Example: "floor(hours)"},
	"ceil":  {Args: takes(aNumber), Result: Number, Help: "The next whole number above.", Example: "ceil(weight)"},
	"round": {Args: takes(aNumber, fixed), Needs: 1, Result: Number, Help: "Rounded to a number of digits after the point, 0 when not given; half away from zero.", Example: "round(amount * 0.06, 2)"},
	"min":   {Args: takes(anOrdered), Needs: 2, Many: true, Help: "The least of the values; empty ones do not count.", Example: "min(price, limit)"},
	"max":   {Args: takes(anOrdered), Needs: 2, Many: true, Help: "The greatest of the values; empty ones do not count.", Example: "max(0, balance)"},

	"len":       {Args: takes(aText), Result: Number, Help: "How many characters the text has.", Example: "len(code)"},
	"lower":     {Args: takes(aText), Result: Text, Help: "The text in small letters.", Example: "lower(code)"},
	"upper":     {Args: takes(aText), Result: Text, Help: "The text in capital letters.", Example: "upper(code)"},
	"trim":      {Args: takes(aText), Result: Text, Help: "The text without spaces and line ends around it.", Example: "trim(name)"},
	"left":      {Args: takes(aText, fixed), Result: Text, Help: "The first characters of the text.", Example: "left(code, 2)"},
	"right":     {Args: takes(aText, fixed), Result: Text, Help: "The last characters of the text.", Example: "right(phone, 4)"},
	"substring": {Args: takes(aText, fixed, fixed), Result: Text, Help: "Characters from a place on (the first is 1), so many.", Example: "substring(code, 3, 2)"},
	"replace":   {Args: takes(aText, fixedText, fixedText), Result: Text, Help: "The text with one part replaced everywhere.", Example: "replace(phone, '-', '')"},
	"text":      {Args: takes(writable), Result: Text, Help: "A number or a date as text.", Example: "'No. ' + text(count)"},

	"year":       {Args: takes(aDay), Result: Number, Help: "The year of a day.", Example: "year(birthday)"},
	"month":      {Args: takes(aDay), Result: Number, Help: "The month, 1 to 12.", Example: "month(due)"},
	"day":        {Args: takes(aDay), Result: Number, Help: "The day of the month.", Example: "day(due)"},
	"weekday":    {Args: takes(aDay), Result: Number, Help: "The day of the week; Monday is 1, Sunday 7.", Example: "weekday(due) > 5"},
	"hour":       {Args: takes(aMoment), Result: Number, Help: "The hour, 0 to 23.", Example: "hour(created_at)"},
	"minute":     {Args: takes(aMoment), Result: Number, Help: "The minute, 0 to 59.", Example: "minute(created_at)"},
	"date":       {Args: takes(aMoment), Result: Date, Help: "The day of a moment.", Example: "date(created_at)"},
	"days":       {Args: takes(aSpan), Result: Number, Help: "The whole days between two days or moments.", Example: "days(now() - created_at)"},
	"hours":      {Args: takes(aSpan), Result: Number, Help: "The hours between two moments, with fractions.", Example: "hours(now() - created_at)"},
	"add_days":   {Args: takes(aDay, aNumber), Help: "So many days later; of a moment, so many times 24 hours.", Example: "add_days(due, 14)"},
	"add_months": {Args: takes(Parameter{Kinds: []Kind{Date}}, aNumber), Result: Date, Help: "The same day so many months later, or the last of that month.", Example: "add_months(signed_on, 12)"},
	"add_hours":  {Args: takes(aMoment, aNumber), Result: Instant, Help: "So many whole hours later.", Example: "add_hours(created_at, 48)"},

	"now": {Result: Instant, Help: "This moment.", Example: "seen < now()"},
}

func init() {
	for name, help := range map[string]string{
		"today": "This day.", "yesterday": "The day before today.", "tomorrow": "The day after today.",
		"this_week": "The week of today, from Monday.", "last_week": "The week before.", "next_week": "The week after.",
		"this_month": "The month of today.", "last_month": "The month before.", "next_month": "The month after.",
		"this_year": "The year of today.", "last_year": "The year before.", "next_year": "The year after.",
	} {
		functions[name] = Function{Result: Range, Help: help, Example: "due in " + name + "()"}
	}
	functions["last_n_days"] = Function{Args: takes(fixed), Result: Range, Help: "So many days up to today.", Example: "due in last_n_days(30)"}
	functions["next_n_days"] = Function{Args: takes(fixed), Result: Range, Help: "So many days from today on.", Example: "due in next_n_days(7)"}
	for name, f := range functions {
		f.Chinese = chinese[name]
		functions[name] = f
	}
}

// SingleDays are the ranges that are also a day, which may be computed with.
var SingleDays = []string{"today", "yesterday", "tomorrow"}

// Functions gives the functions of the language by name. The map is the
// caller's.
func Functions() map[string]Function {
	m := make(map[string]Function, len(functions))
	for name, f := range functions {
		m[name] = f
	}
	return m
}

// fits tells whether an argument of a type may be given.
func (p Parameter) fits(t Type) bool {
	if t.List {
		return false
	}
	kind := t.Kind
	switch kind {
	case Literal:
		return slices.Contains(p.Kinds, Text) || slices.Contains(p.Kinds, Date)
	case Range:
		kind = Date
	}
	return slices.Contains(p.Kinds, kind)
}
