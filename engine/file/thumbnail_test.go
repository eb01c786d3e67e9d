package file_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
)

// drawing is a PNG of one color that nothing shines through.
func drawing(t *testing.T, width, height int) string {
	t.Helper()
	i := image.NewRGBA(image.Rect(0, 0, width, height))
	for n := range i.Pix {
		i.Pix[n] = 255
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, i))
	return b.String()
}

// bomb is a PNG that says that it is of so many pixels, and has none.
func bomb(width, height uint32) string {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), width), height)
	head = append(head, 8, 6, 0, 0, 0)
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + string(binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(head)))
}

func TestThumbnailsKeepProportionsAndGoWithTheirContent(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	for _, try := range []struct{ width, height, size, wide, high int }{{600, 200, 128, 128, 42}, {200, 600, 128, 42, 128}, {5000, 1, 64, 64, 1}, {20, 10, 64, 20, 10}} {
		f, _ := c.known(t, c.upload(t, drawing(t, try.width, try.height)))
		p, err := c.Thumbnail(ctx, f.Key, f.MediaType, f.Size, try.size)
		require.NoError(t, err)
		small, _, err := image.Decode(bytes.NewReader(p.Content))
		require.NoError(t, err)
		require.Equal(t, image.Pt(try.wide, try.high), small.Bounds().Size(), "%v", try)
	}
	require.Equal(t, 8, c.contents(t))
}

func TestThumbnailsOfWhatIsNoneAreRefused(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	for name, content := range map[string]string{"more pixels than fit": bomb(100_000, 100_000), "none": bomb(0, 10), "cut off": drawing(t, 50, 50)[:60], "no picture": "text"} {
		f, _ := c.known(t, c.upload(t, content))
		_, err := c.Thumbnail(ctx, f.Key, f.MediaType, f.Size, 64)
		var p *problem.Error
		require.True(t, errors.As(err, &p) && p.Code == "no_thumbnail", "%s: %v", name, err)
	}
}

func TestCheckKeepsFilesOut(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	c.Check = func(ctx context.Context, f file.Checked) error {
		r, err := f.Open(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			return err
		}
		if bytes.Contains(b.Bytes(), []byte("virus")) {
			return problem.InvalidAt("", "hook_refused", nil)
		}
		return nil
	}
	c.upload(t, "healthy")
	_, err := c.Upload(ctx, file.Upload{Workspace: c.Name, User: c.user, Name: "x", Content: []byte("a virus")})
	require.True(t, problem.Is(err, problem.Invalid))
	p, err := c.Begin(ctx, file.Start{Workspace: c.Name, User: c.user, Name: "x", Size: 7})
	require.NoError(t, err)
	from := file.Sender{Workspace: c.Name, User: c.user, ID: p.ID}
	_, err = c.Append(ctx, from, 0, []byte("a vi"))
	require.NoError(t, err)
	_, err = c.Append(ctx, from, 4, []byte("rus"))
	require.True(t, problem.Is(err, problem.Invalid))
	_, err = c.Sent(ctx, from)
	require.True(t, problem.Is(err, problem.NotFound), "it is gone")
	require.Equal(t, 1, c.contents(t))
}
