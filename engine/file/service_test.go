package file_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/workspacetest"
	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/store"
)

const paper = `{"name":"paper","title":"Paper","type":"object","x-id":"pa0000000r","properties":{"scan":{"x-field":"file","x-id":"pa0000000s"}}}`

// cabinet is a workspace whose records hold files, in a folder.
type cabinet struct {
	*workspacetest.Workspace
	*file.Service
	dir, user string
}

func newCabinet(t *testing.T) *cabinet {
	t.Helper()
	c := &cabinet{dir: t.TempDir(), user: uuid.NewString(),
		Workspace: workspacetest.With(t, []definition.Document{{Key: definition.Key{Kind: definition.KindEntity, Name: "paper"}, Body: []byte(paper)}})}
	c.Service = file.New(c.DB)
	bucket, err := file.Folder(c.dir)
	require.NoError(t, err)
	c.Bucket = bucket
	return c
}

func (c *cabinet) upload(t *testing.T, content string) string {
	t.Helper()
	f, err := c.Upload(context.Background(), file.Upload{Workspace: c.Name, User: c.user, Name: "scan.txt", Content: []byte(content)})
	require.NoError(t, err)
	return f.ID
}

// attach makes a record name files, and no others.
func (c *cabinet) attach(t *testing.T, rec string, ids ...string) {
	t.Helper()
	require.NoError(t, c.DB.Transact(context.Background(), func(tx store.Querier) error {
		list, err := store.AttachFiles(context.Background(), tx, c.Schema, store.Attachment{Entity: "pa0000000r", Field: "pa0000000s", Record: rec, User: c.user, IDs: ids})
		require.Len(t, list, len(ids))
		return err
	}))
}

// contents counts the files in the folder.
func (c *cabinet) contents(t *testing.T) (n int) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(c.dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
		}
		return err
	}))
	return n
}

func (c *cabinet) known(t *testing.T, id string) (store.FileRow, bool) {
	t.Helper()
	list, err := c.DB.Files(context.Background(), c.Name, []string{id})
	require.NoError(t, err)
	if len(list) == 0 {
		return store.FileRow{}, false
	}
	return list[0], true
}

func TestCleanRemovesWhatNothingNeeds(t *testing.T) {
	t.Parallel()
	c, ctx, now := newCabinet(t), context.Background(), time.Now()
	rec, purged := c.Insert(t, "paper", nil), uuid.NewString()
	kept, released, loose, gone := c.upload(t, "kept"), c.upload(t, "released"), c.upload(t, "loose"), c.upload(t, "gone")
	c.attach(t, rec, released)
	c.attach(t, rec, kept)
	c.attach(t, purged, gone) // of a record that is no more
	require.Equal(t, 4, c.contents(t))

	require.NoError(t, c.Clean(ctx, c.Name, now))
	require.Equal(t, 3, c.contents(t))
	_, ok := c.known(t, gone)
	require.False(t, ok)

	require.NoError(t, c.Clean(ctx, c.Name, now.Add(25*time.Hour)))
	require.Equal(t, 2, c.contents(t))
	_, ok = c.known(t, loose)
	require.False(t, ok)

	require.NoError(t, c.Clean(ctx, c.Name, now.Add(31*24*time.Hour)))
	require.Equal(t, 1, c.contents(t))
	f, ok := c.known(t, released)
	require.True(t, ok, "the history still names it")
	require.Empty(t, f.Key)
	f, ok = c.known(t, kept)
	require.True(t, ok)
	r, err := c.Read(ctx, f.Key, 1, 2)
	require.NoError(t, err)
	defer r.Close()
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "ep", string(b))
}

func TestUploadIsRefusedWithoutABucket(t *testing.T) {
	t.Parallel()
	_, err := file.New(nil).Upload(context.Background(), file.Upload{Content: []byte("x")})
	require.ErrorContains(t, err, "files_unavailable")
	_, err = file.Open(context.Background(), "file:///etc")
	require.Error(t, err)
}
