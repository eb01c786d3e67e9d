// Package mortise is the Go client of a Mortise server.
//
// It knows wire types only: what the HTTP API takes and answers. Records are
// maps from field name to JSON value, with numbers as json.Number so that no
// digit is lost. A refusal of the server is a *Problem, which errors.As finds.
//
//	c, err := mortise.New("http://localhost:8080")
//	_, err = c.SignIn(ctx, "a@example.com", "…")
//	page, err := c.Records("lead").List(ctx, mortise.ListOptions{Filter: "status == 'new'", Limit: 50})
//
// The package depends on the standard library alone and imports nothing else
// of this repository.
package mortise
