package query

// EvalIn is Eval for a part of a Predicate that stands within Some: records
// are those bound to the variables around it.
func EvalIn(p Predicate, records map[int]Record, params func(name string) any) bool {
	var b *binding
	for variable, rec := range records {
		b = &binding{variable: variable, rec: rec, outer: b}
	}
	return evaluator{params: params}.eval(p, b)
}

// OperandIn gives the value of an operand as Eval sees it, nil when empty.
func OperandIn(x Operand, records map[int]Record, params func(name string) any) any {
	var b *binding
	for variable, rec := range records {
		b = &binding{variable: variable, rec: rec, outer: b}
	}
	return evaluator{params: params}.value(x, b)
}
