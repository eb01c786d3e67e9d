package httpapi

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/problem"
)

// importCSV is POST /records/{entity}:import with a CSV file as the body. A
// file larger than a body may be is sent in parts, each with the header and
// the number of its first line.
func (a *API) importCSV(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	caller.Channel = "import"
	options, err := importOptions(c)
	if err != nil {
		return err
	}
	file, err := body(c)
	if err != nil {
		return err
	}
	summary, err := importer.Import(c.UserContext(), file, c.Params("entity"), importer.As{Records: a.Records, Caller: caller}, options)
	if err != nil {
		return err
	}
	return c.JSON(summary)
}

func importOptions(c *fiber.Ctx) (importer.Options, error) {
	o := importer.Options{Locale: fieldtype.Locale{Language: Language(c)}}
	if m := c.Query("map"); m != "" {
		if err := decodeJSON([]byte(m), &o.Map); err != nil {
			return o, problem.InvalidAt("?map", "malformed_json", nil)
		}
	}
	for _, text := range c.Context().QueryArgs().PeekMulti("empty") {
		o.Empty = append(o.Empty, string(text))
	}
	if line := c.Query("line"); line != "" {
		n, err := strconv.Atoi(line)
		if err != nil || n < 1 {
			return o, problem.InvalidAt("?line", "out_of_range", map[string]any{"min": 1})
		}
		o.Line = n
	}
	return o, nil
}
