package difftest

import (
	"github.com/mortise-crm/mortise/engine/query"
)

// World is the set of definitions that random policies are about: items with
// a field of every kind, owned by users in departments and with users for
// members; notes that lead to items, steps that lead to notes, and shares of
// items and notes.
type World struct{}

// Entity is the entity that policies are about.
const Entity = "item"

// shareEntity stands for shares, as in the catalog.
const shareEntity = "$share"

type column struct {
	kind   query.Type
	target string
}

var (
	texts   = column{kind: query.Type{Kind: query.Text}}
	ints    = column{kind: query.Type{Kind: query.Integer}}
	numbers = column{kind: query.Type{Kind: query.Number}}
	bools   = column{kind: query.Type{Kind: query.Boolean}}
	lists   = column{kind: query.Type{Kind: query.Text, Array: true}}
	ids     = column{kind: query.Type{Kind: query.UUID}}
)

func to(entity string) column { return column{query.Type{Kind: query.UUID}, entity} }

func toMany(entity string) column { return column{query.Type{Kind: query.UUID, Array: true}, entity} }

var columns = map[string]map[string]column{
	Entity: {
		"id": ids, "t1": texts, "t2": texts, "n1": ints, "n2": ints, "d1": numbers, "d2": numbers,
		"b1": bools, "b2": bools, "tags": lists,
		"day": {kind: query.Type{Kind: query.Date}}, "hour": {kind: query.Type{Kind: query.Time}},
		"at": {kind: query.Type{Kind: query.Instant}}, "owner": to("user"), "dep": to("department"),
		"members": toMany("user"),
	},
	"user": {
		"id": ids, "name": texts, "level": ints, "skills": lists,
		"department": to("department"), "manager": to("user"),
	},
	"note": {
		"id": ids, "text": texts, "rank": ints, "labels": lists, "item": to(Entity), "author": to("user"),
		"archived_at": {kind: query.Type{Kind: query.Instant}},
	},
	"step": {"id": ids, "note": to("note"), "rank": ints, "done": bools},
	shareEntity: {
		"record": ids, "principal": ids, "level": ints, "cause": texts,
		"until": {kind: query.Type{Kind: query.Instant}},
	},
	"department": {"id": ids, "name": texts, "size": ints, "open": bools, "parent": to("department")},
}

// Field implements query.Schema.
func (World) Field(entity, name string) (query.Field, bool) {
	c, ok := columns[entity][name]
	column := "f_" + name
	if name == "id" || entity == shareEntity {
		column = name
	}
	f := query.Field{Entity: entity, Name: name, Column: column, Type: c.kind}
	if c.links() {
		f.Links = "l_" + entity + "_" + name
	}
	return f, ok
}

func (c column) links() bool { return c.target != "" && c.kind.Array }

// Target implements query.Schema.
func (World) Target(entity, field string) (string, bool) {
	c := columns[entity][field]
	return c.target, c.target != ""
}

// Table implements query.Schema.
func (World) Table(entity string) (string, bool) {
	_, ok := columns[entity]
	return "e_" + entity, ok
}

var _ query.Schema = World{}
