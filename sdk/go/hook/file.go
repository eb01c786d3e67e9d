package hook

import (
	"context"
	"io"
	"time"
)

// MaxFileLimit is the longest that a check of a file may take.
const MaxFileLimit = 25 * time.Second

// FileCheck looks at each file that is uploaded, such as for viruses, before
// anybody can use it. Checks run by Order, then by name. Refuse("", reason)
// keeps the file out and tells its sender why; after any other error it can be
// sent again.
type FileCheck struct {
	Name  string // lower-case letters, digits and _
	Order int
	Limit time.Duration // how long it may take; DefaultLimit when 0, at most MaxFileLimit
	Run   func(ctx context.Context, f *File) error
}

// File is an uploaded file that is checked.
type File struct {
	Workspace string
	UserID    string // who sent it
	Name      string
	MediaType string // told by its bytes
	Size      int64
	// Open reads the content from its beginning, for as long as the check's
	// context lasts.
	Open func(ctx context.Context) (io.ReadCloser, error)
}
