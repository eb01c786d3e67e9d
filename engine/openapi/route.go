package openapi

import (
	"net/http"
	"strings"
)

// Text is a text in the languages of the product.
type Text struct{ En, Zh string }

// In gives the text in a language.
func (t Text) In(language string) string {
	if language == "zh-CN" && t.Zh != "" {
		return t.Zh
	}
	return t.En
}

// Base is where paths begin that are not of the root.
const Base = "/api/v1"

// Route describes one operation of the API.
type Route struct {
	Method string
	// Path is below Base, with {parameters}. One with {entity} stands for an
	// operation of each entity.
	Path string
	// ID names the operation, with a dot: "records.list". Where the operation is
	// one of an entity, the entity's name takes the place of what is before it.
	ID    string
	Group Group
	Title Text
	// Note says more than the title; "" where there is no more.
	Note Text
	// Actions are those of the entity of which the caller needs one; none for
	// whoever may know the entity.
	Actions []string
	// Entity is that of a path which names one itself.
	Entity string
	// Permission is the system permission that the caller needs; "" for none.
	Permission string
	Params     []Param
	Bodies     []Body // of one of these media types; none for no body
	Answers    []Answer
	// Served is the served route's pattern where it is not Path's own, because
	// one handler serves several operations: "/records/{entity}/{id}".
	Served string
	Root   bool // Path begins at the root of the server
	Open   bool // nobody has to be signed in
	Do     bool // only of entities with actions of extensions
}

// Group is a heading under which operations stand.
type Group struct {
	Name  string // stable, in English
	Title Text
}

// Param is a parameter of a query, a path or a header.
type Param struct {
	Name     string
	In       string // query, path, header; "" is query
	Shape    Shape  // nil for a text
	Title    Text
	Required bool
	Repeated bool // may stand several times
}

// Body is what a request carries.
type Body struct {
	Media    string // "" is application/json
	Shape    Shape  // nil for bytes
	Optional bool
}

// Answer is what comes back when all is well; refusals are problems, and the
// same for all.
type Answer struct {
	Status  int    // 0 is 200
	Media   string // "" is application/json where there is a Shape
	Shape   Shape  // nil for nothing, or bytes of Media
	Headers []string
	Title   Text
}

// JSON is a body of JSON.
func JSON(s Shape) []Body { return []Body{{Shape: s}} }

// OptionalJSON is a body of JSON that may be left out.
func OptionalJSON(s Shape) []Body { return []Body{{Shape: s, Optional: true}} }

// OK is the one answer 200.
func OK(s Shape) []Answer { return []Answer{{Shape: s}} }

// Created is the one answer 201.
func Created(s Shape) []Answer { return []Answer{{Status: http.StatusCreated, Shape: s}} }

// Accepted is the one answer 202.
func Accepted(s Shape) []Answer { return []Answer{{Status: http.StatusAccepted, Shape: s}} }

// Nothing is the one answer 204.
func Nothing() []Answer { return []Answer{{Status: http.StatusNoContent}} }

// Full is the path from the root of the server.
func (r Route) Full() string {
	if r.Root {
		return r.Path
	}
	return Base + r.Path
}

// Pattern is the full path of the route that serves the operation.
func (r Route) Pattern() string {
	if r.Served == "" {
		return r.Full()
	}
	return Base + r.Served
}

// OfEntity tells whether the route stands for an operation of each entity.
func (r Route) OfEntity() bool { return strings.Contains(r.Path, "{entity}") }

// names gives the parameters of a path.
func names(path string) []string {
	var list []string
	for part := range strings.SplitSeq(path, "{") {
		if name, _, ok := strings.Cut(part, "}"); ok {
			list = append(list, name)
		}
	}
	return list
}
