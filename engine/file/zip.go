package file

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
)

// Entry is one file of an archive.
type Entry struct {
	Folder, Name string // as people call them
	Key          string
	Size         int64
	At           time.Time
}

// Zip writes contents as one archive, each in its folder under a name of its
// own. Contents are stored as they are: most are packed already.
func (s *Service) Zip(ctx context.Context, w io.Writer, entries []Entry) error {
	out := zip.NewWriter(w)
	taken := map[string]bool{}
	for _, e := range entries {
		f, err := out.CreateHeader(&zip.FileHeader{Name: free(taken, Name(e.Folder), Name(e.Name)), Method: zip.Store, Modified: e.At})
		if err != nil {
			return fmt.Errorf("write an archive: %w", err)
		}
		if err := s.copyTo(ctx, f, e); err != nil {
			return err
		}
	}
	return out.Close()
}

func (s *Service) copyTo(ctx context.Context, w io.Writer, e Entry) error {
	r, err := s.Read(ctx, e.Key, 0, e.Size)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := io.Copy(w, r); err != nil {
		return fmt.Errorf("write an archive: %w", err)
	}
	return nil
}

// free gives a name that no other file has, also where capitals do not count:
// "a.txt", "a (2).txt".
func free(taken map[string]bool, folder, name string) string {
	ending := path.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	full := folder + "/" + name
	for n := 2; taken[strings.ToLower(full)]; n++ {
		full = folder + "/" + stem + " (" + strconv.Itoa(n) + ")" + ending
	}
	taken[strings.ToLower(full)] = true
	return full
}
