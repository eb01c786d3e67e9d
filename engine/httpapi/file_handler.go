package httpapi

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// sendTimeout bounds how long one file may take to read from the bucket.
const sendTimeout = 5 * time.Minute

// upload is POST /files: one file as the part "file" of a form, or as the body
// itself with its name in the query.
func (a *API) upload(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	u := file.Upload{Workspace: caller.Workspace.Name, User: caller.Principal.UserID}
	if u.Name, u.Content, err = sentFile(c); err != nil {
		return err
	}
	f, err := a.Files.Upload(c.UserContext(), u)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(f)
}

func sentFile(c *fiber.Ctx) (name string, content []byte, err error) {
	b, err := body(c)
	if err != nil {
		return "", nil, err
	}
	if kind, _, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType)); kind != fiber.MIMEMultipartForm {
		return c.Query("name"), b, nil
	}
	part, err := c.FormFile("file")
	if err != nil {
		return "", nil, problem.Wrap(problem.Malformed, "file_part_missing", err)
	}
	f, err := part.Open()
	if err != nil {
		return "", nil, problem.Wrap(problem.Malformed, "file_part_missing", err)
	}
	defer f.Close()
	if content, err = io.ReadAll(f); err != nil {
		return "", nil, problem.Wrap(problem.Malformed, "file_part_missing", err)
	}
	return part.Filename, content, nil
}

// files is GET /records/{entity}:files?ids=…: what is known of the files that
// records name.
func (a *API) files(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	data, err := a.Records.Files(c.UserContext(), caller, c.Params("entity"), strings.Split(c.Query("ids"), ","))
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": data})
}

// download is GET /records/{entity}/{id}/files/{field}[/{file}], also with a
// link.
func (a *API) download(c *fiber.Ctx) error {
	caller, err := a.fileCaller(c)
	if err != nil {
		return err
	}
	f, err := a.Records.File(c.UserContext(), caller, c.Params("entity"), c.Params("id"), c.Params("field"), c.Params("file"))
	if err != nil {
		return err
	}
	return a.sendContent(c, f)
}

// sendContent answers with the content of a file so that no browser runs what
// is in it: saved rather than shown, but for plain pictures, and in a sandbox.
func (a *API) sendContent(c *fiber.Ctx, f record.File) error {
	c.Set(fiber.HeaderContentDisposition, disposition(f))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	// The browser asks again each time, and the rights of that moment count.
	c.Set(fiber.HeaderCacheControl, "private, no-cache")
	etag := `"` + f.SHA256 + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	from, length := part(c, f, etag)
	// What is sent is read after this handler has returned.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), sendTimeout)
	content, err := a.Files.Read(ctx, f.Key, from, length)
	if err != nil {
		cancel()
		return problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	c.Set(fiber.HeaderContentType, f.MediaType)
	return c.SendStream(closing{content, cancel}, int(length))
}

// part is the range that the request asks for, or the whole. Several ranges,
// one that cannot be, and one of a content that has changed get the whole.
func part(c *fiber.Ctx, f record.File, etag string) (from, length int64) {
	header := c.Get(fiber.HeaderRange)
	if header == "" || strings.Contains(header, ",") || c.Get(fiber.HeaderIfRange, etag) != etag {
		return 0, f.Size
	}
	r, err := c.Range(int(f.Size))
	if err != nil || r.Type != "bytes" || len(r.Ranges) != 1 {
		return 0, f.Size
	}
	one := r.Ranges[0]
	c.Status(fiber.StatusPartialContent)
	c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", one.Start, one.End, f.Size))
	return int64(one.Start), int64(one.End - one.Start + 1)
}

func disposition(f record.File) string {
	how := "attachment"
	if file.Inline(f.MediaType) {
		how = "inline"
	}
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, f.Name)
	return how + `; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20")
}

// closing ends the reading of a content with what it was read under.
type closing struct {
	io.ReadCloser
	cancel context.CancelFunc
}

// Close implements io.Closer.
func (c closing) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}
