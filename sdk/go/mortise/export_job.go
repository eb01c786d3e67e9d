package mortise

import (
	"context"
	"net/http"
)

// ExportRequest says what file a job is to make of which records: those of IDs,
// or all that a list of Filter and Search shows.
type ExportRequest struct {
	Format   string   `json:"format,omitempty"` // csv, xlsx, pdf
	Fields   []string `json:"fields,omitempty"` // dotted for relations; what the caller may export when empty
	IDs      []string `json:"ids,omitempty"`
	Filter   any      `json:"filter,omitempty"` // an Expr text or a JSON filter
	Search   string   `json:"q,omitempty"`
	Sort     string   `json:"sort,omitempty"`
	Archived bool     `json:"archived,omitempty"`
	BOM      bool     `json:"bom,omitempty"`    // of a CSV file
	Header   string   `json:"header,omitempty"` // names, titles
	Reason   string   `json:"reason,omitempty"`
}

// ExportPreview is what the beginning of a file would show.
type ExportPreview struct {
	Columns []struct{ Name, Title string } `json:"columns"`
	Rows    [][]string                     `json:"rows"`
	Records int64                          `json:"records"` // of the whole file
}

// ExportJob starts a job that makes a file.
func (r Records) ExportJob(ctx context.Context, q ExportRequest) (*Job, error) {
	var job Job
	return &job, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":export"}, q, &job)
}

// PreviewExport tells what a file would show.
func (r Records) PreviewExport(ctx context.Context, q ExportRequest) (*ExportPreview, error) {
	var p ExportPreview
	dry := struct {
		ExportRequest
		Dry bool `json:"dry"`
	}{q, true}
	return &p, r.client.call(ctx, Request{Method: http.MethodPost, Path: r.path + ":export"}, dry, &p)
}
