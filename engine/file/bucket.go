package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // opens s3:// addresses
	"gocloud.dev/gcerrors"
)

// Bucket holds contents by key. It is safe for concurrent use.
type Bucket struct{ bucket *blob.Bucket }

// Folder opens a bucket in a folder of this machine, which is made when it is
// not there.
func Folder(dir string) (*Bucket, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder of files: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	b, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite, DirFileMode: 0o700})
	if err != nil {
		return nil, fmt.Errorf("open the folder of files: %w", err)
	}
	return &Bucket{b}, nil
}

// Open opens the bucket at an address, such as s3://name?region=eu-west-1.
func Open(ctx context.Context, address string) (*Bucket, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return nil, errors.New("the address of the bucket of files is not s3://name?region=…")
	}
	b, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open the bucket of files: %w", err)
	}
	return &Bucket{b}, nil
}

// Close ends the use of the bucket.
func (b *Bucket) Close() error { return b.bucket.Close() }

// put stores a content.
func (b *Bucket) put(ctx context.Context, key, mediaType string, content []byte) error {
	if err := b.bucket.WriteAll(ctx, key, content, &blob.WriterOptions{ContentType: mediaType, DisableContentTypeDetection: true}); err != nil {
		return fmt.Errorf("store a file: %w", err)
	}
	return nil
}

func (b *Bucket) write(ctx context.Context, key, mediaType string) (io.WriteCloser, error) {
	w, err := b.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: mediaType, DisableContentTypeDetection: true})
	if err != nil {
		return nil, fmt.Errorf("store a file: %w", err)
	}
	return w, nil
}

// read opens a content from offset on, for length bytes. One that came in parts
// is read as if it had come in one.
func (b *Bucket) read(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	if inParts(key) {
		return b.readParts(ctx, key, offset, length)
	}
	r, err := b.bucket.NewRangeReader(ctx, key, offset, length, nil)
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return r, nil
}

// remove takes a content away, with all that was made of it or belongs to it;
// one that is not there is gone already.
func (b *Bucket) remove(ctx context.Context, key string) error {
	for list := b.bucket.List(&blob.ListOptions{Prefix: key + beside}); ; {
		one, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return b.removeOne(ctx, key)
		}
		if err != nil {
			return fmt.Errorf("list the parts of a file: %w", err)
		}
		if err := b.removeOne(ctx, one.Key); err != nil {
			return err
		}
	}
}

func (b *Bucket) removeOne(ctx context.Context, key string) error {
	if err := b.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("remove a file: %w", err)
	}
	return nil
}
