package tryout

import (
	"cmp"
	"slices"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/validation"
)

// tried is the name of the field that an expression is of where none is given;
// no expression can name it.
const tried = "$tried"

// compile checks an expression as publishing does.
func compile(set *definition.Set, r Request, c *record.Caller) (*compiled, problem.List) {
	e := set.Entity(r.Entity)
	switch r.Use {
	case Formula:
		return formula(set, e, r)
	case Default:
		return byDefault(set, e, r)
	}
	schema, _, _ := check.Schema(set)
	m := &compiled{entity: e, kind: "boolean"}
	if r.Use == Condition {
		k, wrong := validation.One(schema, e.Name, r.Expression, "")
		if len(wrong) > 0 {
			return nil, wrong
		}
		if k != nil {
			m.condition = k.P
			return m, nil
		}
	}
	p, err := filter.Parse(schema, e.Name, r.Expression, filter.Options{Now: c.Now, Zone: c.Zone})
	if err != nil {
		return nil, problem.As(err).Details
	}
	m.condition = p
	return m, nil
}

// formula makes a field of the expression, and compiles it among the others.
func formula(set *definition.Set, e *definition.Entity, r Request) (*compiled, problem.List) {
	field := place(e, r)
	kept := field.Type == "formula" && field.As == r.Type
	field.Type, field.Expr, field.As, field.Rollup, field.Path = "formula", r.Expression, r.Type, nil, ""
	if !kept {
		field.Scale = field.UsualScale()
	}
	schema, fields, found := check.Schema(set)
	if x := fields.Of(e.Name, field.Name); x != nil {
		return &compiled{entity: e, operand: x.X, kind: cmp.Or(r.Type, field.Shown.Type)}, nil
	}
	var own, loops problem.List
	for _, p := range found {
		if p.Entity == e.Name && p.Field == field.Name {
			own = append(own, p.Details...)
		}
		for _, d := range p.Details {
			if d.Code == "depends_on_itself" {
				loops = append(loops, d)
			}
		}
	}
	if len(own) > 0 {
		return nil, own
	}
	// It is made of a field that is wrong itself, which is as if that were not
	// there.
	if _, err := filter.ParseValue(schema, e.Name, r.Expression, filter.Options{Late: true, Impersonal: true}); err != nil && len(loops) == 0 {
		return nil, problem.As(err).Details
	}
	if len(loops) == 0 {
		loops.Add("", "expression_unsupported")
	}
	return nil, loops[:1]
}

// place gives the field that the expression is of: the one named, or a new one.
func place(e *definition.Entity, r Request) *definition.Field {
	if r.Field != "" {
		if f := e.Field(r.Field); f != nil && !f.System {
			return f
		}
	}
	f := &definition.Field{Name: tried, ID: "tried", Scale: definition.ScaleAny}
	if r.Field != "" {
		f.Name = r.Field
	}
	e.Fields = append(e.Fields, f)
	return f
}

// byDefault compiles a value that a field of a type may be given.
func byDefault(set *definition.Set, e *definition.Entity, r Request) (*compiled, problem.List) {
	field := *place(e, r)
	if r.Type != "" {
		field.Type = r.Type
	}
	schema, _, _ := check.Schema(set)
	if _, known := fieldtype.Get(field.Type); !known || field.Name == tried && field.Type == "" {
		x, err := filter.ParseValue(schema, e.Name, r.Expression, filter.Options{Late: true})
		if err != nil {
			return nil, problem.As(err).Details
		}
		return &compiled{entity: e, operand: x, kind: kindOf(x)}, nil
	}
	// The entity with nothing but its fields, so that only this one's value is
	// compiled. The schema knows the field under its name as it will be.
	bare := *e
	bare.Fields = []*definition.Field{&field}
	bare.Validations, bare.Unique = nil, nil
	if i := slices.IndexFunc(e.Fields, func(f *definition.Field) bool { return f.Name == field.Name }); i >= 0 {
		e.Fields[i] = &field
	}
	field.Default, field.DefaultExpr, field.Autofill = nil, r.Expression, ""
	field.RequiredIf, field.ReadOnlyIf, field.VisibleIf = "", "", ""
	if r.Expression == "" {
		field.DefaultExpr = " "
	}
	made, wrong := validation.Compile(schema, &bare)
	if len(wrong) > 0 {
		return nil, wrong
	}
	return &compiled{entity: e, operand: made.Defaults[0].X, kind: field.Type}, nil
}

// kinds name the field type of values of a kind.
var kinds = map[query.Kind]string{query.Text: "text", query.Integer: "integer", query.Number: "number", query.Boolean: "boolean", query.Date: "date",
	query.Time: "time", query.Instant: "datetime", query.UUID: "relation"}

func kindOf(x query.Operand) string { return kinds[x.OperandType().Kind] }
