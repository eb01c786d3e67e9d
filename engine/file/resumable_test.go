package file_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
)

// send uploads a content in parts of given sizes; the last has what is left.
func (c *cabinet) send(t *testing.T, content []byte, sizes ...int) file.Progress {
	t.Helper()
	ctx := context.Background()
	p, err := c.Begin(ctx, file.Start{Workspace: c.Name, User: c.user, Name: "big.bin", Size: int64(len(content))})
	require.NoError(t, err)
	for _, n := range append(sizes, len(content)) {
		from := file.Sender{Workspace: c.Name, User: c.user, ID: p.ID}
		n = min(n, len(content)-int(p.Offset))
		p, err = c.Append(ctx, from, p.Offset, content[p.Offset:int(p.Offset)+n])
		require.NoError(t, err)
	}
	return p
}

func TestPartsMakeOneContent(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	content := make([]byte, 100_000)
	for i := range content {
		content[i] = byte(rand.Uint32())
	}
	p := c.send(t, content, 1, 50_000, 2, 30_000)
	require.NotNil(t, p.File)
	f, ok := c.known(t, p.ID)
	require.True(t, ok)
	sum := sha256.Sum256(content)
	require.Equal(t, sum[:], f.SHA256)
	for _, at := range [][2]int64{{0, 100_000}, {0, 1}, {1, 1}, {49_999, 30_010}, {99_999, 1}, {50_001, 0}} {
		r, err := c.Read(ctx, f.Key, at[0], at[1])
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		require.True(t, bytes.Equal(content[at[0]:at[0]+at[1]], b), "%v", at)
		require.NoError(t, r.Close())
	}
	require.Equal(t, 6, c.contents(t), "the parts and their list")
	require.NoError(t, c.Clean(ctx, c.Name, time.Now().Add(25*time.Hour)))
	require.Equal(t, 0, c.contents(t))
}

func TestTypeIsToldByTheBytesOfAllParts(t *testing.T) {
	t.Parallel()
	c := newCabinet(t)
	workbook := []byte(archive(t, "[Content_Types].xml", "xl/workbook.xml"))
	for _, size := range []int{3, 40, len(workbook) - 5} {
		require.Equal(t, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", c.send(t, workbook, size).File.MediaType)
	}
}

func TestUnfinishedUploadsEnd(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	p, err := c.Begin(ctx, file.Start{Workspace: c.Name, User: c.user, Name: "x", Size: 10})
	require.NoError(t, err)
	from := file.Sender{Workspace: c.Name, User: c.user, ID: p.ID}
	_, err = c.Append(ctx, from, 0, []byte("abc"))
	require.NoError(t, err)
	require.Equal(t, 1, c.contents(t))
	require.NoError(t, c.Clean(ctx, c.Name, time.Now().Add(25*time.Hour)))
	require.Equal(t, 0, c.contents(t))
	_, err = c.Sent(ctx, from)
	require.True(t, problem.Is(err, problem.NotFound))
}
