package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/record"
)

// aggregate is POST /records/{entity}:aggregate: numbers about records.
func (a *API) aggregate(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var q record.AggregateRequest
	if err := decodeKnown(c, &q); err != nil {
		return err
	}
	answer, err := a.Records.Aggregate(c.UserContext(), caller, c.Params("entity"), q)
	if err != nil {
		return err
	}
	rows := make([]map[string]any, len(answer.Rows))
	for i, row := range answer.Rows {
		rows[i] = make(map[string]any, len(row.Values)+1)
		for name, v := range row.Values {
			rows[i][name] = v
		}
		if row.Filter != nil {
			rows[i]["_filter"] = row.Filter
		}
	}
	out := fiber.Map{"data": rows, "more": answer.More}
	if answer.Totals != nil {
		out["totals"] = answer.Totals
	}
	if len(answer.Labels) > 0 {
		out["labels"] = answer.Labels
	}
	return c.JSON(out)
}
