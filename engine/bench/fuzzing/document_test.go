package fuzzing

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

type object = map[string]any

// description is the API's document as one caller was given it.
type description struct {
	operations []*operation
	components map[string]map[string]object
}

// operation is one that a caller may ask for.
type operation struct {
	id, method, path string
	params           []object
	bodies           map[string]object // JSON Schemas by media type
	entity           string            // of the records it is about; "" for none
}

// class is the operation without its entity.
func (o *operation) class() string {
	if o.entity != "" {
		path := strings.Replace(o.path, "/records/"+o.entity, "/records/{entity}", 1)
		return o.method + " " + strings.Replace(path, "/describe/"+o.entity, "/describe/{entity}", 1)
	}
	return o.method + " " + o.path
}

var (
	hole     = regexp.MustCompile(`\{[^}]*\}`)
	entityIn = regexp.MustCompile(`^/api/v1/(?:records|describe)/([a-z][a-z0-9_]*)`)
)

// read takes a document apart.
func read(b []byte) (*description, error) {
	var doc struct {
		Paths      map[string]map[string]json.RawMessage
		Components map[string]map[string]object
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("read the API's document: %w", err)
	}
	d := &description{components: doc.Components}
	for path, item := range doc.Paths {
		for method, raw := range item {
			o, err := d.operation(strings.ToUpper(method), path, raw)
			if err != nil {
				return nil, err
			}
			d.operations = append(d.operations, o)
		}
	}
	slices.SortFunc(d.operations, func(a, b *operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return d, nil
}

func (d *description) operation(method, path string, raw json.RawMessage) (*operation, error) {
	var told struct {
		OperationID string
		Parameters  []object
		RequestBody struct {
			Content map[string]struct{ Schema object }
		}
	}
	if err := json.Unmarshal(raw, &told); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	o := &operation{id: told.OperationID, method: method, path: path, bodies: map[string]object{}}
	for _, p := range told.Parameters {
		o.params = append(o.params, d.resolve(p))
	}
	for media, content := range told.RequestBody.Content {
		o.bodies[media] = content.Schema
	}
	if m := entityIn.FindStringSubmatch(path); m != nil {
		o.entity = m[1]
	} else if strings.HasPrefix(path, "/api/v1/webhooks/") {
		o.entity = "webhook"
	}
	return o, nil
}

// resolve follows a reference to a component.
func (d *description) resolve(of object) object {
	ref, _ := of["$ref"].(string)
	parts := strings.Split(ref, "/")
	if len(parts) != 4 {
		return of
	}
	return d.components[parts[2]][parts[3]]
}

// fields are those of an entity that the caller knows, by name.
func (d *description) fields(entity string) map[string]object {
	found := map[string]object{}
	for _, name := range []string{entity, entity + ".create"} {
		properties, _ := d.components["schemas"][name]["properties"].(object)
		for name, p := range properties {
			if f, ok := p.(object); ok && f["x-field"] != nil {
				found[name] = f
			}
		}
	}
	return found
}

// entities are the names of those that the caller knows.
func (d *description) entities() []string {
	var list []string
	for _, o := range d.operations {
		if o.method == http.MethodGet && o.path == "/api/v1/records/"+o.entity {
			list = append(list, o.entity)
		}
	}
	return list
}
