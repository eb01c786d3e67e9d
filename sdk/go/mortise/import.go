package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// ImportOrder says what file becomes records, and how.
type ImportOrder struct {
	File      string                       `json:"file,omitempty"` // id of an uploaded file
	Map       map[string]string            `json:"map,omitempty"`  // header to field: phone, firm.code, lines.amount; "" leaves the column out
	Values    map[string]map[string]string `json:"values,omitempty"`
	Formats   map[string]string            `json:"formats,omitempty"` // header to dmy, mdy (order of 1/2/2026) or scaled (3.5K, 2M)
	Empty     []string                     `json:"empty,omitempty"`
	Mode      string                       `json:"mode,omitempty"` // create, update, upsert
	Key       []string                     `json:"key,omitempty"`
	Clear     bool                         `json:"clear,omitempty"`
	Tables    map[string]TableSheet        `json:"tables,omitempty"`
	Dry       bool                         `json:"dry,omitempty"`
	Sheet     string                       `json:"sheet,omitempty"`
	Header    int                          `json:"header,omitempty"`
	Encoding  string                       `json:"encoding,omitempty"`
	Delimiter string                       `json:"delimiter,omitempty"`
	Quote     string                       `json:"quote,omitempty"`
}

// TableSheet says on which sheet the rows of a table stand.
type TableSheet struct {
	Sheet string            `json:"sheet"`
	Key   string            `json:"key"`
	Of    string            `json:"of"`
	Map   map[string]string `json:"map,omitempty"`
}

// ImportInspection is what a file seems to be.
type ImportInspection struct {
	Format    string          `json:"format"`
	Encoding  string          `json:"encoding"`
	Delimiter string          `json:"delimiter"`
	Quote     string          `json:"quote"`
	Sheets    []string        `json:"sheets"`
	Header    int             `json:"header"`
	Rows      int64           `json:"rows"`
	Columns   []ImportColumn  `json:"columns"`
	Samples   [][]string      `json:"samples"`
	Keys      [][]string      `json:"keys"`
	Profile   json.RawMessage `json:"profile"`
}

// ImportColumn is a column of a file and the field that it seems to fill.
type ImportColumn struct {
	Header string        `json:"header"`
	Field  string        `json:"field"`
	Why    string        `json:"why"`
	Values []ImportValue `json:"values"`
}

// ImportValue is a text of a column, and the option that it means.
type ImportValue struct {
	Text  string `json:"text"`
	Count int64  `json:"count"`
	Value string `json:"value"`
}

// ImportFile starts a job that imports an uploaded file.
func (r Records) ImportFile(ctx context.Context, o ImportOrder) (*Job, error) {
	var job Job
	return &job, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":import"}, o, &job)
}

// Inspect tells what an uploaded file seems to be.
func (r Records) Inspect(ctx context.Context, o ImportOrder) (*ImportInspection, error) {
	var found ImportInspection
	return &found, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":inspect"}, o, &found)
}

// ImportTemplate reads a file to be filled in: xlsx or csv.
func (r Records) ImportTemplate(ctx context.Context, format string) ([]byte, error) {
	resp, err := r.client.Do(ctx, Request{Method: http.MethodGet, Path: r.path + ":template", Query: url.Values{"format": {format}}})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// UndoJob starts a job that takes back what another one did.
func (c *Client) UndoJob(ctx context.Context, id string) (*Job, error) {
	var job Job
	return &job, c.call(ctx, Request{Method: http.MethodPost, Path: jobPath(id) + ":undo"}, nil, &job)
}

// ImportProfile is how the caller has imported files with the same headers, last.
type ImportProfile struct {
	ID      string      `json:"id"`
	Entity  string      `json:"entity"`
	Name    string      `json:"name"`    // "" until he gives it one
	Columns []string    `json:"columns"` // the first headers
	Options ImportOrder `json:"options"` // without a file
	UsedAt  time.Time   `json:"used_at"`
}

// ImportProfiles gives the caller's own profiles for an entity: those with a name
// first, then the one used last.
func (c *Client) ImportProfiles(ctx context.Context, entity string) ([]ImportProfile, error) {
	var out struct {
		Data []ImportProfile `json:"data"`
	}
	err := c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/import-profiles", Query: url.Values{"entity": {entity}}}, nil, &out)
	return out.Data, err
}

// NameImportProfile gives a profile of the caller's own a name; "" takes it away.
func (c *Client) NameImportProfile(ctx context.Context, id, name string) (*ImportProfile, error) {
	var p ImportProfile
	in := map[string]string{"name": name}
	return &p, c.call(ctx, Request{Method: http.MethodPatch, Path: "/api/v1/import-profiles/" + url.PathEscape(id)}, in, &p)
}

// ForgetImportProfile forgets a profile of the caller's own.
func (c *Client) ForgetImportProfile(ctx context.Context, id string) error {
	return c.call(ctx, Request{Method: http.MethodDelete, Path: "/api/v1/import-profiles/" + url.PathEscape(id)}, nil, nil)
}
