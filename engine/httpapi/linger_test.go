package httpapi_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/httpapi"
)

// tooMuch is what does not fit into the buffers of a connection either, so that
// a client who is not read from is still sending when he is refused.
const tooMuch = 24 << 20

// refusing gives the address of a server that nothing but refuses.
func refusing(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	app := httpapi.NewApp()
	httpapi.AllowBodies(app, 2*httpapi.BodyLimit, "/api/v1/packages")
	done := make(chan error, 1)
	go func() { done <- app.Listener(httpapi.Lingering(l)) }()
	t.Cleanup(func() {
		require.NoError(t, app.Shutdown())
		require.NoError(t, <-done)
	})
	return l.Addr().String()
}

func requireTooLarge(t *testing.T, resp *http.Response, err error) {
	t.Helper()
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
	require.Equal(t, "application/problem+json", resp.Header.Get("Content-Type"))
	require.Contains(t, string(body), `"code":"body_too_large"`)
	require.True(t, resp.Close, "nothing else comes on this connection")
}

// Who sends all before he reads anything is told, too, that it was too much.
func TestTooLargeIsToldToWhoSendsItAll(t *testing.T) {
	t.Parallel()
	address := refusing(t)
	for name, c := range map[string]struct{ head, before, after string }{
		"sized":    {head: fmt.Sprintf("Content-Length: %d", tooMuch)},
		"chunked":  {head: "Transfer-Encoding: chunked", before: fmt.Sprintf("%x\r\n", tooMuch), after: "\r\n0\r\n\r\n"},
		"a form":   {head: fmt.Sprintf("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d", tooMuch)},
		"expected": {head: fmt.Sprintf("Expect: 100-continue\r\nContent-Length: %d", tooMuch)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", address)
			require.NoError(t, err)
			defer conn.Close()
			require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
			_, err = fmt.Fprintf(conn, "POST /api/v1/files HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n%s", c.head, c.before)
			require.NoError(t, err)
			_, err = io.Copy(conn, bytes.NewReader(make([]byte, tooMuch)))
			require.NoError(t, err, "he is read from to the end")
			_, err = io.WriteString(conn, c.after)
			require.NoError(t, err)
			from := bufio.NewReader(conn)
			resp, err := http.ReadResponse(from, nil)
			if err == nil && resp.StatusCode == http.StatusContinue {
				resp, err = http.ReadResponse(from, nil)
			}
			requireTooLarge(t, resp, err)
		})
	}
}

// The clients of Go answer as soon as they are answered.
func TestTooLargeIsToldToClientsOfGo(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	address := "http://" + refusing(t) + "/api/v1/files"
	for range 5 {
		resp, err := client.Post(address, "text/plain", bytes.NewReader(make([]byte, tooMuch)))
		requireTooLarge(t, resp, err)
		resp, err = client.Post(address, "text/plain", io.MultiReader(bytes.NewReader(make([]byte, tooMuch)), strings.NewReader(""))) // chunked
		requireTooLarge(t, resp, err)
	}
}

// A form that is none is read to its end before it is answered: its sender,
// too, gets to see the answer.
func TestWhoSendsABrokenFormIsAnswered(t *testing.T) {
	t.Parallel()
	address := refusing(t)
	body := strings.Repeat("[", httpapi.BodyLimit)
	resp, err := http.Post("http://"+address+"/files", "multipart/form-data; boundary=x", strings.NewReader(body))
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
}

// How much would have been taken is told as it is where it was sent.
func TestWhoSendsTooMuchLearnsHowMuchIsTaken(t *testing.T) {
	t.Parallel()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	address := "http://" + refusing(t)
	for path, most := range map[string]int{"/api/v1/files": httpapi.BodyLimit, "/api/v1/packages": 2 * httpapi.BodyLimit, "/api/v1/packages?x": 2 * httpapi.BodyLimit} {
		resp, err := client.Post(address+path, "text/plain", bytes.NewReader(make([]byte, tooMuch)))
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		require.NoError(t, err)
		require.Contains(t, string(body), fmt.Sprintf("The request is larger than %d bytes.", most), path)
	}
}
