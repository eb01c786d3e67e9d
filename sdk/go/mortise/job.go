package mortise

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Job is work that the caller has started.
type Job struct {
	ID         string           `json:"id"`
	Kind       string           `json:"kind"`
	Entity     string           `json:"entity"`
	State      string           `json:"state"` // queued, running, done, failed, cancelled
	Cancelling bool             `json:"cancelling"`
	CreatedAt  time.Time        `json:"created_at"`
	StartedAt  *time.Time       `json:"started_at"`
	EndedAt    *time.Time       `json:"ended_at"`
	Done       int64            `json:"done"`
	Total      int64            `json:"total"` // 0 while it is unknown
	Counts     map[string]int64 `json:"counts"`
	Result     json.RawMessage  `json:"result"`
	Problem    *JobProblem      `json:"problem"` // of a failed one
	File       *JobFile         `json:"file"`
	Undoes     string           `json:"undoes"` // the job that this one takes back
}

// JobProblem is why a job has failed.
type JobProblem struct {
	Code   string          `json:"code"`
	Title  string          `json:"title"`
	Errors []ProblemDetail `json:"errors"`
}

// JobFile is the result of a job as a file.
type JobFile struct {
	Name      string     `json:"name"`
	MediaType string     `json:"media_type"`
	Size      int64      `json:"size"` // bytes
	ExpiresAt *time.Time `json:"expires_at"`
}

// Ended tells that nothing more will happen.
func (j *Job) Ended() bool { return j.EndedAt != nil }

// JobOptions narrow a list of jobs.
type JobOptions struct {
	Kind, State string // "" for all
	Limit       int    // 0 for the server's
	After       string // Next of the page before
}

// JobPage is a page of jobs, the newest first.
type JobPage struct {
	Data []Job  `json:"data"`
	Next string `json:"next"` // "" on the last page
}

// Jobs lists the caller's jobs.
func (c *Client) Jobs(ctx context.Context, o JobOptions) (*JobPage, error) {
	q := url.Values{}
	for name, value := range map[string]string{"kind": o.Kind, "state": o.State, "after": o.After} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if o.Limit > 0 {
		q.Set("limit", strconv.Itoa(o.Limit))
	}
	var page JobPage
	return &page, c.call(ctx, Request{Method: http.MethodGet, Path: "/api/v1/jobs", Query: q}, nil, &page)
}

// Job reads one of the caller's jobs.
func (c *Client) Job(ctx context.Context, id string) (*Job, error) {
	var job Job
	return &job, c.call(ctx, Request{Method: http.MethodGet, Path: jobPath(id)}, nil, &job)
}

// CancelJob ends a job, or asks it to end where it runs.
func (c *Client) CancelJob(ctx context.Context, id string) (*Job, error) {
	var job Job
	return &job, c.call(ctx, Request{Method: http.MethodPost, Path: jobPath(id) + ":cancel"}, nil, &job)
}

// DeleteJob forgets a job that has ended, with its file.
func (c *Client) DeleteJob(ctx context.Context, id string) error {
	return c.call(ctx, Request{Method: http.MethodDelete, Path: jobPath(id)}, nil, nil)
}

// JobFile reads the file that a job has made.
func (c *Client) JobFile(ctx context.Context, id string) ([]byte, error) {
	resp, err := c.Do(ctx, Request{Method: http.MethodGet, Path: jobPath(id) + "/file"})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// JobLink gives an address on this server from which the file of a job can be
// fetched for some minutes without signing in.
func (c *Client) JobLink(ctx context.Context, id string) (string, error) {
	var answer struct{ URL string }
	if err := c.call(ctx, Request{Method: http.MethodPost, Path: jobPath(id) + ":link"}, nil, &answer); err != nil {
		return "", err
	}
	return c.base + answer.URL, nil
}

// WaitJob asks for a job until it has ended or ctx has; each, when given, hears
// how far it is.
func (c *Client) WaitJob(ctx context.Context, id string, each func(*Job)) (*Job, error) {
	pause := 50 * time.Millisecond
	for {
		job, err := c.Job(ctx, id)
		if err != nil {
			return nil, err
		}
		if each != nil {
			each(job)
		}
		if job.Ended() {
			return job, nil
		}
		select {
		case <-ctx.Done():
			return job, errors.Join(errors.New("the job has not ended yet"), ctx.Err())
		case <-time.After(pause):
		}
		pause = min(pause*3/2, 2*time.Second)
	}
}

func jobPath(id string) string { return "/api/v1/jobs/" + url.PathEscape(id) }
