package mortise

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// File is what the server tells of a file.
type File struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"` // bytes
	SHA256    string    `json:"sha256"`
	CreatedAt time.Time `json:"created_at"`
}

// Upload sends a file. Its ID is then written into a field of a record; what no
// record names within a day is removed.
func (c *Client) Upload(ctx context.Context, name string, content io.Reader) (File, error) {
	var f File
	resp, err := c.Do(ctx, Request{Method: http.MethodPost, Path: "/api/v1/files", Query: url.Values{"name": {name}}, ContentType: "application/octet-stream", Body: content})
	if err != nil {
		return f, err
	}
	return f, resp.decode(&f)
}

// Download reads the content of a file that a field of a record names: the one
// with an id, or the first when that is "".
func (r Records) Download(ctx context.Context, id, field, file string) ([]byte, error) {
	path := r.path + "/" + url.PathEscape(id) + "/files/" + url.PathEscape(field)
	if file != "" {
		path += "/" + url.PathEscape(file)
	}
	resp, err := r.client.Do(ctx, Request{Method: http.MethodGet, Path: path})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Files tells of the files that records name, by record and field.
func (r Records) Files(ctx context.Context, ids ...string) (map[string]map[string][]File, error) {
	var answer struct {
		Data map[string]map[string][]File `json:"data"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.path + ":files", Query: url.Values{"ids": {strings.Join(ids, ",")}}}, nil, &answer)
	return answer.Data, err
}

// FileVersion is a file that a field of a record holds or held.
type FileVersion struct {
	File
	Current bool       `json:"current"`
	Until   *time.Time `json:"until"` // when the field ceased to name it
}

func (r Records) file(id, field string, more ...string) string {
	path := r.path + "/" + url.PathEscape(id) + "/files/" + url.PathEscape(field)
	for _, part := range more {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// FileVersions lists the files that a field of a record holds and held, the
// newest first. Writing the ID of one into the field brings it back.
func (r Records) FileVersions(ctx context.Context, id, field string) ([]FileVersion, error) {
	var answer struct {
		Data []FileVersion `json:"data"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.file(id, field, "versions")}, nil, &answer)
	return answer.Data, err
}

// DownloadVersion reads the content of one of FileVersions.
func (r Records) DownloadVersion(ctx context.Context, id, field, file string) ([]byte, error) {
	resp, err := r.client.Do(ctx, Request{Method: http.MethodGet, Path: r.file(id, field, "versions", file)})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Thumbnail reads a small form of a picture, at most size pixels wide and high:
// 64, 128, 256 or 512.
func (r Records) Thumbnail(ctx context.Context, id, field, file string, size int) ([]byte, error) {
	resp, err := r.client.Do(ctx, Request{Method: http.MethodGet, Path: r.file(id, field, file) + ":thumbnail", Query: url.Values{"size": {strconv.Itoa(size)}}})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Link is an address that works without signing in, for a short while.
type Link struct {
	URL       string    `json:"url"` // below the server's address
	ExpiresAt time.Time `json:"expires_at"`
}

// LinkFile makes a Link to a file; the caller's rights count when it is used.
func (r Records) LinkFile(ctx context.Context, id, field, file string) (l Link, err error) {
	err = r.client.call(ctx, Request{Method: http.MethodPost, Path: r.file(id, field, file) + ":link"}, nil, &l)
	return l, err
}

// ZipOptions asks for the files of records: of some, or of those that a list
// would show.
type ZipOptions struct {
	IDs    []string `json:"ids,omitempty"`
	Filter string   `json:"filter,omitempty"`
	Search string   `json:"q,omitempty"`
	Field  string   `json:"field,omitempty"` // "" for all fields of files
}

// Zip reads the files of up to 1,000 records as one archive, each record's in a
// folder of its own.
func (r Records) Zip(ctx context.Context, o ZipOptions) ([]byte, error) {
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	resp, err := r.client.Do(ctx, Request{Method: http.MethodPost, Path: r.path + ":zip", Body: bytes.NewReader(body)})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
