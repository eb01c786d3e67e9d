package catalog

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
)

// Source reads published definitions; engine/store satisfies it.
type Source interface {
	// State gives the workspace's epoch number and published revision.
	State(ctx context.Context, workspace string) (epoch, revision int64, err error)
	// Documents gives the same with all documents, read at one moment.
	Documents(ctx context.Context, workspace string) (epoch, revision int64, docs []definition.Document, err error)
}

// State is what a process knows of a workspace: a Snapshot, and the epoch at
// which it was found to be the published one.
type State struct {
	Epoch    int64
	Snapshot *Snapshot
}

// Workspace holds the newest State of one workspace known to this process.
type Workspace struct {
	Name   string
	Title  string
	source Source
	mu     sync.Mutex
	state  atomic.Pointer[State]
	failed atomic.Pointer[access.Failure]
}

// NewWorkspace makes a Workspace; nothing is read before Current or Refresh.
func NewWorkspace(name, title string, source Source) *Workspace {
	return &Workspace{Name: name, Title: title, source: source}
}

// Current gives the State, loading it the first time.
func (w *Workspace) Current(ctx context.Context) (*State, error) {
	if s := w.state.Load(); s != nil {
		return s, nil
	}
	return w.Refresh(ctx)
}

// Refresh looks at the database and takes over what changed. Requests that
// hold the old State finish on it.
func (w *Workspace) Refresh(ctx context.Context) (*State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	old := w.state.Load()
	if old != nil {
		epoch, revision, err := w.source.State(ctx, w.Name)
		if err != nil {
			return nil, err
		}
		if epoch == old.Epoch {
			return old, nil
		}
		if revision == old.Snapshot.Revision {
			s := &State{Epoch: epoch, Snapshot: old.Snapshot}
			w.state.Store(s)
			return s, nil
		}
	}
	epoch, revision, docs, err := w.source.Documents(ctx, w.Name)
	if err != nil {
		return nil, err
	}
	snapshot, err := Compile(revision, docs)
	if err != nil {
		w.failed.Store(access.NewFailure("", err))
		return nil, err
	}
	w.failed.Store(nil)
	s := &State{Epoch: epoch, Snapshot: snapshot}
	w.state.Store(s)
	return s, nil
}
