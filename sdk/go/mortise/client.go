package mortise

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client calls one server as one principal. It is safe for concurrent use,
// except SignIn and SignOut, which change whom it calls as.
type Client struct {
	base     string
	token    string
	language string
	retries  int
	http     *http.Client
}

// Option changes a Client while it is made.
type Option func(*Client)

// WithToken calls with a bearer token made earlier.
func WithToken(token string) Option { return func(c *Client) { c.token = token } }

// WithLanguage asks for messages and titles in a language ("en", "zh-CN").
func WithLanguage(tag string) Option { return func(c *Client) { c.language = tag } }

// WithHTTPClient calls through a client of one's own, for timeouts, proxies
// and transports of tests.
func WithHTTPClient(h *http.Client) Option { return func(c *Client) { c.http = h } }

// New makes a Client of the server at base ("https://crm.example.com").
func New(base string, options ...Option) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("read server address: %w", err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("server address %q: want http://host or https://host", base)
	}
	c := &Client{base: strings.TrimRight(base, "/"), http: http.DefaultClient}
	for _, o := range options {
		o(c)
	}
	return c, nil
}

// Token is the bearer token that the Client calls with, or "".
func (c *Client) Token() string { return c.token }

// Request is one call as it goes over the wire, for what the typed methods do
// not cover.
type Request struct {
	Method      string
	Path        string // begins with a slash
	Query       url.Values
	ContentType string // of Body; application/json when empty
	Header      http.Header
	Body        io.Reader
}

// Response is an answer read whole.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request. Statuses from 400 are *Problem errors, and the Response
// comes with them.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) { return c.persist(ctx, r) }

// send sends a request once.
func (c *Client) send(ctx context.Context, r Request) (*Response, error) {
	target := c.base + r.Path
	if len(r.Query) > 0 {
		target += "?" + r.Query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, target, r.Body)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	c.head(req, r)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.Path, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("read answer of %s %s: %w", r.Method, r.Path, err)
	}
	out := &Response{Status: resp.StatusCode, Header: resp.Header, Body: body}
	if resp.StatusCode >= http.StatusBadRequest {
		return out, problemOf(out)
	}
	return out, nil
}

func (c *Client) head(req *http.Request, r Request) {
	req.Header.Set("Accept", "application/json, application/problem+json")
	if r.Body != nil {
		req.Header.Set("Content-Type", "application/json")
		if r.ContentType != "" {
			req.Header.Set("Content-Type", r.ContentType)
		}
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.language != "" {
		req.Header.Set("Accept-Language", c.language)
	}
	if key, ok := req.Context().Value(keyOfContext{}).(string); ok && r.Method != http.MethodGet {
		req.Header.Set(keyHeader, key)
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
}

// call sends in as JSON (nil means no body) and decodes the answer into out,
// when it is not nil.
func (c *Client) call(ctx context.Context, r Request, in, out any) error {
	if in != nil {
		body, err := bodyOf(in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", r.Method, r.Path, err)
		}
		r.Body = body
	}
	resp, err := c.Do(ctx, r)
	if err != nil {
		return err
	}
	return resp.decode(out)
}

func bodyOf(in any) (io.Reader, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encode body: %w", err)
	}
	return bytes.NewReader(body), nil
}

func (r *Response) decode(out any) error {
	if out == nil || len(r.Body) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(r.Body))
	dec.UseNumber()
	if err := dec.Decode(out); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("decode answer: text after the JSON value")
	}
	return nil
}
