package mortise

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxLiveLine is the longest line of a stream, in bytes: a record with all its
// fields.
const maxLiveLine = 16 << 20

// listen follows one connection to its end. heard tells whether it was opened.
func (l *listener) listen(ctx context.Context) (heard bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	silence := time.AfterFunc(liveSilence, cancel)
	defer silence.Stop()
	req, err := l.request(ctx)
	if err != nil {
		return false, err
	}
	resp, err := l.client.http.Do(req)
	if err != nil {
		return false, fmt.Errorf("GET %s: %w", l.path, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return false, fmt.Errorf("read answer of GET %s: %w", l.path, err)
		}
		return false, problemOf(&Response{Status: resp.StatusCode, Header: resp.Header, Body: body})
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 64<<10), maxLiveLine)
	var e eventLines
	for lines.Scan() {
		silence.Reset(liveSilence)
		if err := l.line(&e, lines.Text()); err != nil {
			return true, err
		}
	}
	return true, lines.Err()
}

// eventLines is an event that is being read.
type eventLines struct{ kind, id, data string }

// line reads one line; an empty one ends an event.
func (l *listener) line(e *eventLines, text string) error {
	name, value, _ := strings.Cut(text, ":")
	value = strings.TrimPrefix(value, " ")
	switch {
	case text == "":
		whole := *e
		*e = eventLines{}
		return l.event(whole)
	case name == "event":
		e.kind = value
	case name == "id":
		e.id = value
	case name == "data":
		e.data += value
	}
	return nil
}

func (l *listener) event(read eventLines) error {
	e := LiveEvent{Kind: read.kind}
	if read.data != "" {
		d := json.NewDecoder(strings.NewReader(read.data))
		d.UseNumber()
		if err := d.Decode(&e); err != nil {
			return fmt.Errorf("decode an event: %w", err)
		}
	}
	if read.id != "" {
		l.from = read.id
	}
	e.Position = l.from
	if e.Kind == "" {
		return nil
	}
	return l.take(e)
}
