package httpapi

import (
	"bytes"
	"mime"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
)

// registerImports adds the routes of imports.
func (a *API) registerImports(v1 fiber.Router) {
	v1.Post("/records/:entity\\:import", a.once(a.importFile))
	v1.Post("/records/:entity\\:inspect", a.inspectFile)
	v1.Get("/records/:entity\\:template", a.importTemplate)
	v1.Post("/jobs/:id\\:undo", a.once(a.undoJob))
	v1.Get("/import-profiles", a.importProfiles)
	v1.Patch("/import-profiles/:id", a.nameImportProfile)
	v1.Delete("/import-profiles/:id", a.forgetImportProfile)
}

// ofUpload tells whether a request names an uploaded file instead of sending
// one.
func ofUpload(c *fiber.Ctx) bool {
	kind, _, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	return kind == fiber.MIMEApplicationJSON && bytes.HasPrefix(bytes.TrimSpace(c.Request().Body()), []byte("{"))
}

// importFile is POST /records/{entity}:import. A file as the body is imported at
// once; a file larger than a body may be is sent in parts, each with the header
// and the number of its first line. JSON names an uploaded file, which a job
// imports.
func (a *API) importFile(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	caller = importer.Importing(caller)
	entity := strings.Clone(c.Params("entity"))
	deprecated(c, caller, catalog.Asked{})
	if ofUpload(c) {
		var o importer.Order
		if err := decodeBody(c, &o); err != nil {
			return err
		}
		o.Locale = fieldtype.Locale{Language: Language(c), Zone: caller.Zone}
		if err := a.Imports.Prepare(c.UserContext(), caller, entity, o); err != nil {
			return err
		}
		return a.enqueue(c, caller, importer.Kind, entity, importer.Asked{Order: o, Errand: caller.Errand()})
	}
	options, err := importOptions(c)
	if err != nil {
		return err
	}
	file, err := body(c)
	if err != nil {
		return err
	}
	summary, err := importer.Import(c.UserContext(), file, entity, importer.As{Records: a.Records, Caller: caller}, options)
	if err != nil && c.Get(keyHeader) != "" {
		p := *problem.As(err)
		p.Extra = nil // what was written before goes with the transaction
		return &p
	}
	if err != nil {
		return err
	}
	return c.JSON(summary)
}

// inspectFile is POST /records/{entity}:inspect: what a file seems to be, and
// which fields its columns seem to fill.
func (a *API) inspectFile(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var o importer.Order
	content := importer.Content{}
	if ofUpload(c) {
		if err := decodeBody(c, &o); err != nil {
			return err
		}
		content.File = o.File
	} else {
		if o.Options, err = importOptions(c); err != nil {
			return err
		}
		if content.Bytes, err = body(c); err != nil {
			return err
		}
	}
	found, err := a.Imports.Inspect(c.UserContext(), importer.Importing(caller), strings.Clone(c.Params("entity")), content, o.Options)
	if err != nil {
		return err
	}
	return c.JSON(found)
}

// importTemplate is GET /records/{entity}:template?format=xlsx|csv.
func (a *API) importTemplate(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	format, kind := sheet.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	switch c.Query("format", "xlsx") {
	case "xlsx":
	case "csv":
		format, kind = sheet.CSV, "text/csv; charset=utf-8"
	default:
		return problem.InvalidAt("?format", "not_an_option", map[string]any{"options": "xlsx, csv"})
	}
	var out bytes.Buffer
	entity := strings.Clone(c.Params("entity"))
	if err := a.Imports.TemplateFor(c.UserContext(), &out, importer.Importing(caller), entity, format); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+entity+"."+string(format)+`"`)
	return c.Send(out.Bytes())
}

// undoJob is POST /jobs/{id}:undo: a job that takes back what another one, which
// has ended, did.
func (a *API) undoJob(c *fiber.Ctx) error {
	caller, job, err := a.jobOf(c)
	if err != nil {
		return err
	}
	undo, err := a.Jobs.Undo(c.UserContext(), job, jobs.Order{Workspace: job.Workspace, User: job.User, Language: caller.Language, Scopes: caller.Principal.Session.Scopes}, caller.Errand())
	if err != nil {
		return err
	}
	return sendJob(c, undo)
}

// importOptions reads the options of an import from a query.
func importOptions(c *fiber.Ctx) (importer.Options, error) {
	text := func(name string) string { return strings.Clone(c.Query(name)) }
	o := importer.Options{Locale: fieldtype.Locale{Language: Language(c)}, Mode: text("mode"), Sheet: text("sheet"), Encoding: text("encoding"),
		Delimiter: text("delimiter"), Quote: text("quote"), Dry: c.QueryBool("dry"), Clear: c.QueryBool("clear")}
	if key := text("key"); key != "" {
		o.Key = strings.Split(key, ",")
	}
	for name, into := range map[string]any{"map": &o.Map, "values": &o.Values, "formats": &o.Formats, "tables": &o.Tables} {
		if m := c.Query(name); m != "" {
			if err := decodeJSON([]byte(m), into); err != nil {
				return o, problem.InvalidAt("?"+name, "malformed_json", nil)
			}
		}
	}
	for _, text := range c.Context().QueryArgs().PeekMulti("empty") {
		o.Empty = append(o.Empty, string(text))
	}
	for name, into := range map[string]*int{"line": &o.Line, "header": &o.Header} {
		if line := c.Query(name); line != "" {
			n, err := strconv.Atoi(line)
			if err != nil || n < 1 {
				return o, problem.InvalidAt("?"+name, "out_of_range", map[string]any{"min": 1})
			}
			*into = n
		}
	}
	return o, nil
}
