package mortise

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The kinds of live events.
const (
	LiveReady    = "ready"    // all that changes from here on is told
	LiveChanged  = "changed"  // a record looks different, or is new in the list
	LiveGone     = "gone"     // a record is in the list no more, or not to be read
	LiveRevision = "revision" // another revision of the definitions is served
	LiveReset    = "reset"    // changes may have been missed: list anew
	LiveEnd      = "end"      // the server ends the stream; Code says why
)

// LiveEvent is one thing that a stream tells.
type LiveEvent struct {
	Kind     string `json:"-"`
	ID       string `json:"id"`       // of the record
	Version  int64  `json:"version"`  // of a changed record
	By       string `json:"by"`       // id of the user who changed it last
	Record   Record `json:"record"`   // as it may be seen now
	Revision int64  `json:"revision"` // of the definitions
	Code     string `json:"code"`     // of a problem
	Position string `json:"-"`        // where LiveOptions.From takes it up
}

// LiveOptions say what to listen to.
type LiveOptions struct {
	Fields   []string
	Filter   string
	Search   string
	Archived bool
	// Known are the records that are shown already. It is told how they differ by
	// now, and when they are gone. At most 500 count.
	Known []Record
	From  string // Page.Live of the list that is shown; "" for now
}

// maxLiveKnown is how many ids a stream may be opened with.
const maxLiveKnown = 500

// The times of a stream: how long nothing at all may come before it counts as
// lost, and how long to wait before it is opened again.
const (
	liveSilence  = 35 * time.Second
	liveFirstTry = 300 * time.Millisecond
	liveLastTry  = 15 * time.Second
)

// Live tells what changes in a list until ctx ends, the loop breaks, or the
// server refuses for good: that is the last pair's error. A lost stream is taken
// up where it was; of a change it may tell twice.
func (r Records) Live(ctx context.Context, o LiveOptions) iter.Seq2[LiveEvent, error] {
	return r.client.live(ctx, r.path+":live", o)
}

// LiveRecord tells what changes of one record, archived or not.
func (r Records) LiveRecord(ctx context.Context, id string, o LiveOptions) iter.Seq2[LiveEvent, error] {
	return r.client.live(ctx, r.at(id)+":live", o)
}

func (c *Client) live(ctx context.Context, path string, o LiveOptions) iter.Seq2[LiveEvent, error] {
	return func(yield func(LiveEvent, error) bool) {
		l := &listener{client: c, path: path, options: o, from: o.From, yield: yield}
		for _, rec := range o.Known {
			l.hold(rec.ID(), rec.Version())
		}
		for wait := liveFirstTry; ; wait = min(2*wait, liveLastTry) {
			heard, err := l.listen(ctx)
			switch {
			case l.left:
				return
			case ctx.Err() != nil:
				yield(LiveEvent{}, ctx.Err())
				return
			case final(err):
				yield(LiveEvent{}, err)
				return
			case heard:
				wait = liveFirstTry
			}
			select {
			case <-ctx.Done():
			case <-time.After(wait):
			}
		}
	}
}

// final tells whether to try again is in vain.
func final(err error) bool {
	p, refused := AsProblem(err)
	return refused && p.Status < http.StatusInternalServerError && p.Status != http.StatusTooManyRequests
}

// listener is a stream over the connections that it takes.
type listener struct {
	client  *Client
	path    string
	options LiveOptions
	from    string
	ids     []string // held, the one told of last at the end
	held    map[string]int64
	yield   func(LiveEvent, error) bool
	left    bool // the loop has been broken
}

func (l *listener) hold(id string, version int64) {
	if l.held == nil {
		l.held = map[string]int64{}
	}
	l.drop(id)
	l.held[id] = version
	l.ids = append(l.ids, id)
}

func (l *listener) drop(id string) {
	if _, ok := l.held[id]; ok {
		delete(l.held, id)
		l.ids = slices.DeleteFunc(l.ids, func(one string) bool { return one == id })
	}
}

// request asks for the stream from where the one before ended.
func (l *listener) request(ctx context.Context) (*http.Request, error) {
	o := l.options
	q := ListOptions{Fields: o.Fields, Filter: o.Filter, Search: o.Search, Archived: o.Archived}.query()
	known := l.ids[max(0, len(l.ids)-maxLiveKnown):]
	if len(known) > 0 {
		pairs := make([]string, len(known))
		for i, id := range known {
			pairs[i] = id + ":" + strconv.FormatInt(l.held[id], 10)
		}
		q.Set("ids", strings.Join(pairs, ","))
	}
	if l.from != "" {
		q.Set("from", l.from)
	}
	target := l.client.base + l.path
	if len(q) > 0 {
		target += "?" + q.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, fmt.Errorf("make request: %w", err)
	}
	l.client.head(req, Request{Method: http.MethodGet, Path: l.path})
	req.Header.Set("Accept", "text/event-stream, application/problem+json")
	return req, nil
}

// take gives an event to the loop.
func (l *listener) take(e LiveEvent) error {
	switch e.Kind {
	case LiveChanged:
		l.hold(e.ID, e.Version)
	case LiveGone:
		l.drop(e.ID)
	case LiveReset:
		l.ids, l.held = nil, nil
	}
	if !l.yield(e, nil) {
		l.left = true
		return errLeft
	}
	return nil
}

var errLeft = errors.New("nobody listens any more")
