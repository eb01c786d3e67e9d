package query

// Record is a record as the evaluator sees it.
type Record interface {
	// Value gives the value of a field of this record in the Go type of the
	// field's kind, or nil when it is empty. The field's Var does not count. It
	// is asked for stored fields only, never for computed ones.
	Value(f Field) any
	// Related gives the records on the far side of a relation that starts
	// at this record.
	Related(r Relation) []Record
}

// Values is a Record without relations: values by field name.
type Values map[string]any

// Value implements Record.
func (v Values) Value(f Field) any { return v[f.Name] }

// Related implements Record.
func (v Values) Related(Relation) []Record { return nil }

// Eval tells whether p is true for rec, exactly as the rendered SQL would.
// params gives the values of parameters (nil for missing ones); it may be nil.
func Eval(p Predicate, rec Record, params func(name string) any) bool {
	e := evaluator{params: params}
	return e.eval(p, &binding{rec: rec})
}

type evaluator struct{ params func(name string) any }

// binding is the chain of records bound to variables, innermost first.
type binding struct {
	variable int
	rec      Record
	outer    *binding
}

func (b *binding) find(variable int) Record {
	for ; b != nil; b = b.outer {
		if b.variable == variable {
			return b.rec
		}
	}
	return nil
}

func (e evaluator) eval(p Predicate, b *binding) bool {
	switch p := p.(type) {
	case Const:
		return bool(p)
	case And:
		for _, q := range p {
			if !e.eval(q, b) {
				return false
			}
		}
		return true
	case Or:
		for _, q := range p {
			if e.eval(q, b) {
				return true
			}
		}
		return false
	case Not:
		return !e.eval(p.P, b)
	case Some:
		return e.some(p, b)
	}
	return e.atom(p, b)
}

func (e evaluator) atom(p Predicate, b *binding) bool {
	switch p := p.(type) {
	case Present:
		return e.value(p.X, b) != nil
	case IsTrue:
		v, ok := e.value(p.X, b).(bool)
		return ok && v
	case Compare:
		return e.compare(p, b)
	case Match:
		return e.match(p, b)
	case In:
		return e.in(p, b)
	case Overlap:
		return e.overlap(p, b)
	}
	return false
}

func (e evaluator) some(p Some, b *binding) bool {
	from := b.find(p.Relation.From)
	if from == nil {
		return false
	}
	for _, rec := range from.Related(p.Relation) {
		if e.eval(p.P, &binding{variable: p.Var, rec: rec, outer: b}) {
			return true
		}
	}
	return false
}

func (e evaluator) compare(p Compare, b *binding) bool {
	if !Comparable(p.X.OperandType(), p.Y.OperandType()) {
		return false
	}
	x, y := e.value(p.X, b), e.value(p.Y, b)
	if x == nil || y == nil {
		return false
	}
	order, ok := compareValues(x, y)
	return ok && p.Op.holds(order)
}

func (e evaluator) match(p Match, b *binding) bool {
	x, okX := e.value(p.X, b).(string)
	y, okY := e.value(p.Y, b).(string)
	if !okX || !okY || !textual(p.X) && !marked(p.X) || !textual(p.Y) {
		return false
	}
	if marked(p.X) {
		x = Words(x)
	}
	switch {
	case p.Fold && FoldsASCII(p.Y):
		x, y = FoldASCII(x), FoldASCII(y)
	case p.Fold:
		x, y = Fold(x), Fold(y)
	}
	return p.How.holds(x, y)
}

func marked(x Operand) bool { return x.OperandType() == Type{Kind: Markup} }

func textual(x Operand) bool { return x.OperandType() == Type{Kind: Text} }

func (e evaluator) in(p In, b *binding) bool {
	x, list := p.X.OperandType(), p.List.OperandType()
	if !list.Array || !Comparable(x, Type{Kind: list.Kind}) {
		return false
	}
	v := e.value(p.X, b)
	return v != nil && among(v, elements(e.value(p.List, b)))
}

func among(v any, list []any) bool {
	for _, element := range list {
		if element == nil {
			continue
		}
		if order, ok := compareValues(v, element); ok && order == 0 {
			return true
		}
	}
	return false
}

func (e evaluator) overlap(p Overlap, b *binding) bool {
	if x := p.X.OperandType(); !x.Array || x != p.Y.OperandType() {
		return false
	}
	other := elements(e.value(p.Y, b))
	for _, v := range elements(e.value(p.X, b)) {
		if v != nil && among(v, other) {
			return true
		}
	}
	return false
}

// value is what an operand stands for; an empty list is no value.
func (e evaluator) value(x Operand, b *binding) any {
	v := e.read(x, b)
	if x.OperandType().Array && len(elements(v)) == 0 {
		return nil
	}
	return v
}

func (e evaluator) read(x Operand, b *binding) any {
	switch x := x.(type) {
	case Value:
		return x.V
	case Param:
		if e.params == nil {
			return nil
		}
		return e.params(x.Name)
	case Field:
		rec := b.find(x.Var)
		switch {
		case rec == nil:
		case x.Computed != nil:
			return e.value(x.Computed.X, &binding{rec: rec})
		default:
			return rec.Value(x)
		}
	case Compute:
		return e.compute(x, b)
	case Choose:
		if e.eval(x.If, b) {
			return widened(e.value(x.Then, b), x.Type)
		}
		return widened(e.value(x.Else, b), x.Type)
	case Gather:
		return e.gather(x, b)
	}
	return nil
}

// Evaluate gives the value of an operand over variable 0, exactly as the
// rendered SQL would; nil when it is empty. params is as for Eval.
func Evaluate(x Operand, rec Record, params func(name string) any) any {
	return evaluator{params: params}.value(x, &binding{rec: rec})
}

var _ Record = Values(nil)
