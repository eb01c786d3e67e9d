package reference

import (
	"strconv"

	"github.com/mortise-crm/mortise/engine/definition"
)

// change replaces the text at the end of a pointer. The pointers of references
// hold nothing that is escaped: neither names nor keywords have such
// characters.
func change(v any, path []string, to func(string) string) {
	switch v := v.(type) {
	case *definition.Object:
		next, ok := v.Get(path[0])
		if !ok {
			return
		}
		if src, ok := next.(string); ok && len(path) == 1 {
			v.Set(path[0], to(src))
		} else if len(path) > 1 {
			change(next, path[1:], to)
		}
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i >= len(v) {
			return
		}
		if src, ok := v[i].(string); ok && len(path) == 1 {
			v[i] = to(src)
		} else if len(path) > 1 {
			change(v[i], path[1:], to)
		}
	}
}
