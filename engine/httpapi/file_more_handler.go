package httpapi

import (
	"bufio"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// registerFiles adds the routes of files that records name.
func (a *API) registerFiles(v1 fiber.Router) {
	v1.Get("/records/:entity\\:files", a.files)
	v1.Post("/records/:entity\\:zip", a.zipFiles)
	v1.Get("/records/:entity/:id/files/:field/versions", a.fileVersions)
	v1.Get("/records/:entity/:id/files/:field/versions/:file", a.downloadVersion)
	v1.Get("/records/:entity/:id/files/:field/:file\\:thumbnail", a.thumbnail)
	v1.Post("/records/:entity/:id/files/:field/:file\\:link", a.linkFile)
	v1.Get("/records/:entity/:id/files/:field", a.download)
	v1.Get("/records/:entity/:id/files/:field/:file", a.download)
}

// fileLinkFor is how long the link to a file of a record can be used.
const fileLinkFor = 5 * time.Minute

// linkFile is POST …/files/{field}/{file}:link: an address from which the file
// can be fetched for a while without signing in. What counts are the rights of
// who asked for it, when it is used.
func (a *API) linkFile(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	if caller.Preview != nil {
		return problem.New(problem.Conflict, "preview_reads_only")
	}
	entity, id, field, name := c.Params("entity"), c.Params("id"), c.Params("field"), c.Params("file")
	if _, err := a.Records.File(c.UserContext(), caller, entity, id, field, name); err != nil {
		return err
	}
	path := strings.Join([]string{entity, id, "files", field, name}, "/")
	until := time.Now().Add(fileLinkFor).Truncate(time.Second)
	token := a.Links.Token(strings.Join([]string{"file", caller.Workspace.Name, caller.Principal.UserID, caller.Channel, path}, " "), until)
	return c.JSON(fiber.Map{"url": "/api/v1/records/" + path + "?link=" + token, "expires_at": until.UTC()})
}

// fileCaller is who asks for a file: who is signed in, or who made the link.
func (a *API) fileCaller(c *fiber.Ctx) (*record.Caller, error) {
	token := c.Query("link")
	if token == "" {
		return a.caller(c)
	}
	subject, ok := a.Links.Subject(token, time.Now())
	part := strings.SplitN(subject, " ", 5)
	path := strings.Join([]string{c.Params("entity"), c.Params("id"), "files", c.Params("field"), c.Params("file")}, "/")
	if !ok || len(part) != 5 || part[0] != "file" || part[4] != path {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	caller, err := a.Records.CallerOf(c.UserContext(), part[1], part[2])
	if err != nil {
		return nil, problem.Wrap(problem.NotFound, "not_found", err)
	}
	linked := *caller
	linked.Channel, linked.Language, linked.Address = part[3], Language(c), c.IP()
	return &linked, nil
}

func (a *API) fileVersions(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	list, err := a.Records.FileVersions(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("field"))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

func (a *API) downloadVersion(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	f, err := a.Records.FileVersion(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("field"), c.Params("file"))
	if err != nil {
		return err
	}
	return a.sendContent(c, f)
}

// thumbnail is GET …/files/{field}/{file}:thumbnail?size=128.
func (a *API) thumbnail(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	f, err := a.Records.File(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("field"), c.Params("file"))
	if err != nil {
		return err
	}
	size, err := strconv.Atoi(c.Query("size", "128"))
	if err != nil {
		size = 0
	}
	p, err := a.Files.Thumbnail(c.UserContext(), f.Key, f.MediaType, f.Size, size)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	etag := `"` + f.SHA256 + "-" + strconv.Itoa(size) + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, p.MediaType)
	return c.Send(p.Content)
}

// zipFiles is POST /records/{entity}:zip: the files of many records as one
// archive, which is written while it is sent.
func (a *API) zipFiles(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	var q record.ZipRequest
	if err := decodeBody(c, &q); err != nil {
		return err
	}
	entity := c.Params("entity")
	list, err := a.Records.FilesOf(c.UserContext(), caller, entity, q)
	if err != nil {
		return err
	}
	entries := make([]file.Entry, len(list))
	for i, f := range list {
		entries[i] = file.Entry{Folder: f.Label, Name: f.Name, Key: f.Key, Size: f.Size, At: f.CreatedAt}
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Set(fiber.HeaderContentDisposition, disposition(record.File{Name: file.Name(entity) + ".zip", MediaType: "application/zip"}))
	// What is sent is read after this handler has returned.
	ctx := context.WithoutCancel(c.UserContext())
	files := a.Files
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		ctx, cancel := context.WithTimeout(ctx, sendTimeout)
		defer cancel()
		// The status has gone out: an archive that breaks off has no end.
		if err := files.Zip(ctx, w, entries); err != nil {
			slog.Warn("send an archive", "entity", entity, "cause", err)
		}
	})
	return nil
}
