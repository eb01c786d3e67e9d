package access

import (
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed are the built-ins that policies may use: none reaches the network,
// the clock or chance, and none can run or grow without a bound that a
// deadline enforces (as bits.lsh, numbers.range and sprintf's widths could).
var allowed = []string{
	"abs", "and", "array.concat", "array.reverse", "array.slice", "assign", "ceil", "concat", "contains", "count",
	"div", "endswith", "eq", "equal", "floor", "format_int", "glob.match", "gt", "gte", "indexof",
	"internal.member_2", "internal.member_3", "intersection", "is_array", "is_boolean", "is_number", "is_object",
	"is_set", "is_string", "lower", "lt", "lte", "max", "min", "minus", "mul", "neq", "object.filter", "object.get",
	"object.keys", "object.remove", "object.union", "or", "plus", "regex.is_valid", "regex.match", "rem", "replace",
	"round", "sort", "split", "startswith", "strings.any_prefix_match", "strings.any_suffix_match", "substring",
	"sum", "time.add_date", "time.clock", "time.date", "time.diff", "time.parse_rfc3339_ns", "time.weekday",
	"to_number", "trim", "trim_prefix", "trim_space", "trim_suffix", "type_name", "union", "upper",
}

// capabilities is what OPA may offer to a policy. It is only read.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return !slices.Contains(allowed, b.Name) })
	c.AllowNet = []string{}
	return c
})

// testCapabilities adds what the cases of tests are counted with.
var testCapabilities = sync.OnceValue(func() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool {
		return !slices.Contains(allowed, b.Name) && b.Name != "internal.test_case"
	})
	c.AllowNet = []string{}
	return c
})
