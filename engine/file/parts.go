package file

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/mortise-crm/mortise/engine/store"
)

// A file that came in parts stays in them: its key ends in partsEnding and
// holds the list of the parts, whose own keys follow it after beside. So the
// last part of a large file takes no longer than the first.
const (
	partsEnding = ".parts"
	beside      = "-"
	// maxManifest is more than a list of maxParts needs.
	maxManifest = 1 << 20
)

func inParts(key string) bool { return strings.HasSuffix(key, partsEnding) }

// putParts writes the list of the parts of a content.
func (b *Bucket) putParts(ctx context.Context, key string, parts []store.UploadPart) error {
	list, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("list the parts of a file: %w", err)
	}
	return b.put(ctx, key, "application/json", list)
}

// readParts opens a content that came in parts.
func (b *Bucket) readParts(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	r, err := b.bucket.NewRangeReader(ctx, key, 0, maxManifest, nil)
	if err != nil {
		return nil, fmt.Errorf("read the parts of a file: %w", err)
	}
	defer r.Close()
	var parts []store.UploadPart
	if err := json.NewDecoder(r).Decode(&parts); err != nil {
		return nil, fmt.Errorf("read the parts of a file: %w", err)
	}
	return b.open(ctx, key, parts, offset, length), nil
}

// open reads from offset on, for length bytes, what parts hold.
func (b *Bucket) open(ctx context.Context, key string, parts []store.UploadPart, offset, length int64) io.ReadCloser {
	return &partsReader{ctx: ctx, bucket: b, key: key, parts: parts, skip: offset, left: length}
}

// partsReader reads one part after the other, each opened when it is needed.
type partsReader struct {
	ctx    context.Context // of all that is read
	bucket *Bucket
	key    string
	parts  []store.UploadPart // not opened yet
	skip   int64              // bytes of parts that come before what is asked for
	left   int64              // bytes still asked for
	part   io.ReadCloser      // the one that is being read; nil for none
}

// Read implements io.Reader.
func (r *partsReader) Read(p []byte) (int, error) {
	for r.left > 0 {
		if r.part == nil {
			if err := r.next(); err != nil {
				return 0, err
			}
		}
		n, err := r.part.Read(p[:min(int64(len(p)), r.left)])
		r.left -= int64(n)
		if err == io.EOF {
			err = r.Close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.EOF
}

// next opens the part with the next byte.
func (r *partsReader) next() error {
	for len(r.parts) > 0 && r.skip >= r.parts[0].Size {
		r.skip, r.parts = r.skip-r.parts[0].Size, r.parts[1:]
	}
	if len(r.parts) == 0 {
		return io.ErrUnexpectedEOF
	}
	part, err := r.bucket.bucket.NewRangeReader(r.ctx, r.key+beside+r.parts[0].Name, r.skip, r.parts[0].Size-r.skip, nil)
	if err != nil {
		return fmt.Errorf("read a part of a file: %w", err)
	}
	r.part, r.parts, r.skip = part, r.parts[1:], 0
	return nil
}

// Close implements io.Closer.
func (r *partsReader) Close() error {
	if r.part == nil {
		return nil
	}
	err := r.part.Close()
	r.part = nil
	return err
}

// partsAt reads anywhere in parts, for whoever looks at a few places.
type partsAt struct {
	ctx    context.Context // of all that is read
	bucket *Bucket
	key    string
	parts  []store.UploadPart
}

// ReadAt implements io.ReaderAt.
func (r partsAt) ReadAt(p []byte, offset int64) (int, error) {
	content := r.bucket.open(r.ctx, r.key, r.parts, offset, int64(len(p)))
	defer content.Close()
	return io.ReadFull(content, p)
}
