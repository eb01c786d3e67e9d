package httpapi

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// search is GET /search?q=&entities=&limit=: records of all entities.
func (a *API) search(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q := record.SearchRequest{Text: c.Query("q")}
	if names := c.Query("entities"); names != "" {
		if q.Entities = strings.Split(names, ","); len(q.Entities) > maxDescribed {
			return problem.InvalidAt("?entities", "too_many", map[string]any{"max": maxDescribed})
		}
	}
	if limit := c.Query("limit"); limit != "" {
		if q.Limit, err = strconv.Atoi(limit); err != nil || q.Limit < 1 {
			return problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": record.MaxFound})
		}
	}
	answer, err := a.Records.Search(c.UserContext(), caller, q)
	if err != nil {
		return err
	}
	return c.JSON(answer)
}
