package file_test

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/file"
)

// inS3 keeps the contents of a cabinet in a server that speaks S3.
func (c *cabinet) inS3(t *testing.T) *s3mem.Backend {
	t.Helper()
	backend := s3mem.New()
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	require.NoError(t, backend.CreateBucket("papers"))
	bucket, err := file.Open(context.Background(), "s3://papers?region=us-east-1&use_path_style=true&anonymous=true&endpoint="+server.URL)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	c.Bucket = bucket
	return backend
}

func TestFilesLiveInS3AsInAFolder(t *testing.T) {
	t.Parallel()
	c, ctx := newCabinet(t), context.Background()
	backend := c.inS3(t)
	rec := c.Insert(t, "paper", nil)
	whole := c.upload(t, "in one piece")
	parts := c.send(t, []byte("in three pieces"), 3, 4)
	require.Equal(t, "text/plain", parts.File.MediaType)
	for id, want := range map[string]string{whole: "one piece", parts.ID: "three pieces"} {
		f, ok := c.known(t, id)
		require.True(t, ok)
		r, err := c.Read(ctx, f.Key, 3, f.Size-3)
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		require.Equal(t, want, string(b))
	}
	drawn, ok := c.known(t, c.upload(t, drawing(t, 300, 100)))
	require.True(t, ok)
	small, err := c.Thumbnail(ctx, drawn.Key, drawn.MediaType, drawn.Size, 64)
	require.NoError(t, err)
	require.Equal(t, "image/jpeg", small.MediaType)
	f, _ := c.known(t, whole)
	var archive bytes.Buffer
	require.NoError(t, c.Zip(ctx, &archive, []file.Entry{{Folder: "a", Name: "b.txt", Key: f.Key, Size: f.Size}}))
	require.Contains(t, archive.String(), "in one piece")

	c.attach(t, rec, whole)
	require.NoError(t, c.Clean(ctx, c.Name, time.Now().Add(25*time.Hour)))
	list, err := backend.ListBucket("papers", nil, gofakes3.ListBucketPage{})
	require.NoError(t, err)
	require.Len(t, list.Contents, 1, "parts, their list, the picture and its small form are gone")
}
