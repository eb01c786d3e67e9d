package mortise

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Record is one record: field name to JSON value, numbers as json.Number.
type Record map[string]any

// ID is the record's id.
func (r Record) ID() string { return r.Text("id") }

// Text is a field's value when it is a string, else "".
func (r Record) Text(field string) string {
	s, _ := r[field].(string)
	return s
}

// Version is the record's version, for updates that must not overwrite a
// newer one; 0 when the record came without it.
func (r Record) Version() int64 {
	n, _ := r["version"].(json.Number)
	v, _ := n.Int64()
	return v
}

// Redacted names the fields that are masked or hidden on this record.
func (r Record) Redacted() []string {
	meta, _ := r["_meta"].(map[string]any)
	list, _ := meta["redacted"].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Records are the records of one entity.
type Records struct {
	client *Client
	path   string
}

// Records gives the records of an entity.
func (c *Client) Records(entity string) Records {
	return Records{c, "/api/v1/records/" + url.PathEscape(entity)}
}

// ListOptions say which records and fields to list. Zero values leave the
// server's own defaults.
type ListOptions struct {
	Fields   []string // dotted for relations: "owner.name"
	Filter   string   // Expr, or a JSON filter
	Sort     []string // "-created_at"
	Search   string
	Limit    int
	After    string // Next of the page before
	Count    string // none, exact, estimated
	Archived bool   // only archived records
	Live     bool   // asks for the position from which Live goes on with the list
}

// Page is one page of a list. Next is "" on the last; Count is nil unless it
// was asked for.
type Page struct {
	Data  []Record `json:"data"`
	Next  string   `json:"next"`
	Count *int64   `json:"count"`
	Live  string   `json:"live"` // for LiveOptions.From, when it was asked for
}

// List gives one page.
func (r Records) List(ctx context.Context, o ListOptions) (*Page, error) {
	var p Page
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.path, Query: o.query()}, nil, &p)
	return &p, err
}

// All gives every record of a list, page after page. It ends with the first
// error.
func (r Records) All(ctx context.Context, o ListOptions) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for {
			page, err := r.List(ctx, o)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, rec := range page.Data {
				if !yield(rec, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			o.After = page.Next
		}
	}
}

func (o ListOptions) query() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("fields", join(o.Fields))
	set("filter", o.Filter)
	set("sort", join(o.Sort))
	set("q", o.Search)
	set("after", o.After)
	set("count", o.Count)
	if o.Limit > 0 {
		q.Set("limit", strconv.Itoa(o.Limit))
	}
	if o.Archived {
		q.Set("archived", "only")
	}
	if o.Live {
		q.Set("live", "1")
	}
	return q
}

func join(list []string) string { return strings.Join(list, ",") }

func (r Records) at(id string) string { return r.path + "/" + url.PathEscape(id) }

// Get gives one record, with these fields or all readable ones.
func (r Records) Get(ctx context.Context, id string, fields ...string) (Record, error) {
	var rec Record
	q := ListOptions{Fields: fields}.query()
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.at(id), Query: q}, nil, &rec)
	return rec, err
}

// Create makes a record.
func (r Records) Create(ctx context.Context, values Record) (Record, error) {
	var rec Record
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path}, values, &rec)
	return rec, err
}

// Update changes the given fields. With a version other than 0 the update is
// refused (412) when the record has changed since in a way that overlaps.
func (r Records) Update(ctx context.Context, id string, version int64, changes Record) (Record, error) {
	req := Request{Method: http.MethodPatch, Path: r.at(id)}
	if version != 0 {
		req.Header = http.Header{"If-Match": {fmt.Sprintf(`"%d"`, version)}}
	}
	var rec Record
	err := r.client.call(ctx, req, changes, &rec)
	return rec, err
}

// Validation is what the server says of a write that it did not make.
type Validation struct {
	Values Record          `json:"values"` // that would come along with those given
	Errors []ProblemDetail `json:"errors"`
}

// Validate asks what is wrong with values for a record, or for a new one where
// the id is "", and writes nothing. Who may not write so is refused as then.
func (r Records) Validate(ctx context.Context, id string, values Record) (*Validation, error) {
	path := r.path
	if id != "" {
		path = r.at(id)
	}
	var v Validation
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: path + ":validate"}, values, &v)
	return &v, err
}

// Archive takes a record out of the lists; Restore brings it back.
func (r Records) Archive(ctx context.Context, id string) error {
	return r.client.call(ctx, Request{Method: http.MethodDelete, Path: r.at(id)}, nil, nil)
}

// Purge removes an archived record for good. Because of what hangs on it that
// may be refused; see Dependants.
func (r Records) Purge(ctx context.Context, id string) error {
	return r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":purge"}, nil, nil)
}

// Dependants says what hangs on a record.
func (r Records) Dependants(ctx context.Context, id string) (*Dependants, error) {
	var d Dependants
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.at(id) + "/dependants"}, nil, &d)
	return &d, err
}

// Dependants is what hangs on a record; Hidden counts what the caller may not
// know of it, and Blocked tells that some of it keeps the record from being
// purged.
type Dependants struct {
	Dependants []Dependant `json:"dependants"`
	Hidden     int64       `json:"hidden"`
	Blocked    bool        `json:"blocked"`
}

// Dependant are the records of one entity that lead to a record by one field.
type Dependant struct {
	Entity   string `json:"entity"`
	Field    string `json:"field"`
	OnDelete string `json:"onDelete"`
	Count    int64  `json:"count"`
	Archived int64  `json:"archived"`
}

// Restore brings an archived record back.
func (r Records) Restore(ctx context.Context, id string) (Record, error) {
	var rec Record
	err := r.client.call(ctx, Request{Method: http.MethodPost, Path: r.at(id) + ":restore"}, nil, &rec)
	return rec, err
}

// ImportOptions say how columns become fields.
type ImportOptions struct {
	Map   map[string]string // header of the CSV file to field name, "" to leave the column out; other headers name fields by name or title
	Empty []string          // cell texts that mean "no value"
	Line  int               // the number that the header's line has; 0 is 1
}

// ImportResult is the outcome of an import. A row that failed made nothing.
type ImportResult struct {
	Rows      int64         `json:"rows"`
	Created   int64         `json:"created"`
	Updated   int64         `json:"updated"`
	Skipped   int64         `json:"skipped"`
	Failed    int64         `json:"failed"`
	Errors    []ImportError `json:"errors"`
	Truncated bool          `json:"truncated"` // more is wrong than Errors holds
}

// ImportError is what is wrong with one row of the file.
type ImportError struct {
	Line    int    `json:"line"`
	Pointer string `json:"pointer"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Import makes a record of each row of a CSV file (UTF-8, header first).
func (r Records) Import(ctx context.Context, csv io.Reader, o ImportOptions) (*ImportResult, error) {
	q := url.Values{}
	if len(o.Map) > 0 {
		m, err := json.Marshal(o.Map)
		if err != nil {
			return nil, fmt.Errorf("encode map: %w", err)
		}
		q.Set("map", string(m))
	}
	for _, text := range o.Empty {
		q.Add("empty", text)
	}
	if o.Line > 1 {
		q.Set("line", strconv.Itoa(o.Line))
	}
	var out ImportResult
	req := Request{Method: http.MethodPost, Path: r.path + ":import", Query: q, ContentType: "text/csv; charset=utf-8", Body: csv}
	resp, err := r.client.Do(ctx, req)
	if err != nil {
		return nil, err
	}
	return &out, resp.decode(&out)
}
