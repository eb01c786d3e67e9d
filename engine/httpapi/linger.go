package httpapi

import (
	"io"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Bounds of what is read, and forgotten, of a request that was refused before
// it had come whole.
const (
	// LingerBytes is how much, and LingerTime how long.
	LingerBytes = 64 << 20
	LingerTime  = 10 * time.Second
)

// Lingering gives the connections of a listener so that who is refused in the
// middle of his request gets the answer. A connection that is closed with
// something unread is reset, and the client, still sending, never sees what he
// was told; these read on for a while, and forget it.
func Lingering(l net.Listener) net.Listener { return lingering{l} }

type lingering struct{ net.Listener }

// Accept implements net.Listener.
func (l lingering) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &lingeringConn{TCPConn: tcp}, nil
	}
	return c, err
}

// lingeringConn is served by one goroutine, which closes it, too.
type lingeringConn struct {
	*net.TCPConn
	refused bool // a request on it, that had not come whole
}

// Close implements net.Conn.
func (c *lingeringConn) Close() error {
	if c.refused {
		c.refused = false
		// What fails here, the client has ended.
		if c.CloseWrite() == nil && c.SetReadDeadline(time.Now().Add(LingerTime)) == nil {
			_, _ = io.CopyN(io.Discard, onlyReader{c.TCPConn}, LingerBytes)
		}
	}
	return c.TCPConn.Close()
}

// onlyReader keeps io.Copy from ways of the connection that go around its
// bound.
type onlyReader struct{ io.Reader }

// refuseRest has the connection of a request that was refused for its size
// closed only when the client has seen the answer, or sends too much.
func refuseRest(c *fiber.Ctx) {
	if conn, ok := c.Context().Conn().(*lingeringConn); ok {
		conn.refused = true
	}
}
