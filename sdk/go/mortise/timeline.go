package mortise

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Comment is what somebody said about a record.
type Comment struct {
	ID       string     `json:"id"`
	Text     string     `json:"text"` // Markdown
	By       Person     `json:"by"`
	At       time.Time  `json:"at"`
	EditedAt *time.Time `json:"edited_at"`
	Mentions []Person   `json:"mentions"`
	Files    []File     `json:"files"`
}

// NewComment is a comment as it is sent: at most 10,000 characters, 20 users
// and 10 files that the caller has uploaded.
type NewComment struct {
	Text     string   `json:"text"`
	Mentions []string `json:"mentions,omitempty"` // ids of users
	Files    []string `json:"files,omitempty"`    // of a new comment only
}

// TimelineItem is something that happened around a record. Of the members
// below By, the one of its kind is there; of a task, that of a record.
type TimelineItem struct {
	Kind    string          `json:"kind"` // change, comment, task, file, share, record
	At      time.Time       `json:"at"`
	By      *Person         `json:"by"`
	Change  json.RawMessage `json:"change"`
	Comment *Comment        `json:"comment"`
	File    *struct {
		Field string `json:"field"`
		File
	} `json:"file"`
	Share  json.RawMessage `json:"share"`
	Record *struct {
		Entity string `json:"entity"`
		Title  string `json:"title"`
		Values Record `json:"values"`
	} `json:"record"`
}

// TimelineOptions asks for a page: of some kinds, or of all when there are
// none, after the mark that the former page ended with.
type TimelineOptions struct {
	Kinds  []string
	Before string
	Limit  int // 0 for 50
}

func (o TimelineOptions) query() url.Values {
	q := url.Values{}
	if len(o.Kinds) > 0 {
		q.Set("kinds", strings.Join(o.Kinds, ","))
	}
	if o.Before != "" {
		q.Set("before", o.Before)
	}
	if o.Limit > 0 {
		q.Set("limit", strconv.Itoa(o.Limit))
	}
	return q
}

// Timeline gives what happened around a record, the newest first, and the mark
// of the next page, "" at the end.
func (r Records) Timeline(ctx context.Context, id string, o TimelineOptions) ([]TimelineItem, string, error) {
	var answer struct {
		Data []TimelineItem `json:"data"`
		Next string         `json:"next"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.path + "/" + url.PathEscape(id) + "/timeline", Query: o.query()}, nil, &answer)
	return answer.Data, answer.Next, err
}

func (r Records) comments(id string, more ...string) string {
	path := r.path + "/" + url.PathEscape(id) + "/comments"
	for _, part := range more {
		path += "/" + url.PathEscape(part)
	}
	return path
}

// Comments gives comments on a record, the newest first, and the mark of the
// next page, "" at the end.
func (r Records) Comments(ctx context.Context, id string, o TimelineOptions) ([]Comment, string, error) {
	var answer struct {
		Data []Comment `json:"data"`
		Next string    `json:"next"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.comments(id), Query: o.query()}, nil, &answer)
	return answer.Data, answer.Next, err
}

// Comment says something about a record.
func (r Records) Comment(ctx context.Context, id string, said NewComment) (c Comment, err error) {
	err = r.client.call(ctx, Request{Method: http.MethodPost, Path: r.comments(id)}, said, &c)
	return c, err
}

// EditComment gives a comment of one's own another text.
func (r Records) EditComment(ctx context.Context, id, comment string, said NewComment) (c Comment, err error) {
	err = r.client.call(ctx, Request{Method: http.MethodPatch, Path: r.comments(id, comment)}, said, &c)
	return c, err
}

// RemoveComment takes a comment of one's own back.
func (r Records) RemoveComment(ctx context.Context, id, comment string) error {
	return r.client.call(ctx, Request{Method: http.MethodDelete, Path: r.comments(id, comment)}, nil, nil)
}

// CommentFile reads the content of a file of a comment.
func (r Records) CommentFile(ctx context.Context, id, comment, file string) ([]byte, error) {
	resp, err := r.client.Do(ctx, Request{Method: http.MethodGet, Path: r.comments(id, comment, "files", file)})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// FormerText is what a comment said before it was edited.
type FormerText struct {
	Until time.Time `json:"until"`
	Text  string    `json:"text"`
}

// FormerTexts gives what a comment said before, the newest first.
func (r Records) FormerTexts(ctx context.Context, id, comment string) ([]FormerText, error) {
	var answer struct {
		Data []FormerText `json:"data"`
	}
	err := r.client.call(ctx, Request{Method: http.MethodGet, Path: r.comments(id, comment, "history")}, nil, &answer)
	return answer.Data, err
}
