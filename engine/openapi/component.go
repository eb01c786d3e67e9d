package openapi

import (
	"path"
	"reflect"
	"strconv"
	"strings"
)

// component is the JSON Schema of a named type and where the document refers to
// it. It has no name until all types are known: one that depended on which of
// two came first would change with every new route, and clients with it.
type component struct {
	of     reflect.Type
	schema object
	refs   []object
}

// own is the type's name, without its type arguments.
func (c *component) own() string {
	name, _, _ := strings.Cut(c.of.Name(), "[")
	return capital(name)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// nameComponents names every component and puts it where its references say:
// after its type, with the package's name before it where several types have
// that name, and with a number where even that is not enough.
func (d *document) nameComponents() {
	having := map[string]int{}
	for _, c := range d.derived {
		having[c.own()]++
	}
	for _, c := range d.derived {
		name := c.own()
		if _, taken := d.schemas[name]; taken || having[name] > 1 {
			name = capital(path.Base(c.of.PkgPath())) + name
		}
		name = d.free(name)
		d.schemas[name] = c.schema
		for _, ref := range c.refs {
			ref["$ref"] = "#/components/schemas/" + name
		}
	}
}

// free is a name that no other JSON Schema of the document has.
func (d *document) free(name string) string {
	for n, free := 1, name; ; n++ {
		if _, taken := d.schemas[free]; !taken {
			return free
		}
		free = name + strconv.Itoa(n+1)
	}
}
