package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// Description is what the caller may know of the definitions, with titles in
// his language.
type Description struct {
	Revision int64               `json:"revision"`
	Entities []EntityDescription `json:"entities"`
	// Menus are the navigation designed for the caller, the one that he begins
	// with first; given when no entity is named.
	Menus []MenuDescription `json:"menus"`
}

// MenuDescription is a menu of the caller (docs/menus.md).
type MenuDescription struct {
	Name  string     `json:"name"`
	Title string     `json:"title"`
	Items []MenuItem `json:"items"`
}

// MenuItem is a link to an entity, a view of it or an address, or a group of
// links, which has Items.
type MenuItem struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Icon   string     `json:"icon"`
	Entity string     `json:"entity"`
	View   string     `json:"view"`
	URL    string     `json:"url"`
	Items  []MenuItem `json:"items"`
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
	Forms   []FormDescription  `json:"forms"`
	// Duplicates are the fields by which duplicates are found.
	Duplicates []string `json:"duplicates"`
	// DuplicateRules are those by which duplicates can be listed.
	DuplicateRules []DuplicateRule `json:"duplicate_rules"`
}

// DuplicateRule is one of an entity's rules of what is the same, from 0.
type DuplicateRule struct {
	Rule   int      `json:"rule"`
	Fields []string `json:"fields"`
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

// ViewDescription is one saved list of an entity. Kind is kanban, calendar, tree
// or gallery, "" for a table; Group, Start, End, Parent and Cover name the fields
// that it is drawn by.
type ViewDescription struct {
	Name    string             `json:"name"`
	Title   string             `json:"title"`
	Kind    string             `json:"kind"`
	Columns []ViewColumn       `json:"columns"`
	Filter  string             `json:"filter"`
	Sort    []string           `json:"sort"`
	Group   string             `json:"group"`
	Start   string             `json:"start"`
	End     string             `json:"end"`
	Parent  string             `json:"parent"`
	Cover   string             `json:"cover"`
	Colors  []ColorDescription `json:"colors"`
	Default bool               `json:"default"` // the one that the caller begins with
}

// ViewColumn is a column of a saved list. Aggregate is what a footer says of it:
// sum, avg, min, max, median, count or count_distinct.
type ViewColumn struct {
	Field     string `json:"field"`
	Width     int    `json:"width"`  // CSS pixels; 0 for the type's own
	Pinned    bool   `json:"pinned"` // stays when the list is scrolled sideways
	Aggregate string `json:"aggregate"`
}

// ColorDescription colours the records that meet a condition; of several the
// first counts.
type ColorDescription struct {
	When  Condition `json:"when"`
	Color string    `json:"color"`
}

// FormDescription is a layout of the records of an entity: of several, the first
// is used whose When holds, or that has none.
type FormDescription struct {
	Name     string               `json:"name"`
	Title    string               `json:"title"`
	Sections []SectionDescription `json:"sections"`
	Stage    string               `json:"stage"`
	When     *Condition           `json:"when"`
	Actions  []FormAction         `json:"actions"`
}

// FormAction is a button at the head of a record that begins one of Entity,
// which leads there by Field.
type FormAction struct {
	Title  string `json:"title"` // "" for that of a new record
	Icon   string `json:"icon"`
	Entity string `json:"entity"`
	Field  string `json:"field"`
}

// SectionDescription is a titled part of a form: Fields in columns, a Text in
// Markdown, or a list of the records that lead here by Related, "entity.field".
type SectionDescription struct {
	Title     string     `json:"title"`
	Tab       string     `json:"tab"`
	Columns   int        `json:"columns"`
	Collapsed bool       `json:"collapsed"` // it begins closed
	Fields    []string   `json:"fields"`
	Text      string     `json:"text"`
	Related   string     `json:"related"`
	Visible   *Condition `json:"visible"` // where it is drawn; nil for everywhere
}

// Condition is a designer's condition, and the tree that clients evaluate; nil
// where only the server can (docs/rules.md).
type Condition struct {
	Source string          `json:"source"`
	Tree   json.RawMessage `json:"tree"`
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
