package identity

import (
	"context"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Registered gives the States of a registry's workspaces.
func Registered(r *catalog.Registry) Workspaces { return registered{r} }

type registered struct{ registry *catalog.Registry }

func (r registered) find(ctx context.Context, name string) (*catalog.Workspace, error) {
	w, ok, err := r.registry.Named(ctx, name)
	if err == nil && !ok {
		err = problem.New(problem.NotFound, "not_found")
	}
	return w, err
}

// Current implements Workspaces.
func (r registered) Current(ctx context.Context, name string) (State, error) {
	w, err := r.find(ctx, name)
	if err != nil {
		return State{}, err
	}
	s, err := w.Current(ctx)
	return stateOf(s), err
}

// Refresh implements Workspaces.
func (r registered) Refresh(ctx context.Context, name string) (State, error) {
	w, err := r.find(ctx, name)
	if err != nil {
		return State{}, err
	}
	s, err := w.Refresh(ctx)
	return stateOf(s), err
}

func stateOf(s *catalog.State) State {
	if s == nil {
		return State{}
	}
	return State{Epoch: s.Epoch, Revision: s.Snapshot.Revision, Set: s.Snapshot.Set, Snapshot: s.Snapshot}
}
