package httpapi

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// upsert is PUT /records/{entity}?key=phone: the record of the key is made, or
// changed if it is there.
func (a *API) upsert(c *fiber.Ctx) error {
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
	key := c.Query("key")
	if key == "" {
		return problem.InvalidAt("?key", "required", nil)
	}
	entity := c.Params("entity")
	done, err := a.Records.Upsert(c.UserContext(), caller, entity, record.UpsertRequest{Key: strings.Split(key, ","), Version: version, Fields: payload})
	if err != nil {
		r := approval.Request{Entity: entity, Action: "update", ID: done.ID, Version: version, Fields: payload}
		if done.New {
			r = approval.Request{Entity: entity, Action: "create", Fields: payload}
		}
		return a.orRequest(c, caller, err, r)
	}
	if done.New {
		c.Status(fiber.StatusCreated)
		c.Set(fiber.HeaderLocation, "/api/v1/records/"+entity+"/"+done.ID)
	}
	return a.sendRecord(c, done.JSON)
}

// batch is POST /batch: operations that are done together or not at all.
func (a *API) batch(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	payload, err := decodeObject(c)
	if err != nil {
		return err
	}
	steps, err := stepsOf(payload)
	if err != nil {
		return err
	}
	results, err := a.Records.Batch(c.UserContext(), caller, steps)
	if err != nil {
		return err
	}
	c.Locals(shows{}, record.ShowsBatch)
	return c.JSON(fiber.Map{"results": results})
}

// stepsOf reads the operations of a batch. A member that is not known is refused:
// what it was meant to say would be left undone.
func stepsOf(payload map[string]any) ([]record.Step, error) {
	r := &stepReader{}
	r.only("", payload, "operations")
	list, ok := payload["operations"].([]any)
	if !ok {
		r.wrong.Add("/operations", "wrong_type", "want", "array")
		return nil, r.wrong.Err()
	}
	if len(list) > record.MaxBatch {
		r.wrong.Add("/operations", "too_many", "max", record.MaxBatch)
		return nil, r.wrong.Err()
	}
	steps := make([]record.Step, len(list))
	for i, v := range list {
		at := "/operations/" + strconv.Itoa(i)
		members, ok := v.(map[string]any)
		if !ok {
			r.wrong.Add(at, "wrong_type", "want", "object")
			continue
		}
		steps[i] = r.step(at, members)
	}
	return steps, r.wrong.Err()
}

// stepReader notes all that is wrong with the operations.
type stepReader struct{ wrong problem.List }

func (r *stepReader) step(at string, members map[string]any) record.Step {
	r.only(at, members, "action", "entity", "fields", "id", "key", "to", "version")
	s := record.Step{Action: member[string](r, at, members, "action", "string"), Entity: member[string](r, at, members, "entity", "string"),
		ID: member[string](r, at, members, "id", "string"), Fields: member[map[string]any](r, at, members, "fields", "object")}
	if number := member[json.Number](r, at, members, "version", "number"); number != "" {
		n, err := number.Int64()
		if err != nil || n < 1 {
			r.wrong.Add(at+"/version", "wrong_type", "want", "integer")
		}
		s.Version = n
	}
	for i, v := range member[[]any](r, at, members, "key", "array") {
		name, ok := v.(string)
		if !ok {
			r.wrong.Add(at+"/key/"+strconv.Itoa(i), "wrong_type", "want", "string")
		}
		s.Key = append(s.Key, name)
	}
	to := member[map[string]any](r, at, members, "to", "object")
	r.only(at+"/to", to, "team", "user")
	s.To = record.Owner{User: member[string](r, at+"/to", to, "user", "string"), Team: member[string](r, at+"/to", to, "team", "string")}
	if s.Fields == nil {
		s.Fields = map[string]any{}
	}
	return s
}

// only refuses members that are none of some.
func (r *stepReader) only(at string, members map[string]any, known ...string) {
	for name := range members {
		if !slices.Contains(known, name) {
			r.wrong.Add(at+"/"+name, "unknown_member", "name", name)
		}
	}
}

// member gives a member of a kind; none, or null, is the zero value.
func member[T any](r *stepReader, at string, members map[string]any, name, want string) T {
	v, ok := members[name].(T)
	if !ok && members[name] != nil {
		r.wrong.Add(at+"/"+name, "wrong_type", "want", want)
	}
	return v
}
