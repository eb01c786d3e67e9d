package file

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Start is a file that somebody is going to send in parts.
type Start struct {
	Workspace, User string
	Name            string // as he calls it
	Size            int64  // of all of it, in bytes
}

// Sender names a file that somebody sends in parts.
type Sender struct{ Workspace, User, ID string }

// Progress is how much of a file has come.
type Progress struct {
	ID        string    `json:"id"` // of the upload, and of the file that it becomes
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Offset    int64     `json:"offset"` // bytes so far
	ExpiresAt time.Time `json:"expires_at"`
	// File is what came of it once all bytes are there.
	File *Uploaded `json:"file,omitempty"`
}

// Begin enters a file that is to come in parts.
func (s *Service) Begin(ctx context.Context, u Start) (Progress, error) {
	switch {
	case s.Bucket == nil:
		return Progress{}, problem.New(problem.Unavailable, "files_unavailable")
	case u.Size <= 0:
		return Progress{}, problem.InvalidAt("", "file_empty", nil)
	case u.Size > MaxUpload:
		return Progress{}, problem.New(problem.TooLarge, "file_too_large").With("max", MaxUpload)
	}
	digest, err := state(sha256.New())
	if err != nil {
		return Progress{}, err
	}
	id, key := newKey(u.Workspace)
	f := store.FileRow{ID: id, Name: Name(u.Name), MediaType: "application/octet-stream", Size: u.Size, SHA256: []byte{}, Key: key + partsEnding, CreatedBy: u.User}
	ok, err := s.db.InsertUpload(ctx, u.Workspace, f, digest, allowance)
	if err != nil {
		return Progress{}, err
	}
	if !ok {
		return Progress{}, tooMany()
	}
	f.CreatedAt = time.Now()
	return progress(store.UploadRow{FileRow: f}), nil
}

// Sent tells how much of a file has come. Another user's answers like one that
// does not exist.
func (s *Service) Sent(ctx context.Context, from Sender) (Progress, error) {
	u, err := s.upload(ctx, from)
	if err != nil {
		return Progress{}, err
	}
	return s.settle(ctx, from, u)
}

// Append takes the bytes of a file from offset on: where it has come to.
func (s *Service) Append(ctx context.Context, from Sender, offset int64, content []byte) (Progress, error) {
	u, err := s.upload(ctx, from)
	switch {
	case err != nil:
		return Progress{}, err
	case offset != u.Received:
		return Progress{}, wrongOffset(u.Received)
	case u.Received+int64(len(content)) > u.Size:
		return Progress{}, problem.New(problem.TooLarge, "file_too_large").With("max", u.Size)
	case len(content) == 0:
		return s.settle(ctx, from, u)
	case len(u.Parts) >= maxParts:
		return Progress{}, problem.New(problem.TooLarge, "upload_parts").With("max", maxParts)
	}
	if err := s.append(ctx, from, &u, content); err != nil {
		return Progress{}, err
	}
	return s.settle(ctx, from, u)
}

// append stores a part under a name of its own and then enters it: of two that
// come for the same place, one is entered and the other removed.
func (s *Service) append(ctx context.Context, from Sender, u *store.UploadRow, content []byte) error {
	sum, err := resumed(u.Digest)
	if err != nil {
		return err
	}
	sum.Write(content)
	digest, err := state(sum)
	if err != nil {
		return err
	}
	own := make([]byte, 4)
	_, _ = rand.Read(own) // never fails
	part := store.UploadPart{Name: fmt.Sprintf("%010d-%s", u.Received, hex.EncodeToString(own)), Size: int64(len(content))}
	key := u.Key + beside + part.Name
	if err := s.Bucket.put(ctx, key, u.MediaType, content); err != nil {
		return problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	ok, err := s.db.AppendUpload(ctx, from.Workspace, u.ID, u.Received, part, digest)
	if err != nil {
		return err
	}
	if !ok {
		if err := s.Bucket.removeOne(ctx, key); err != nil {
			return err
		}
		now, err := s.upload(ctx, from)
		if err != nil {
			return err
		}
		return wrongOffset(now.Received)
	}
	u.Received, u.Digest, u.Parts = u.Received+part.Size, digest, append(u.Parts, part)
	return nil
}

// settle completes a file of which all bytes are there. A process that ended
// before this leaves it to the next who asks.
func (s *Service) settle(ctx context.Context, from Sender, u store.UploadRow) (Progress, error) {
	if u.Received < u.Size || u.Stored {
		return progress(u), nil
	}
	sum, err := resumed(u.Digest)
	if err != nil {
		return Progress{}, err
	}
	u.SHA256 = sum.Sum(nil)
	if u.MediaType, err = DetectAt(partsAt{ctx, s.Bucket, u.Key, u.Parts}, u.Size); err != nil {
		return Progress{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	if err := s.checkParts(ctx, from, u); err != nil {
		return Progress{}, err
	}
	if err := s.Bucket.putParts(ctx, u.Key, u.Parts); err != nil {
		return Progress{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	if err := s.db.FinishUpload(ctx, from.Workspace, u.ID, u.MediaType, u.SHA256); err != nil {
		return Progress{}, err
	}
	u.Stored = true
	return progress(u), nil
}

// checkParts checks a file that came in parts; one that is refused is gone.
func (s *Service) checkParts(ctx context.Context, from Sender, u store.UploadRow) error {
	err := s.check(ctx, Checked{from.Workspace, from.User, u.Name, u.MediaType, u.Size, func(ctx context.Context) (io.ReadCloser, error) {
		return s.Bucket.open(ctx, u.Key, u.Parts, 0, u.Size), nil
	}})
	if problem.Is(err, problem.Invalid) {
		if gone := s.Abort(ctx, from); gone != nil {
			return gone
		}
	}
	return err
}

// Abort ends an upload and removes what has come of it.
func (s *Service) Abort(ctx context.Context, from Sender) error {
	if _, err := s.upload(ctx, from); err != nil {
		return err
	}
	return s.db.DropUpload(ctx, from.Workspace, from.User, from.ID, func(key string) error { return s.Bucket.remove(ctx, key) })
}

func (s *Service) upload(ctx context.Context, from Sender) (store.UploadRow, error) {
	if s.Bucket == nil {
		return store.UploadRow{}, problem.New(problem.Unavailable, "files_unavailable")
	}
	id, err := uuid.Parse(from.ID)
	if err != nil || id.String() != from.ID {
		return store.UploadRow{}, problem.New(problem.NotFound, "not_found")
	}
	u, ok, err := s.db.Upload(ctx, from.Workspace, from.User, from.ID, time.Now().Add(-keepUnattached))
	if err != nil {
		return u, err
	}
	if !ok {
		return u, problem.New(problem.NotFound, "not_found")
	}
	return u, nil
}

func wrongOffset(at int64) error {
	return problem.New(problem.Conflict, "upload_offset").With("offset", at)
}

func progress(u store.UploadRow) Progress {
	p := Progress{ID: u.ID, Name: u.Name, Size: u.Size, Offset: u.Received, ExpiresAt: u.CreatedAt.Add(keepUnattached).UTC()}
	if u.Stored {
		p.File = &Uploaded{ID: u.ID, Name: u.Name, MediaType: u.MediaType, Size: u.Size}
	}
	return p
}

// state gives that of a SHA-256, to go on from with the next part.
func state(sum hash.Hash) ([]byte, error) {
	b, err := sum.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("keep the digest of an upload: %w", err)
	}
	return b, nil
}

func resumed(state []byte) (hash.Hash, error) {
	sum := sha256.New()
	if err := sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(state); err != nil {
		return nil, fmt.Errorf("go on with the digest of an upload: %w", err)
	}
	return sum, nil
}
