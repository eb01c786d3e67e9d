package httpapi

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
)

// tusVersion is that of the protocol of resumable uploads (https://tus.io) that
// these routes speak.
const tusVersion = "1.0.0"

// maxMetadata bounds the header that tells of a file in bytes.
const maxMetadata = 4 << 10

// registerUploads adds the routes of files that come in parts.
func (a *API) registerUploads(v1 fiber.Router) {
	v1.Options("/uploads", tus, a.uploadOptions)
	v1.Post("/uploads", tus, a.beginUpload)
	v1.Head("/uploads/:id", tus, a.uploadOffset)
	v1.Get("/uploads/:id", a.uploadShown)
	v1.Patch("/uploads/:id", tus, a.appendUpload)
	v1.Delete("/uploads/:id", tus, a.abortUpload)
}

// tus answers in the protocol's version, and refuses requests of another one.
func tus(c *fiber.Ctx) error {
	c.Set("Tus-Resumable", tusVersion)
	if c.Method() != http.MethodOptions && c.Get("Tus-Resumable") != tusVersion {
		c.Set("Tus-Version", tusVersion)
		return problem.New(problem.Stale, "tus_version").With("version", tusVersion)
	}
	return c.Next()
}

// uploadOptions is OPTIONS /uploads: what the server can do.
func (a *API) uploadOptions(c *fiber.Ctx) error {
	c.Set("Tus-Version", tusVersion)
	c.Set("Tus-Extension", "creation,termination,expiration")
	c.Set("Tus-Max-Size", strconv.FormatInt(file.MaxUpload, 10))
	return c.SendStatus(fiber.StatusNoContent)
}

// beginUpload is POST /uploads.
func (a *API) beginUpload(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	size, err := strconv.ParseInt(c.Get("Upload-Length"), 10, 64)
	if err != nil || size < 0 {
		return problem.New(problem.Malformed, "upload_header").With("header", "Upload-Length")
	}
	name, err := uploadName(c.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	p, err := a.Files.Begin(c.UserContext(), file.Start{Workspace: caller.Workspace.Name, User: caller.Principal.UserID, Name: name, Size: size})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLocation, "/api/v1/uploads/"+p.ID)
	progressed(c, p)
	// SendStatus would write the status in words as the body.
	return c.Status(fiber.StatusCreated).Send(nil)
}

// uploadName is that of the file in a header of pairs of a word and a value in
// base 64; other words are not needed here.
func uploadName(header string) (string, error) {
	if len(header) > maxMetadata {
		return "", problem.New(problem.TooLarge, "upload_metadata").With("max", maxMetadata)
	}
	for _, pair := range strings.Split(header, ",") {
		word, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if word != "filename" {
			continue
		}
		name, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil || !utf8.Valid(name) {
			return "", problem.New(problem.Malformed, "upload_header").With("header", "Upload-Metadata")
		}
		return string(name), nil
	}
	return "", nil
}

// uploadOffset is HEAD /uploads/{id}: where to go on.
func (a *API) uploadOffset(c *fiber.Ctx) error {
	from, err := a.sender(c)
	if err != nil {
		return err
	}
	p, err := a.Files.Sent(c.UserContext(), from)
	if err != nil {
		return err
	}
	progressed(c, p)
	c.Set("Upload-Length", strconv.FormatInt(p.Size, 10))
	return c.SendStatus(fiber.StatusOK)
}

// uploadShown is GET /uploads/{id}: the same for people and programs that do
// not speak the protocol, and what file came of it.
func (a *API) uploadShown(c *fiber.Ctx) error {
	from, err := a.sender(c)
	if err != nil {
		return err
	}
	p, err := a.Files.Sent(c.UserContext(), from)
	if err != nil {
		return err
	}
	return c.JSON(p)
}

// appendUpload is PATCH /uploads/{id}: the next part.
func (a *API) appendUpload(c *fiber.Ctx) error {
	from, err := a.sender(c)
	if err != nil {
		return err
	}
	if kind, _, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType)); kind != "application/offset+octet-stream" {
		return problem.New(problem.Malformed, "upload_header").With("header", fiber.HeaderContentType)
	}
	offset, err := strconv.ParseInt(c.Get("Upload-Offset"), 10, 64)
	if err != nil || offset < 0 {
		return problem.New(problem.Malformed, "upload_header").With("header", "Upload-Offset")
	}
	content, err := body(c)
	if err != nil {
		return err
	}
	p, err := a.Files.Append(c.UserContext(), from, offset, content)
	if err != nil {
		return err
	}
	progressed(c, p)
	return c.SendStatus(fiber.StatusNoContent)
}

// abortUpload is DELETE /uploads/{id}.
func (a *API) abortUpload(c *fiber.Ctx) error {
	from, err := a.sender(c)
	if err != nil {
		return err
	}
	if err := a.Files.Abort(c.UserContext(), from); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

func (a *API) sender(c *fiber.Ctx) (file.Sender, error) {
	caller, err := a.caller(c)
	if err != nil {
		return file.Sender{}, err
	}
	return file.Sender{Workspace: caller.Workspace.Name, User: caller.Principal.UserID, ID: c.Params("id")}, nil
}

// progressed sets the headers that tell how far an upload is.
func progressed(c *fiber.Ctx, p file.Progress) {
	c.Set("Upload-Offset", strconv.FormatInt(p.Offset, 10))
	c.Set("Upload-Expires", p.ExpiresAt.Format(http.TimeFormat))
}
