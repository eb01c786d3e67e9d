package app

import "github.com/mortise-crm/mortise/sdk/go/hook"

// Option adds to the product what a binary with extensions brings.
type Option func(*options)

type options struct{ extensions []hook.Extension }

// With adds extensions.
func With(list ...hook.Extension) Option {
	return func(o *options) { o.extensions = append(o.extensions, list...) }
}

func gathered(list []Option) options {
	var o options
	for _, add := range list {
		add(&o)
	}
	return o
}

func fieldTypes(list []hook.Extension) (types []hook.FieldType) {
	for _, e := range list {
		types = append(types, e.Types...)
	}
	return types
}
