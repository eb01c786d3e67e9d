package httpapi

import (
	"bufio"
	"context"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/approval"
	"github.com/mortise-crm/mortise/engine/exporter"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// exportTimeout bounds how long an export may take to read and to send.
const exportTimeout = 15 * time.Minute

// export is GET or POST /records/{entity}:export: the records of a list as a
// CSV file. All is decided before the first byte; what ends it later breaks
// the connection, so that half a file is not taken for a whole one. Asking for
// an approval and using one change something, so they need POST.
func (a *API) export(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q, err := listRequest(c)
	if err != nil {
		return err
	}
	if format := c.Query("format", "csv"); format != "csv" {
		return problem.InvalidAt("?format", "not_an_option", map[string]any{"options": "csv"})
	}
	q.After, q.Limit, q.Count = "", 0, ""
	entity := c.Params("entity")
	r := approval.Request{Entity: entity, Action: "export", Fields: q.Fingerprint()}
	if safe(c.Method()) && (c.Query("request") != "" || c.Query("approval") != "") {
		return problem.New(problem.Malformed, "post_needed")
	}
	if id := c.Query("approval"); id != "" {
		if err := a.Approvals.Use(c.UserContext(), caller, id, r); err != nil {
			return err
		}
	}
	e, err := a.Records.Export(c.UserContext(), caller, entity, q)
	if err != nil {
		return a.orRequest(c, caller, err, r)
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+entity+`.csv"`)
	c.Context().SetBodyStream(stream(e, c.QueryBool("bom")), -1)
	return nil
}

// stream writes an export while it is read from the other end.
func stream(e *record.Export, bom bool) io.Reader {
	out, in := io.Pipe()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), exportTimeout)
		defer cancel()
		w := bufio.NewWriterSize(in, 64<<10)
		err := exporter.CSV(ctx, w, e, bom)
		if err == nil {
			err = w.Flush()
		}
		in.CloseWithError(err) // nil ends the file as it should
	}()
	return out
}
