package store

import (
	"time"

	"github.com/mortise-crm/mortise/engine/query"
)

// attribute reads one field of a user as a value of its query.Kind.
type attribute struct {
	field query.Field
	into  any
}

func newAttribute(f query.Field) *attribute {
	a := &attribute{field: f}
	switch {
	case f.Type.Array:
		a.into = new([]string)
	case f.Type.Kind == query.Integer:
		a.into = new(*int64)
	case f.Type.Kind == query.Boolean:
		a.into = new(*bool)
	case f.Type.Kind == query.Instant:
		a.into = new(*time.Time)
	default:
		a.into = new(*string)
	}
	return a
}

// column selects the field in a form that into can take without loss.
func (a *attribute) column() string {
	c := "u." + Quote(a.field.Column)
	switch {
	case a.field.Type.Array:
		return c + "::text[]"
	case a.field.Type.Kind == query.Number:
		return "trim_scale(" + c + ")::text"
	case a.field.Type.Kind == query.Date, a.field.Type.Kind == query.Time, a.field.Type.Kind == query.UUID:
		return c + "::text"
	default:
		return c
	}
}

// value gives what was read, or nil for the empty value.
func (a *attribute) value() any {
	switch v := a.into.(type) {
	case *[]string:
		if *v == nil {
			return nil
		}
		list := make([]any, len(*v))
		for i, s := range *v {
			list[i] = s
		}
		return list
	case **int64:
		return orNil(*v)
	case **bool:
		return orNil(*v)
	case **time.Time:
		if *v == nil {
			return nil
		}
		return (*v).UTC()
	case **string:
		if *v != nil && a.field.Type.Kind == query.Number {
			return query.Decimal(**v)
		}
		return orNil(*v)
	}
	return nil
}

func orNil[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
