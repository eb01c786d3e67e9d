package record

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Obligation is what has to happen besides an action that is granted, as its
// caller is told of it.
type Obligation struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Needs string `json:"needs"`        // approval, reason, second_factor; "" for one that nobody can meet
	By    string `json:"by,omitempty"` // the role whose holders approve
}

// What an obligation may need.
const (
	NeedsApproval     = "approval"
	NeedsReason       = "reason"
	NeedsSecondFactor = "second_factor"
	NeedsReport       = "report"
)

// VerifiedFor is how long a second factor counts after it was given.
const VerifiedFor = 10 * time.Minute

// meets tells whether the caller has done what an obligation needs. What
// nobody knows how to meet is not met.
func (c *Caller) meets(o Obligation) bool {
	switch o.Needs {
	case NeedsReason:
		return strings.TrimSpace(c.Reason) != ""
	case NeedsSecondFactor:
		return !c.Verified.IsZero() && c.Now.Sub(c.Verified) < VerifiedFor
	case NeedsApproval:
		return slices.Contains(c.Approved, o.ID)
	}
	return false
}

// duties are the obligations of one action: those to be met, with what the
// caller has not met yet, and those that are only told of.
type duties struct {
	unmet, told           []store.Demand
	unmetKnown, toldKnown []Obligation // of the same, by index
}

// duties sorts the obligations of a plan by what the caller has done. An id
// that no definition knows can't be met.
func (c *Caller) duties(ctx context.Context, e *catalog.Entity, p *access.Plan) (duties, error) {
	var d duties
	if len(p.Obligations) == 0 {
		return d, nil
	}
	unit, err := e.Unit(ctx)
	if err != nil {
		return d, problem.Wrap(problem.Internal, "policy_failed", err)
	}
	for _, id := range slices.Sorted(maps.Keys(p.Obligations)) {
		holds := p.Obligations[id]
		if holds == query.Const(false) {
			continue
		}
		o := Obligation{ID: id, Title: id}
		if static, ok := unit.ObligationOf(id); ok {
			o = c.obligation(static)
		}
		switch {
		case o.Needs == NeedsReport:
			d.told = append(d.told, store.Demand{ID: id, Holds: holds})
			d.toldKnown = append(d.toldKnown, o)
		case !c.meets(o):
			d.unmet = append(d.unmet, store.Demand{ID: id, Holds: holds})
			d.unmetKnown = append(d.unmetKnown, o)
		}
	}
	return d, nil
}

// obligation completes what a policy says of an obligation with its title.
func (c *Caller) obligation(static access.Obligation) Obligation {
	o := Obligation{ID: static.ID, Title: static.ID, Needs: static.Needs, By: static.By}
	for _, def := range c.State.Snapshot.Set.Obligations {
		if def.Name == static.ID {
			if title := def.Title.In(c.Language); title != "" {
				o.Title = title
			}
		}
	}
	return o
}

func (d *duties) add(other duties) {
	d.unmet, d.unmetKnown = append(d.unmet, other.unmet...), append(d.unmetKnown, other.unmetKnown...)
	d.told, d.toldKnown = append(d.told, other.told...), append(d.toldKnown, other.toldKnown...)
}

// obliged is the answer to who may do something once he has met obligations.
func obliged(list []Obligation) error {
	e := problem.New(problem.Forbidden, "obligation_unmet")
	e.Extra = map[string]any{"obligations": list}
	return e
}

// Unmet gives the obligations that a refusal asks for, or none.
func Unmet(err error) []Obligation {
	var list []Obligation
	if e := problem.As(err); e != nil && e.Code == "obligation_unmet" {
		list, _ = e.Extra["obligations"].([]Obligation)
	}
	return list
}

// Report tells that something was done that somebody is to hear of.
type Report struct {
	Entity     string
	Record     string // id; "" for many records
	Action     string
	Obligation Obligation
}
