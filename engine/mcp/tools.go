package mcp

import (
	"context"
	"encoding/json"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/mortise-crm/mortise/engine/record"
)

// tool is one operation that is offered.
type tool struct {
	name, title, about string
	input              string // JSON Schema of the arguments
	action             string // that a token needs in scope somewhere
	perform            func(ctx context.Context, s *Server, c *record.Caller, arguments json.RawMessage) (json.RawMessage, error)
}

// writes tells whether the tool changes records.
func (t *tool) writes() bool { return t.action != "read" }

// offered leaves out tools that the caller's token is for on no entity.
func (t *tool) offered(c *record.Caller) bool { return c.Principal.Session.Scopes.Somewhere(t.action) }

func (t *tool) described() *sdk.Tool {
	no := false
	return &sdk.Tool{
		Name: t.name, Title: t.title, Description: t.about, InputSchema: json.RawMessage(t.input),
		Annotations: &sdk.ToolAnnotations{Title: t.title, ReadOnlyHint: !t.writes(), DestructiveHint: destructive(t), IdempotentHint: !t.writes(), OpenWorldHint: &no},
	}
}

// destructive says of what writes whether anything is lost: an update replaces
// values, which history keeps.
func destructive(t *tool) *bool {
	replaces := t.action == "update"
	return &replaces
}

const (
	entityArgument = `"entity":{"type":"string","description":"name of the entity, as describe tells it"}`
	idArgument     = `"id":{"type":"string","format":"uuid","description":"id of the record"}`
	fieldsArgument = `"fields":{"type":"array","items":{"type":"string"},"description":"names of fields to answer with, dotted over relations (owner.name); all own fields when left out"}`
	valuesArgument = `"values":{"type":"object","description":"values by name of field; null empties a field; relations take the id of the other record"}`
	filterArgument = `"filter":{"type":"string","description":"condition, such as status == \"new\" && owner == me"}`
	searchArgument = `"q":{"type":"string","description":"text to find in the searchable fields"}`
)

var tools = []tool{
	{
		name: "describe", title: "Describe entities", action: "read",
		about: "Tells which entities there are, with their fields, types, options and the actions that you may do. Name entities to learn all of them; without names you get a brief list of all.",
		input: `{"type":"object","properties":{"entities":{"type":"array","items":{"type":"string"},"maxItems":50,"description":"names of entities to describe whole"}},"additionalProperties":false}`,

		perform: describe,
	},
	{
		name: "find", title: "Find records", action: "read",
		about: "Lists the records of an entity that you may read and that fit a condition or contain a text, in pages.",
		input: `{"type":"object","required":["entity"],"properties":{` + entityArgument + `,` + filterArgument + `,` + searchArgument + `,` + fieldsArgument + `,` +
			`"sort":{"type":"string","description":"fields by comma, - before one for descending: -created_at,name"},` +
			`"limit":{"type":"integer","minimum":1,"maximum":200,"default":50},` +
			`"after":{"type":"string","description":"next of the page before"},` +
			`"count":{"type":"string","enum":["none","exact","estimated"],"default":"none"},` +
			`"archived":{"type":"boolean","default":false,"description":"the archived records instead"}},"additionalProperties":false}`,
		perform: find,
	},
	{
		name: "read", title: "Read a record", action: "read",
		about:   "Reads one record by its id. Cells that are masked or hidden for you are named in _meta.redacted.",
		input:   `{"type":"object","required":["entity","id"],"properties":{` + entityArgument + `,` + idArgument + `,` + fieldsArgument + `},"additionalProperties":false}`,
		perform: read,
	},
	{
		name: "aggregate", title: "Count and sum records", action: "read",
		about: "Computes numbers about the records that you may read: counts, sums, averages, by groups and by days, weeks, months … Each row has a filter that finds its records.",
		input: `{"type":"object","required":["entity"],"properties":{` + entityArgument + `,"filter":{"type":["string","object"]},` + searchArgument + `,` +
			`"measures":{"type":"array","maxItems":20,"items":{"type":"object","required":["fn"],"properties":{"fn":{"enum":["count","count_distinct","sum","avg","min","max","median","stddev"]},"field":{"type":"string"},"as":{"type":"string"},"filter":{"type":["string","object"]}}}},` +
			`"groups":{"type":"array","maxItems":4,"items":{"type":"object","required":["field"],"properties":{"field":{"type":"string"},"bucket":{"enum":["hour","day","week","month","quarter","year","weekday","month_of_year","hour_of_day"]},"width":{"type":"number"},"as":{"type":"string"}}}},` +
			`"having":{"type":["string","object"]},"sort":{"type":"string"},"limit":{"type":"integer","minimum":1,"maximum":1000},"totals":{"type":"boolean"},"archived":{"type":"boolean"}},"additionalProperties":false}`,
		perform: aggregate,
	},
	{
		name: "create", title: "Create a record", action: "create",
		about:   "Creates a record. All that is wrong with the values is told at once, by field.",
		input:   `{"type":"object","required":["entity","values"],"properties":{` + entityArgument + `,` + valuesArgument + `},"additionalProperties":false}`,
		perform: create,
	},
	{
		name: "update", title: "Update a record", action: "update",
		about: "Changes fields of a record. Give the version that you have read, so that nothing that others changed meanwhile is overwritten.",
		input: `{"type":"object","required":["entity","id","values"],"properties":{` + entityArgument + `,` + idArgument + `,` + valuesArgument + `,` +
			`"version":{"type":"integer","minimum":1,"description":"version of the record as you have read it"}},"additionalProperties":false}`,
		perform: update,
	},
}
