package httpapi

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

func (a *API) list(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q, err := listRequest(c)
	if err != nil {
		return err
	}
	position, err := a.position(c, caller)
	if err != nil {
		return err
	}
	dst := append(buffer(c), `{"data":[`...)
	answer, err := a.Records.List(c.UserContext(), caller, c.Params("entity"), q, dst)
	if err != nil {
		return err
	}
	deprecated(c, caller, catalog.Asked{Fields: q.Fields, Sort: q.Sort, Filter: q.Filter})
	b := append(answer.Rows, `],"next":`...)
	if answer.Next == "" {
		b = append(b, "null"...)
	} else {
		b = append(append(append(b, '"'), answer.Next...), '"')
	}
	if answer.Count >= 0 {
		b = strconv.AppendInt(append(b, `,"count":`...), answer.Count, 10)
		b = strconv.AppendBool(append(b, `,"count_capped":`...), answer.Capped)
	}
	if position != "" {
		b = append(append(append(b, `,"live":"`...), position...), '"')
	}
	return sendJSON(c, append(b, '}'))
}

func listRequest(c *fiber.Ctx) (record.ListRequest, error) {
	q := record.ListRequest{Filter: c.Query("filter"), Search: c.Query("q"), Sort: c.Query("sort"), After: c.Query("after"), Count: c.Query("count")}
	if len(q.Filter) > maxFilter {
		return q, problem.InvalidAt("?filter", "too_long", map[string]any{"max": maxFilter})
	}
	q.Fields = fields(c)
	switch archived := c.Query("archived"); archived {
	case "", "none":
	case "only":
		q.Archived = true
	default:
		return q, problem.InvalidAt("?archived", "not_an_option", map[string]any{"options": "none, only"})
	}
	if limit := c.Query("limit"); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 1 {
			return q, problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": record.MaxLimit})
		}
		q.Limit = n
	}
	return q, nil
}

// fields reads fields=name,owner.name.
func fields(c *fiber.Ctx) []string {
	if s := c.Query("fields"); s != "" {
		return strings.Split(s, ",")
	}
	return nil
}

func (a *API) get(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	row, err := a.Records.Get(c.UserContext(), caller, c.Params("entity"), c.Params("id"), fields(c), buffer(c))
	if err != nil {
		return err
	}
	deprecated(c, caller, catalog.Asked{Fields: fields(c)})
	return a.sendRecord(c, row)
}

// sendRecord answers with a record and its version as the ETag.
func (a *API) sendRecord(c *fiber.Ctx, row []byte) error {
	if v := versionOf(row); v != "" {
		c.Set(fiber.HeaderETag, `"`+v+`"`)
	}
	c.Locals(shows{}, record.ShowsRecord)
	return sendJSON(c, row)
}

// deprecated tells a program that has been answered that it used a name which
// something had and has no more.
func deprecated(c *fiber.Ctx, caller *record.Caller, asked catalog.Asked) {
	asked.Entity = c.Params("entity")
	if caller.State.Snapshot.Deprecated(asked) {
		c.Set("Deprecation", "true")
	}
}

func (a *API) create(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	payload, err := decodeObject(c)
	if err != nil {
		return err
	}
	entity := c.Params("entity")
	created, err := a.Records.Create(c.UserContext(), caller, entity, payload)
	if err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "create", Fields: payload})
	}
	deprecated(c, caller, catalog.Asked{Payload: payload})
	c.Status(fiber.StatusCreated)
	c.Set(fiber.HeaderLocation, "/api/v1/records/"+entity+"/"+created.ID)
	return a.sendRecord(c, created.JSON)
}

func (a *API) update(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	payload, err := decodeObject(c)
	if err != nil {
		return err
	}
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	entity, id := c.Params("entity"), c.Params("id")
	row, err := a.Records.Update(c.UserContext(), caller, entity, record.UpdateRequest{ID: id, Version: version, Fields: payload})
	if err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "update", ID: id, Version: version, Fields: payload})
	}
	deprecated(c, caller, catalog.Asked{Payload: payload})
	return a.sendRecord(c, row)
}

func (a *API) archive(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	entity, id := c.Params("entity"), c.Params("id")
	if err := a.Records.Archive(c.UserContext(), caller, entity, id, version); err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "archive", ID: id, Version: version})
	}
	deprecated(c, caller, catalog.Asked{})
	return c.SendStatus(fiber.StatusNoContent)
}

// recordActions are the actions of POST /records/{entity}/{id}:action.
var recordActions = map[string]func(a *API, c *fiber.Ctx, caller *record.Caller, entity, id string) error{
	"merge":    (*API).merge,
	"unmerge":  (*API).unmerge,
	"purge":    (*API).purge,
	"restore":  (*API).restore,
	"revert":   (*API).revert,
	"share":    (*API).share,
	"undo":     (*API).undo,
	"validate": (*API).validate,
}

// act is POST /records/{entity}/{id}:action.
func (a *API) act(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	id, action, _ := strings.Cut(c.Params("id"), ":")
	do, ok := recordActions[action]
	if !ok {
		return problem.New(problem.NotFound, "not_found")
	}
	return do(a, c, caller, c.Params("entity"), id)
}

func (a *API) purge(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	if err := a.Records.Purge(c.UserContext(), caller, entity, id, version); err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "purge", ID: id, Version: version})
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// dependants is GET /records/{entity}/{id}/dependants: what hangs on a record.
func (a *API) dependants(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	found, err := a.Records.Dependants(c.UserContext(), caller, c.Params("entity"), c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(found)
}

func (a *API) restore(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	row, err := a.Records.Restore(c.UserContext(), caller, entity, id)
	if err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "restore", ID: id})
	}
	return a.sendRecord(c, row)
}

func (a *API) history(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	before, err := beforeSeq(c)
	if err != nil {
		return err
	}
	entries, err := a.Records.History(c.UserContext(), caller, c.Params("entity"), c.Params("id"), before)
	if err != nil {
		return err
	}
	deprecated(c, caller, catalog.Asked{})
	body := fiber.Map{"data": entries, "next": nil}
	if next := record.NextHistory(entries); next > 0 {
		body["next"] = next
	}
	return c.JSON(body)
}

// beforeSeq reads before which entry a page ends; 0 for the newest.
func beforeSeq(c *fiber.Ctx) (int64, error) {
	before, err := strconv.ParseInt(c.Query("before", "0"), 10, 64)
	if err != nil || before < 0 {
		return 0, problem.InvalidAt("?before", "out_of_range", map[string]any{"min": 1, "max": int64(math.MaxInt64)})
	}
	return before, nil
}

// ifMatch reads the version that the caller has seen: If-Match: "7".
func ifMatch(c *fiber.Ctx) (int64, error) {
	s := c.Get(fiber.HeaderIfMatch)
	if s == "" || s == "*" {
		return 0, nil
	}
	v, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(s, "W/"), `"`), 10, 64)
	if err != nil || v < 1 {
		return 0, problem.New(problem.Malformed, "bad_if_match")
	}
	return v, nil
}

// versionOf finds the version among the members of a record's JSON, which the
// store wrote: "version": is no part of a string there, where quotes are
// escaped.
func versionOf(row []byte) string {
	const member = `,"version":`
	i := bytes.LastIndex(row, []byte(member))
	if i < 0 {
		return ""
	}
	rest := row[i+len(member):]
	n := 0
	for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
		n++
	}
	return string(rest[:n])
}
