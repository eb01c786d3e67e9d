package openapi

import (
	"encoding/json"
	"image"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/record"
)

// TestNamesDoNotDependOnTheOrder: a route more, or before, renames no type of
// the others but one of the same name, and members come in one order.
func TestNamesDoNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	type Point struct {
		Label string `json:"label"`
	}
	type Line struct {
		From Point `json:"from"`
	}
	type other = struct {
		At image.Point `json:"at"`
	}
	one := Route{Method: "GET", Path: "/one", ID: "one", Answers: OK(Of[Line]())}
	two := Route{Method: "GET", Path: "/two", ID: "two", Answers: OK(Object(Members{"a": Of[other](), "b": Of[Point]()}))}
	want := []string{"ImagePoint", "Line", "OpenapiPoint", "Problem"}
	require.Equal(t, want, componentsOf(t, one, two))
	require.Equal(t, want, componentsOf(t, two, one))
	require.Equal(t, []string{"Line", "Point", "Problem"}, componentsOf(t, one))

	first := made(t, one, two)
	for range 20 {
		require.Equal(t, string(first), string(made(t, one, two)))
	}
	require.Contains(t, string(first), `"from":{"$ref":"#/components/schemas/OpenapiPoint"}`)
	require.Contains(t, string(first), `"at":{"$ref":"#/components/schemas/ImagePoint"}`)
}

// TestSameNamesInOnePackageAreNumbered: types of functions may have one name.
func TestSameNamesInOnePackageAreNumbered(t *testing.T) {
	t.Parallel()
	first := func() Shape {
		type answer struct {
			Yes bool `json:"yes"`
		}
		return Of[answer]()
	}()
	second := func() Shape {
		type answer struct {
			No int `json:"no"`
		}
		return Of[answer]()
	}()
	doc := made(t, Route{Method: "GET", Path: "/x", ID: "x", Answers: OK(Object(Members{"a": first, "b": second}))})
	var d struct {
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	require.NoError(t, json.Unmarshal(doc, &d))
	require.Contains(t, d.Components.Schemas["OpenapiAnswer"].Properties, "yes")
	require.Contains(t, d.Components.Schemas["OpenapiAnswer2"].Properties, "no")
	require.Contains(t, string(doc), `"b":{"$ref":"#/components/schemas/OpenapiAnswer2"}`)
}

func made(t *testing.T, routes ...Route) []byte {
	t.Helper()
	doc, err := Make(Input{Routes: routes, Shapes: record.Shapes{}, All: true})
	require.NoError(t, err)
	return doc
}

func componentsOf(t *testing.T, routes ...Route) []string {
	t.Helper()
	var d struct {
		Components struct{ Schemas map[string]any }
	}
	require.NoError(t, json.Unmarshal(made(t, routes...), &d))
	return slices.Sorted(maps.Keys(d.Components.Schemas))
}
