package fieldtype

func CoerceOnly(v *Validator, p map[string]any) { v.coerce(p) }
func SchemaOnly(v *Validator, p map[string]any) error { return v.create.Validate(p) }
