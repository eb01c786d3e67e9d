package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
)

// Operation is what one operation on records came to.
type Operation struct {
	Caller  *Caller
	Entity  *catalog.Entity // nil: no entity has the name
	Name    string          // of the entity, as asked for
	Action  string
	Record  string // id as asked for; "" for many records or a new one
	Records int    // that were read
	// Plan is what was decided by; nil when none could be made.
	Plan *access.Plan
	Err  error // the answer; nil for done
}

// Observer hears of each operation once it has been answered. It must not keep
// the caller waiting.
type Observer interface{ Observe(o Operation) }

// observe tells the Observer, if there is one.
func (s *Service) observe(ctx context.Context, o Operation) {
	if s.Observer == nil || o.Caller.trial {
		return
	}
	if o.Caller.Preview != nil {
		shown := *o.Caller
		shown.Channel = ChannelPreview
		o.Caller = &shown
	}
	e, known := o.Caller.State.Snapshot.Entity(o.Name)
	if known {
		o.Entity, o.Name = e, e.Name()
	}
	if known && o.Plan == nil {
		// The plan is kept, unless the policy fails: then there is none to tell of.
		o.Plan, _ = plan(ctx, o.Caller, e, o.Action)
	}
	s.Observer.Observe(o)
}
