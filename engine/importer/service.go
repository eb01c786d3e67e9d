package importer

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/importer/sheet"
	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// The kinds of jobs of imports.
const (
	Kind     = "import"
	UndoKind = "import_undo"
)

// MaxFile is the most bytes of a file that a job imports.
const MaxFile = 1 << 30

// Service imports files as jobs.
type Service struct {
	DB      *store.DB
	Records *record.Service
	Files   *file.Service
}

// Offered are the kinds of jobs of imports.
func (s *Service) Offered() []jobs.OnDemand {
	return []jobs.OnDemand{{Kind: Kind, Run: s.run, Fetch: s.fetch, Undo: UndoKind}, {Kind: UndoKind, Run: s.undo, Fetch: s.fetch}}
}

// fetch refuses what a job has found to who may not import the like any more.
func (s *Service) fetch(ctx context.Context, j jobs.Job) error {
	c, err := s.Records.OnErrand(ctx, j.Workspace, j.User, "", record.Errand{Channel: "import", Scopes: j.Scopes})
	if err != nil {
		return err
	}
	_, err = s.Records.ImportFields(ctx, c, j.Entity)
	return err
}

// Order is what a job imports.
type Order struct {
	File string `json:"file"` // id of a file that the user has uploaded
	Options
}

// Asked is an Order as it is kept, with what the caller said of his request.
type Asked struct {
	Order
	Errand record.Errand `json:"errand"`
}

// Importing lets a caller import: what he writes is entered as imported.
func Importing(c *record.Caller) *record.Caller {
	again := *c
	again.Channel = "import"
	return &again
}

// caller resolves the user of a job with the rights of this moment.
func (s *Service) caller(ctx context.Context, t *jobs.Task, e record.Errand) (*record.Caller, error) {
	e.Channel, e.Scopes = "import", t.Scopes
	return s.Records.OnErrand(ctx, t.Workspace, t.User, t.Language, e)
}

// local is a copy of an uploaded file on this machine's disk, for as long as it
// is read.
type local struct {
	*os.File
	size int64
}

// Close removes the copy.
func (l local) Close() error {
	name := l.Name()
	err := l.File.Close()
	if removed := os.Remove(name); err == nil {
		err = removed
	}
	return err
}

// open copies an uploaded file that no record names. Only who uploaded it has
// it; to others it is missing.
func (s *Service) open(ctx context.Context, workspace, user, id string) (l local, err error) {
	missing := problem.InvalidAt("/file", "missing_file", nil)
	if !isID(id) {
		return l, missing
	}
	list, err := s.DB.Files(ctx, workspace, []string{strings.ToLower(id)})
	if err != nil {
		return l, err
	}
	if len(list) != 1 || list[0].CreatedBy != user || list[0].Record != "" || list[0].Key == "" {
		return l, missing
	}
	if list[0].Size > MaxFile {
		return l, problem.New(problem.TooLarge, "file_too_large").With("max", MaxFile)
	}
	from, err := s.Files.Read(ctx, list[0].Key, 0, list[0].Size)
	if err != nil {
		return l, err
	}
	defer from.Close()
	to, err := os.CreateTemp("", "import-")
	if err != nil {
		return l, err
	}
	l = local{to, list[0].Size}
	if _, err := io.Copy(to, from); err != nil {
		_ = l.Close()
		return l, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	return l, nil
}

// Content is a file that is looked at: as bytes, or by the id of an uploaded
// one.
type Content struct {
	Bytes []byte
	File  string
}

// Open opens a content for its reader. The caller calls done at the end.
func (s *Service) Open(ctx context.Context, c *record.Caller, in Content, o Options) (f *sheet.File, done func(), err error) {
	done = func() {}
	if in.File == "" {
		f, err = sheet.Open(bytes.NewReader(in.Bytes), int64(len(in.Bytes)), o.file())
		return f, done, err
	}
	l, err := s.open(ctx, c.Workspace.Name, c.Principal.UserID, in.File)
	if err != nil {
		return nil, done, err
	}
	done = func() { _ = l.Close() }
	if f, err = sheet.Open(l, l.size, o.file()); err != nil {
		done()
		return nil, func() {}, err
	}
	return f, done, nil
}

// Prepare finds what is wrong with an import before it becomes a job, and keeps
// how its columns are mapped.
func (s *Service) Prepare(ctx context.Context, c *record.Caller, entity string, o Order) error {
	c, err := c.Renewed(ctx)
	if err != nil {
		return err
	}
	f, done, err := s.Open(ctx, c, Content{File: o.File}, o.Options)
	if err != nil {
		return err
	}
	defer done()
	i, rows, err := begin(ctx, Job{Entity: entity, File: f, To: As{s.Records, c}, Options: o.Options})
	if err != nil {
		return err
	}
	defer rows.Close()
	return s.keepProfile(ctx, c, entity, i.headers, o.Options)
}
