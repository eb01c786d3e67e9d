package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/live"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// lastEvent is the header in which a browser that connects again says what it
// got last.
const lastEvent = "Last-Event-ID"

// stalled is how long a client may leave what was sent to it.
const stalled = 30 * time.Second

// live is GET /records/{entity}:live and GET /records/{entity}/{id}:live: what
// changes in a list, or of a record, as server-sent events.
func (a *API) live(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	q, err := listRequest(c)
	if err != nil {
		return err
	}
	r := live.Request{Entity: c.Params("entity"), ID: c.Params("id"), List: q, From: c.Get(lastEvent, c.Query("from"))}
	if r.Known, err = known(c.Query("ids")); err != nil {
		return err
	}
	stream, err := a.Live.Open(c.UserContext(), caller, r)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // a proxy that would keep events back
	conn, ctx := c.Context().Conn(), identity.From(context.Background(), c.IP())
	c.Context().SetConnectionClose()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) { tell(ctx, stream, conn, w) })
	return nil
}

// position is that from which a stream goes on with what a list shows; "" when
// it is not asked for with live=1.
func (a *API) position(c *fiber.Ctx, caller *record.Caller) (string, error) {
	if a.Live == nil || c.Query("live") != "1" {
		return "", nil
	}
	return a.Live.Now(c.UserContext(), caller)
}

// known reads ids=<id>:<version>,<id>.
func known(text string) (map[string]int64, error) {
	if text == "" {
		return nil, nil
	}
	all := map[string]int64{}
	for _, one := range strings.Split(text, ",") {
		id, version, given := strings.Cut(one, ":")
		n, err := strconv.ParseInt(version, 10, 64)
		if given && (err != nil || n < 0) {
			return nil, problem.InvalidAt("?ids", "bad_number", nil)
		}
		all[id] = n
	}
	return all, nil
}

// tell writes the events of a stream until it ends or the client has left.
// Nothing of the request may be touched here: it has been answered.
func tell(ctx context.Context, stream *live.Stream, conn net.Conn, w *bufio.Writer) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go left(conn, cancel)
	defer func() {
		if e := recover(); e != nil {
			slog.Error("panic", "in", "a stream of events", "panic", e)
		}
	}()
	stream.Run(ctx, func(e live.Event) error {
		if err := conn.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
			return err
		}
		return write(w, e)
	})
}

// left calls what ends a stream as soon as the client of the connection has gone,
// of whom nothing else is to be read; a stream in which nothing happens would
// else be kept, and counted, until its next sign of life.
func left(conn net.Conn, end context.CancelFunc) {
	defer end()
	if conn.SetReadDeadline(time.Time{}) == nil {
		_, _ = io.Copy(io.Discard, onlyReader{conn})
	}
}

// write writes one event as the standard of server-sent events has it. One of
// no kind is a comment, and may move the id.
func write(w *bufio.Writer, e live.Event) error {
	if e.Kind != "" {
		data := []byte("{}")
		if e.Data != nil {
			var err error
			if data, err = json.Marshal(e.Data); err != nil {
				return err
			}
		}
		_, _ = w.WriteString("event: " + e.Kind + "\ndata: ")
		_, _ = w.Write(data)
		_, _ = w.WriteString("\n")
	} else {
		_, _ = w.WriteString(":\n")
	}
	if e.Position != "" {
		_, _ = w.WriteString("id: " + e.Position + "\n")
	}
	_, _ = w.WriteString("\n")
	return w.Flush() // tells of all that went wrong before
}
