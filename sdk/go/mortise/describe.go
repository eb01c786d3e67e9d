package mortise

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Description is what the caller may know of the definitions, with titles in
// his language.
type Description struct {
	Revision int64               `json:"revision"`
	Entities []EntityDescription `json:"entities"`
}

// EntityDescription is one entity of a Description.
type EntityDescription struct {
	Name    string             `json:"name"`
	Title   string             `json:"title"`
	Plural  string             `json:"plural"`
	Icon    string             `json:"icon"`
	Color   string             `json:"color"`
	Label   string             `json:"label"`
	Owner   string             `json:"owner"`
	Team    string             `json:"team"`
	Package string             `json:"package"`
	Brief   bool               `json:"brief"` // fields, views and actions are not given
	Actions []string           `json:"actions"`
	Fields  []FieldDescription `json:"fields"`
	Pools   []PoolDescription  `json:"pools"`
	Views   []ViewDescription  `json:"views"`
}

// PoolDescription is a pool that the caller is in; 0 is no limit.
type PoolDescription struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Reason bool   `json:"reason"` // whether a release needs one
	PerDay int    `json:"perDay"`
	Holds  int    `json:"holds"`
}

// FieldDescription is one field of an entity.
type FieldDescription struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Entity   string `json:"entity"`
	Required bool   `json:"required"`
	ReadOnly bool   `json:"readOnly"`
	Masked   bool   `json:"masked"`
	System   bool   `json:"system"`
	// Computed is formula, lookup or rollup for a value made of others; Type is
	// then that of the value.
	Computed string `json:"computed,omitempty"`
}

// ViewDescription is one saved list of an entity.
type ViewDescription struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Filter string   `json:"filter"`
	Sort   []string `json:"sort"`
}

// Entity finds an entity by name.
func (d *Description) Entity(name string) (*EntityDescription, bool) {
	for i := range d.Entities {
		if d.Entities[i].Name == name {
			return &d.Entities[i], true
		}
	}
	return nil, false
}

// Describe tells which entities, fields and views the caller may know of: of the
// entities that are named, at most 200, or of all. A workspace of more entities
// than that describes those that are not named in brief.
func (c *Client) Describe(ctx context.Context, entities ...string) (*Description, error) {
	var d Description
	r := Request{Method: http.MethodGet, Path: "/api/v1/describe"}
	if len(entities) > 0 {
		r.Query = url.Values{"entities": {strings.Join(entities, ",")}}
	}
	err := c.call(ctx, r, nil, &d)
	return &d, err
}
