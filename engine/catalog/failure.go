package catalog

import (
	"time"

	"github.com/mortise-crm/mortise/engine/access"
)

// Failure gives the last time that the access to the entity failed, in this
// process, or false. Every request that it failed for was refused.
func (e *Entity) Failure() (access.Failure, bool) {
	if f := e.failed.Load(); f != nil {
		return *f, true
	}
	if u := e.compiled.Load(); u != nil {
		return u.Failure()
	}
	return access.Failure{}, false
}

// Failures lists the last failure of each entity that had one, by entity, for
// administrators. An entity without a policy is among them: nobody may do
// anything with it.
func (s *Snapshot) Failures() []access.Failure {
	list := []access.Failure{}
	for _, e := range s.ordered {
		if f, ok := e.Failure(); ok {
			list = append(list, f)
		}
	}
	return list
}

// Failure gives the last revision that could not be taken over, or false. Until
// it can, every request is refused.
func (w *Workspace) Failure() (access.Failure, bool) {
	if f := w.failed.Load(); f != nil {
		return *f, true
	}
	return access.Failure{}, false
}

func (e *Entity) fail(text string) {
	e.failed.Store(&access.Failure{Entity: e.Name(), Text: text, At: time.Now().UTC()})
}
