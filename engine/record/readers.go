package record

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Readers gives users as they would come to read, for what is told to them by
// nobody in particular. It is for one piece of work, and one goroutine.
type Readers struct {
	records   *Service
	workspace string
	now       time.Time // of conditions; zero for that of each request
	known     map[string]*Caller
}

// NewReaders makes Readers of a workspace who read at a time; zero for when
// they do.
func (s *Service) NewReaders(workspace string, now time.Time) *Readers {
	return &Readers{s, workspace, now, map[string]*Caller{}}
}

// Of gives a user; nil for one who may not sign in.
func (r *Readers) Of(ctx context.Context, user string) (*Caller, error) {
	if c, known := r.known[user]; known {
		return c, nil
	}
	c, err := r.records.CallerOf(ctx, r.workspace, user)
	if problem.Is(err, problem.Unauthenticated) {
		r.known[user] = nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	reader := *c
	reader.Channel = "web"
	if !r.now.IsZero() {
		reader.Now = r.now
	}
	r.known[user] = &reader
	return &reader, nil
}
