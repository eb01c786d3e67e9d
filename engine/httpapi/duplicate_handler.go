package httpapi

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// registerDuplicates adds the routes that find duplicates.
func (a *API) registerDuplicates(v1 fiber.Router) {
	v1.Get("/records/:entity\\:duplicates", a.duplicates)
	v1.Post("/records/:entity\\:duplicates", a.probe)
}

// probe is POST /records/{entity}:duplicates: what a record would be a duplicate
// of.
func (a *API) probe(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var q record.Probe
	if err := decodeBody(c, &q); err != nil {
		return err
	}
	list, err := a.Records.Probe(c.UserContext(), caller, c.Params("entity"), q)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"duplicates": list})
}

// duplicates is GET /records/{entity}:duplicates: records that are duplicates of
// each other.
func (a *API) duplicates(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q := record.DuplicatesRequest{After: c.Query("after")}
	var wrong problem.List
	for name, into := range map[string]*int{"rule": &q.Rule, "limit": &q.Limit} {
		if text := c.Query(name); text != "" {
			if *into, err = strconv.Atoi(text); err != nil || *into < 0 {
				wrong.Add("?"+name, "out_of_range", "min", 0, "max", record.MaxDuplicateGroups)
			}
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	list, next, err := a.Records.Duplicates(c.UserContext(), caller, c.Params("entity"), q)
	if err != nil {
		return err
	}
	var after any
	if next != "" {
		after = next
	}
	return c.JSON(fiber.Map{"data": list, "next": after})
}

// merge is POST /records/{entity}/{id}:merge.
func (a *API) merge(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	var q record.MergeRequest
	if err := decodeBody(c, &q); err != nil {
		return err
	}
	done, err := a.Records.Merge(c.UserContext(), caller, entity, id, q)
	if err != nil {
		return err
	}
	return c.JSON(done)
}

// unmerge is POST /records/{entity}/{id}:unmerge.
func (a *API) unmerge(c *fiber.Ctx, caller *record.Caller, entity, id string) error {
	var q struct {
		With string `json:"with"`
	}
	if err := decodeBody(c, &q); err != nil {
		return err
	}
	done, err := a.Records.Unmerge(c.UserContext(), caller, entity, id, q.With)
	if err != nil {
		return err
	}
	return c.JSON(done)
}
