package mortise

import (
	"context"
	"io"
	"net/http"
	"net/url"
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
