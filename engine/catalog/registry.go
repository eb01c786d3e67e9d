package catalog

import (
	"context"
	"strings"
	"sync"
	"time"
)

// Place is where a workspace is found: its name, title and HTTP host.
type Place struct{ Name, Title, Host string }

// Directory lists workspaces; engine/store satisfies it through an adapter.
type Directory func(ctx context.Context) ([]Place, error)

// Registry finds workspaces by host or name. New ones are found without a
// restart.
type Registry struct {
	directory Directory
	source    Source
	mu        sync.Mutex
	byName    map[string]*Workspace
	byHost    map[string]*Workspace
	fallback  *Workspace // the one without a host, or the only one
	looked    time.Time
}

// lookAgain is how long an unknown host waits before the list is read anew.
const lookAgain = 2 * time.Second

// NewRegistry makes a Registry; nothing is read before the first Find.
func NewRegistry(directory Directory, source Source) *Registry {
	return &Registry{directory: directory, source: source, byName: map[string]*Workspace{}, byHost: map[string]*Workspace{}}
}

// Find gives the workspace of a host name; a port does not matter. A host that no
// workspace claims leads to the one that claims none, if there is one.
func (r *Registry) Find(ctx context.Context, host string) (*Workspace, bool, error) {
	host, _, _ = strings.Cut(host, ":")
	r.mu.Lock()
	defer r.mu.Unlock()
	if w, ok := r.byHost[host]; ok {
		return w, true, nil
	}
	if time.Since(r.looked) > lookAgain {
		if err := r.look(ctx); err != nil && r.fallback == nil {
			return nil, false, err
		}
	}
	if w, ok := r.byHost[host]; ok {
		return w, true, nil
	}
	return r.fallback, r.fallback != nil, nil
}

// Named gives a workspace by name. The list is not read anew for each unknown
// name: anybody can invent those.
func (r *Registry) Named(ctx context.Context, name string) (*Workspace, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w, ok := r.byName[name]
	if ok || time.Since(r.looked) < lookAgain {
		return w, ok, nil
	}
	err := r.look(ctx)
	w, ok = r.byName[name]
	return w, ok, err
}

// Look reads the list of workspaces anew, for the process that made one.
func (r *Registry) Look(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.look(ctx)
}

func (r *Registry) look(ctx context.Context) error {
	places, err := r.directory(ctx)
	if err != nil {
		return err
	}
	r.looked = time.Now()
	r.byHost, r.fallback = map[string]*Workspace{}, nil
	for _, p := range places {
		w := r.byName[p.Name]
		if w == nil {
			w = NewWorkspace(p.Name, p.Title, r.source)
			r.byName[p.Name] = w
		}
		switch {
		case p.Host != "":
			r.byHost[p.Host] = w
		case r.fallback == nil:
			r.fallback = w
		}
	}
	return nil
}
