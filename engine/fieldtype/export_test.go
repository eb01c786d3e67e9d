package fieldtype

import "github.com/mortise-crm/mortise/sdk/go/hook"

// NewExtension makes a type of an extension without taking it on.
func NewExtension(d hook.FieldType) (Type, error) { return newExtension(d) }
