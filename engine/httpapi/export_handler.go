package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
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
// file. All is decided before the first byte; what ends it later breaks the
// connection, so that half a file is not taken for a whole one. Asking for an
// approval and using one change something, so they need POST. A POST with a body
// starts a job, or shows what its file would be.
func (a *API) export(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	if len(c.Request().Body()) > 0 {
		return a.exportJob(c, caller)
	}
	q, err := listRequest(c)
	if err != nil {
		return err
	}
	o := exporter.Options{Format: c.Query("format", "csv"), BOM: c.QueryBool("bom"), Titles: c.Query("header") == "titles", Zone: caller.Zone}
	if err := exporter.CheckFormat(o.Format, "?format"); err != nil {
		return err
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
	if o.Format == "pdf" && e.Records > exporter.MaxPDF {
		return problem.New(problem.Invalid, "pdf_too_large").With("max", exporter.MaxPDF)
	}
	c.Set(fiber.HeaderContentType, exporter.MediaType(o.Format))
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+exporter.FileName(entity, o.Format)+`"`)
	c.Context().SetBodyStream(stream(e, o), -1)
	return nil
}

// stream writes an export while it is read from the other end.
func stream(e *record.Export, o exporter.Options) io.Reader {
	out, in := io.Pipe()
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), exportTimeout)
		defer cancel()
		w := bufio.NewWriterSize(in, 64<<10)
		err := exporter.Write(ctx, w, e, o)
		if err == nil {
			err = w.Flush()
		}
		in.CloseWithError(err) // nil ends the file as it should
	}()
	return out
}

// previewRows is how many records the preview of an export shows.
const previewRows = 20

// exportRequest is the body of an export that is made as a job.
type exportRequest struct {
	Format   string          `json:"format"`
	Fields   []string        `json:"fields"`
	IDs      []string        `json:"ids"`
	Filter   json.RawMessage `json:"filter"`
	Search   string          `json:"q"`
	Sort     string          `json:"sort"`
	Archived bool            `json:"archived"`
	BOM      bool            `json:"bom"`
	Header   string          `json:"header"` // names, titles
	Reason   string          `json:"reason"`
	Dry      bool            `json:"dry"`
}

// read checks the form of the request.
func (in *exportRequest) read(caller *record.Caller) (r exporter.Request, err error) {
	if err := checkReason(in.Reason); err != nil {
		return r, err
	}
	if in.Reason != "" {
		caller.Reason = in.Reason
	}
	if in.Format == "" {
		in.Format = "csv"
	}
	if err := exporter.CheckFormat(in.Format, "/format"); err != nil {
		return r, err
	}
	r = exporter.Request{Format: in.Format, Fields: in.Fields, Search: in.Search, Sort: in.Sort, Archived: in.Archived, BOM: in.BOM,
		Titles: in.Header == "titles" || in.Header == "" && in.Format != "csv"}
	if r.Filter, err = filterText(in.Filter); err != nil || len(in.IDs) == 0 {
		return r, err
	}
	switch {
	case r.Filter != "":
		return r, problem.InvalidAt("/ids", "bulk_ids_or_list", nil)
	case len(in.IDs) > record.MaxExportIDs:
		return r, problem.InvalidAt("/ids", "too_many", map[string]any{"max": record.MaxExportIDs})
	}
	named, err := json.Marshal(map[string]any{"id": map[string]any{"in": in.IDs}})
	r.Filter = string(named)
	return r, err
}

// exportJob is POST /records/{entity}:export with a body.
func (a *API) exportJob(c *fiber.Ctx, caller *record.Caller) error {
	var in exportRequest
	if err := decodeKnown(c, &in); err != nil {
		return err
	}
	entity := c.Params("entity")
	if err := a.Records.MayExport(c.UserContext(), caller, entity); err != nil {
		return err
	}
	r, err := in.read(caller)
	if err != nil {
		return err
	}
	if id := c.Query("approval"); id != "" {
		used := approval.Request{Entity: entity, Action: "export", Fields: r.List().Fingerprint()}
		if err := a.Approvals.Use(c.UserContext(), caller, id, used); err != nil {
			return err
		}
	}
	rows := int64(0)
	if in.Dry {
		rows = previewRows
	}
	e, records, err := a.Records.PreviewExport(c.UserContext(), caller, entity, r.List(), rows)
	if err != nil {
		return a.orRequest(c, caller, err, approval.Request{Entity: entity, Action: "export", Fields: r.List().Fingerprint()})
	}
	if in.Dry {
		p, err := exporter.First(c.UserContext(), e, records)
		if err != nil {
			return err
		}
		return c.JSON(p)
	}
	job, err := a.Exports.Enqueue(c.UserContext(), caller, entity, r)
	if err != nil {
		return err
	}
	return sendJob(c, job)
}
