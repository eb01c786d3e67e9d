package query

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String writes p as one line for people and tests: equal texts mean equal
// Predicates. It is not a language and is never parsed.
func String(p Predicate) string {
	var b strings.Builder
	write(&b, p)
	return b.String()
}

func write(b *strings.Builder, p Predicate) {
	switch p := p.(type) {
	case Const:
		b.WriteString(strconv.FormatBool(bool(p)))
	case And:
		writeAll(b, p, " and ")
	case Or:
		writeAll(b, p, " or ")
	case Not:
		b.WriteString("not ")
		write(b, p.P)
	case Present:
		b.WriteString("present(" + operandText(p.X) + ")")
	case IsTrue:
		b.WriteString("istrue(" + operandText(p.X) + ")")
	case Compare:
		b.WriteString(operandText(p.X) + " " + p.Op.String() + " " + operandText(p.Y))
	case Match:
		name := p.How.String()
		if p.Fold {
			name += "_fold"
		}
		b.WriteString(name + "(" + operandText(p.X) + ", " + operandText(p.Y) + ")")
	case In:
		b.WriteString(operandText(p.X) + " in " + operandText(p.List))
	case Overlap:
		b.WriteString(operandText(p.X) + " overlaps " + operandText(p.Y))
	case Some:
		writeSome(b, p)
	default:
		b.WriteString("nothing")
	}
}

func writeAll(b *strings.Builder, list []Predicate, joint string) {
	b.WriteByte('(')
	for i, p := range list {
		if i > 0 {
			b.WriteString(joint)
		}
		write(b, p)
	}
	b.WriteByte(')')
}

func writeSome(b *strings.Builder, p Some) {
	r := p.Relation
	fmt.Fprintf(b, "some r%d in ", p.Var)
	if r.Reverse {
		fmt.Fprintf(b, "%s[%s=r%d]", r.Entity, r.Field.Name, r.From)
	} else {
		b.WriteString(operandText(r.Field))
	}
	b.WriteString(" (")
	write(b, p.P)
	b.WriteByte(')')
}

func operandText(x Operand) string {
	switch x := x.(type) {
	case Value:
		return valueText(x.Type, x.V)
	case Param:
		return x.Name + ":" + x.Type.String()
	case Field:
		return "r" + strconv.Itoa(x.Var) + "." + x.Name
	case Compute:
		args := make([]string, len(x.Args))
		for i, arg := range x.Args {
			args[i] = operandText(arg)
		}
		return string(x.Fn) + "(" + strings.Join(args, ", ") + ")"
	case Choose:
		return "(" + String(x.If) + " ? " + operandText(x.Then) + " : " + operandText(x.Else) + ")"
	case Gather:
		return gatherText(x)
	}
	return "nothing"
}

func gatherText(g Gather) string {
	text := string(g.Fn) + " of "
	if g.X != nil {
		text += operandText(g.X) + " "
	}
	p := g.P
	if p == nil {
		p = Const(true)
	}
	return "(" + text + String(Some{Var: g.Var, Relation: g.Relation, P: p}) + ")"
}

func valueText(t Type, v any) string {
	switch v := v.(type) {
	case nil:
		return "empty"
	case []any:
		texts := make([]string, len(v))
		for i, element := range v {
			texts[i] = valueText(Type{Kind: t.Kind}, element)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	case time.Time:
		return v.UTC().Format(InstantLayout)
	case string:
		if t.Kind == Text {
			return strconv.Quote(v)
		}
		return t.Kind.String() + " " + strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

// String is the operator as filters write it.
func (op Op) String() string {
	return [...]string{"?", "==", "!=", "<", "<=", ">", ">="}[min(int(op), int(Ge))]
}

// String names the place.
func (how How) String() string {
	return [...]string{"?", "contains", "startswith", "endswith"}[min(int(how), int(HasSuffix))]
}

// String names the kind.
func (k Kind) String() string {
	return [...]string{"?", "text", "integer", "number", "boolean", "date", "time", "instant", "uuid", "markup", "json", "sealed"}[min(int(k), int(Sealed))]
}

// String names the type; arrays end in "[]".
func (t Type) String() string {
	if t.Array {
		return t.Kind.String() + "[]"
	}
	return t.Kind.String()
}
