package file

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of files, documented in the API.
const (
	// MaxSize is the most bytes of a file that comes in one request, which is a
	// little larger.
	MaxSize = 4<<20 - 16<<10
	// MaxUpload is the most bytes of a file that comes in parts, and maxParts
	// the most of those.
	MaxUpload = 1 << 30
	maxParts  = 1024
	// maxUnattached and maxUnattachedBytes bound what one user may have
	// uploaded, or begun to, that no record names yet.
	maxUnattached      = 100
	maxUnattachedBytes = 2 << 30
	// keepUnattached is how long such a file is kept, and keepReleased one that
	// its record no longer names: so long can a change be taken back.
	keepUnattached = 24 * time.Hour
	keepReleased   = 30 * 24 * time.Hour
)

// Service takes files in and removes those that nothing needs. Bucket and Check
// are set once, before the first request.
type Service struct {
	Bucket *Bucket
	// Check looks at each file before anybody can use it, such as for viruses;
	// an Invalid problem keeps it out. nil for none.
	Check   func(ctx context.Context, f Checked) error
	db      *store.DB
	drawing chan struct{} // held by who makes a thumbnail
}

// Checked is a file that has come and that nobody can use yet.
type Checked struct {
	Workspace, User, Name, MediaType string
	Size                             int64
	Open                             func(ctx context.Context) (io.ReadCloser, error)
}

// New makes a Service without a bucket.
func New(db *store.DB) *Service { return &Service{db: db, drawing: make(chan struct{}, 1)} }

func (s *Service) check(ctx context.Context, f Checked) error {
	if s.Check == nil {
		return nil
	}
	return s.Check(ctx, f)
}

// Upload is a file that somebody sends.
type Upload struct {
	Workspace, User string
	Name            string // as he calls it
	Content         []byte
}

// Uploaded is the answer to an Upload.
type Uploaded struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      int64  `json:"size"`
}

// Upload stores a file for a record that is yet to name it.
func (s *Service) Upload(ctx context.Context, u Upload) (Uploaded, error) {
	switch {
	case s.Bucket == nil:
		return Uploaded{}, problem.New(problem.Unavailable, "files_unavailable")
	case len(u.Content) == 0:
		return Uploaded{}, problem.InvalidAt("", "file_empty", nil)
	case len(u.Content) > MaxSize:
		return Uploaded{}, problem.New(problem.TooLarge, "file_too_large").With("max", MaxSize)
	}
	sum := sha256.Sum256(u.Content)
	id, key := newKey(u.Workspace)
	f := store.FileRow{ID: id, Name: Name(u.Name), MediaType: Detect(u.Content), Size: int64(len(u.Content)), SHA256: sum[:], Key: key, CreatedBy: u.User}
	if err := s.check(ctx, Checked{u.Workspace, u.User, f.Name, f.MediaType, f.Size, func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(u.Content)), nil
	}}); err != nil {
		return Uploaded{}, err
	}
	// The row comes first: a content whose row was never completed is found and
	// removed with other files that no record names.
	ok, err := s.db.InsertFile(ctx, u.Workspace, f, allowance)
	if err != nil {
		return Uploaded{}, err
	}
	if !ok {
		return Uploaded{}, tooMany()
	}
	if err := s.Bucket.put(ctx, f.Key, f.MediaType, u.Content); err != nil {
		return Uploaded{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	if err := s.db.FileStored(ctx, u.Workspace, id); err != nil {
		return Uploaded{}, err
	}
	return Uploaded{ID: id, Name: f.Name, MediaType: f.MediaType, Size: f.Size}, nil
}

// allowance is what one user may have uploaded that no record names.
var allowance = store.FileAllowance{Files: maxUnattached, Bytes: maxUnattachedBytes}

func tooMany() error {
	return problem.New(problem.Throttled, "files_unattached").With("max", maxUnattached).With("retry_after", 3600)
}

// newKey makes the id of a file, and the key of its content in the bucket.
func newKey(workspace string) (id, key string) {
	id = uuid.Must(uuid.NewV7()).String() // fails only without randomness
	return id, workspace + "/" + id[len(id)-2:] + "/" + id
}

// Clean removes the contents of a workspace that nothing needs any more.
func (s *Service) Clean(ctx context.Context, workspace string, now time.Time) error {
	if s.Bucket == nil {
		return nil
	}
	return s.db.DropFiles(ctx, workspace, store.FileAges{Unattached: now.Add(-keepUnattached), Released: now.Add(-keepReleased)},
		func(key string) error { return s.Bucket.remove(ctx, key) })
}

// Read opens a content from offset on, for length bytes. The caller closes it.
func (s *Service) Read(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	if s.Bucket == nil {
		return nil, problem.New(problem.Unavailable, "files_unavailable")
	}
	return s.Bucket.read(ctx, key, offset, length)
}

// Write begins a content of any length under a key of the caller's. It is there
// once it is closed, and nothing of it when ctx ends before. No record can name
// it: who may read it is the caller's business.
func (s *Service) Write(ctx context.Context, key, mediaType string) (io.WriteCloser, error) {
	if s.Bucket == nil {
		return nil, problem.New(problem.Unavailable, "files_unavailable")
	}
	return s.Bucket.write(ctx, key, mediaType)
}

// Remove takes away a content that Write has made.
func (s *Service) Remove(ctx context.Context, key string) error {
	if s.Bucket == nil {
		return problem.New(problem.Unavailable, "files_unavailable")
	}
	return s.Bucket.remove(ctx, key)
}
