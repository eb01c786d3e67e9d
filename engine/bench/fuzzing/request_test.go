package fuzzing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// request is one to be sent, in pieces that can be broken.
type request struct {
	op     *operation
	by     *caller
	path   string // as it goes over the wire
	query  [][2]string
	header [][2]string
	json   any    // nil for none
	body   []byte // instead of json
	broken string // what was done to it; "" for nothing
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
	sent   *http.Request
	got    *http.Response
	stream bool
}

func (r *request) set(name, value string) { r.header = append(r.header, [2]string{name, value}) }

func (r *request) ask(name, value string) { r.query = append(r.query, [2]string{name, value}) }

func (r *request) bytes() []byte {
	if r.body != nil || r.json == nil {
		return r.body
	}
	b, _ := json.Marshal(r.json) // values made here always encode
	return b
}

func (r *request) uri() string {
	var b strings.Builder
	b.WriteString(r.path)
	for i, q := range r.query {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(url.QueryEscape(q[0]) + "=" + url.QueryEscape(q[1]))
	}
	return b.String()
}

const (
	// longest is how long an answer may take: the server gives up after 30 s.
	longest = 45 * time.Second
	// listening is how long a stream is listened to.
	listening = 150 * time.Millisecond
	// biggest is how much of an answer is read.
	biggest = 32 << 20
)

// send sends the request. What the client itself refuses to send is no answer.
func (r *request) send(base string, through http.RoundTripper) (*answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	body := r.bytes()
	sent, err := http.NewRequestWithContext(ctx, r.op.method, base+r.uri(), bytes.NewReader(body))
	if err != nil {
		return nil, errUnsendable
	}
	for _, h := range r.header {
		sent.Header.Add(h[0], h[1])
	}
	if r.by.token != "" {
		sent.Header.Set("Authorization", "Bearer "+r.by.token)
	}
	began := time.Now()
	got, err := through.RoundTrip(sent)
	if err != nil {
		if strings.Contains(err.Error(), "invalid header") || strings.Contains(err.Error(), "invalid URL") {
			return nil, errUnsendable
		}
		return nil, err
	}
	defer got.Body.Close()
	a := &answer{status: got.StatusCode, header: got.Header, sent: sent, got: got}
	if a.stream = strings.HasPrefix(got.Header.Get("Content-Type"), "text/event-stream"); a.stream {
		time.AfterFunc(listening, cancel)
	}
	a.body, err = io.ReadAll(io.LimitReader(got.Body, biggest))
	a.took = time.Since(began)
	if err != nil && !a.stream {
		return nil, fmt.Errorf("the answer %d broke off: %w", a.status, err)
	}
	return a, nil
}

var errUnsendable = errors.New("cannot be sent")

// transport calls from addresses of its own choice, as many people do: tries
// from one address are counted.
func transport() http.RoundTripper {
	var d net.Dialer
	return &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true, DialContext: d.DialContext, ResponseHeaderTimeout: longest}
}

// curl is the request as a line for a shell.
func (r *request) curl(base string) string {
	var b strings.Builder
	b.WriteString("curl -i --path-as-is -X " + r.op.method + " " + quoted([]byte(base+r.uri())))
	if r.by.token != "" {
		b.WriteString(" -H 'Authorization: Bearer <" + r.by.name + ">'")
	}
	for _, h := range r.header {
		b.WriteString(" -H " + quoted([]byte(h[0]+": "+h[1])))
	}
	if body := r.bytes(); len(body) > 0 {
		b.WriteString(" --data-binary " + quoted(body))
	}
	return b.String()
}

// quoted is a text for bash, whatever its bytes; the middle of long ones is left
// out.
func quoted(b []byte) string {
	left := 0
	if len(b) > 6000 {
		left = len(b) - 3000
		b = b[:3000]
	}
	plain := true
	for _, c := range b {
		plain = plain && c >= ' ' && c <= '~' && c != '\'' && c != '\\'
	}
	var s strings.Builder
	if plain {
		s.WriteString("'" + string(b) + "'")
	} else {
		s.WriteString("$'")
		for _, c := range b {
			if c >= ' ' && c <= '~' && c != '\'' && c != '\\' {
				s.WriteByte(c)
			} else {
				fmt.Fprintf(&s, `\x%02x`, c)
			}
		}
		s.WriteString("'")
	}
	if left > 0 {
		fmt.Fprintf(&s, " # and %d bytes more", left)
	}
	return s.String()
}
