package mortise

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"time"
)

// Uploading is how much of a file has come that is sent in parts.
type Uploading struct {
	ID        string    `json:"id"` // of the upload, and of the file that it becomes
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Offset    int64     `json:"offset"` // bytes so far
	ExpiresAt time.Time `json:"expires_at"`
	File      *File     `json:"file"` // once all bytes are there
}

const (
	uploadPart     = 4 << 20 // the largest part that the server takes
	uploadAttempts = 5       // how often a part is sent again before giving up
)

// errContent is that what is to be sent cannot be read, which no new attempt
// mends.
var errContent = errors.New("read what is to be uploaded")

// UploadLarge sends a file of size bytes, at most 1 GiB, in parts, and goes on
// where it was when the network fails.
func (c *Client) UploadLarge(ctx context.Context, name string, content io.ReaderAt, size int64) (File, error) {
	id, err := c.BeginUpload(ctx, name, size)
	if err != nil {
		return File{}, err
	}
	return c.ResumeUpload(ctx, id, content)
}

// BeginUpload enters a file of size bytes that is to come in parts, and gives
// the id by which ResumeUpload sends them.
func (c *Client) BeginUpload(ctx context.Context, name string, size int64) (string, error) {
	resp, err := c.Do(ctx, Request{Method: http.MethodPost, Path: "/api/v1/uploads", Header: tusHeader(
		"Upload-Length", strconv.FormatInt(size, 10), "Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte(name)))})
	if err != nil {
		return "", err
	}
	return path.Base(resp.Header.Get("Location")), nil
}

// ResumeUpload sends what is missing of a file that was begun.
func (c *Client) ResumeUpload(ctx context.Context, id string, content io.ReaderAt) (File, error) {
	failed := 0
	for {
		u, err := c.Uploading(ctx, id)
		if err == nil && u.File != nil {
			return *u.File, nil
		}
		if err == nil {
			before := u.Offset
			if u.Offset, err = c.sendParts(ctx, u, content); u.Offset > before {
				failed = 0
			}
		}
		if p, ok := AsProblem(err); ok && p.Status < 500 && p.Code != "upload_offset" || errors.Is(err, errContent) {
			return File{}, err
		}
		if err != nil {
			if failed++; failed >= uploadAttempts || ctx.Err() != nil {
				return File{}, err
			}
		}
	}
}

// sendParts sends parts until all have come or one fails, and tells how far it
// came.
func (c *Client) sendParts(ctx context.Context, u Uploading, content io.ReaderAt) (int64, error) {
	part := make([]byte, uploadPart)
	for u.Offset < u.Size {
		n := min(u.Size-u.Offset, uploadPart)
		if got, err := content.ReadAt(part[:n], u.Offset); err != nil && int64(got) < n {
			return u.Offset, fmt.Errorf("%w: %w", errContent, err)
		}
		if _, err := c.Do(ctx, Request{Method: http.MethodPatch, Path: "/api/v1/uploads/" + url.PathEscape(u.ID), ContentType: "application/offset+octet-stream",
			Header: tusHeader("Upload-Offset", strconv.FormatInt(u.Offset, 10)), Body: bytes.NewReader(part[:n])}); err != nil {
			return u.Offset, err
		}
		u.Offset += n
	}
	return u.Offset, nil
}

// Uploading tells how far a file has come that was begun.
func (c *Client) Uploading(ctx context.Context, id string) (u Uploading, err error) {
	err = c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/uploads/" + url.PathEscape(id)}, nil, &u)
	return u, err
}

// AbortUpload removes what has come of a file that was begun.
func (c *Client) AbortUpload(ctx context.Context, id string) error {
	_, err := c.Do(ctx, Request{Method: http.MethodDelete, Path: "/api/v1/uploads/" + url.PathEscape(id), Header: tusHeader()})
	return err
}

func tusHeader(pairs ...string) http.Header {
	h := http.Header{"Tus-Resumable": {"1.0.0"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}
