package audit

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/record"
)

// Observe counts an operation. Refused writes and exports enter the decision
// log one and all; of what was read a sample does. Writes that were done stand
// in the history of their records.
func (l *Log) Observe(o record.Operation) {
	refused := o.Err != nil && isRefusal(o.Err)
	sampled := l.counts.add(&o, refused, l.sample)
	reads := o.Action == "read" || o.Action == "history"
	switch {
	case o.Action == "export" && (refused || o.Err == nil), refused && !reads:
		l.Decision(context.Background(), o.Caller.Workspace.Name, decisionOf(&o, refused))
	case sampled && reads && o.Err == nil:
		l.offer(entry{workspace: o.Caller.Workspace.Name, decision: decisionOf(&o, false).row()})
	}
}

// isRefusal tells whether an answer says no: not allowed, missing to the
// caller, or a policy that failed, which is a no as well.
func isRefusal(err error) bool {
	e := problem.As(err)
	return e != nil && (e.Kind == problem.Forbidden || e.Kind == problem.NotFound || e.Code == "policy_failed")
}

func decisionOf(o *record.Operation, refused bool) Decision {
	d := Decision{At: o.Caller.Now, Principal: o.Caller.Principal.UserID, Entity: unknownEntity, Action: o.Action, Allowed: !refused,
		Records: int64(o.Records), Revision: o.Caller.State.Snapshot.Revision, Channel: o.Caller.Channel}
	if o.Entity != nil {
		d.Entity = o.Entity.Definition.ID
	}
	if uuid.Validate(o.Record) == nil && len(o.Record) == 36 {
		d.Record = o.Record
	}
	if o.Plan != nil {
		d.Grants, d.Restrictions = ids(o.Plan.Grants), ids(o.Plan.Restrictions)
	}
	for _, unmet := range record.Unmet(o.Err) {
		d.Obligations = append(d.Obligations, unmet.ID)
	}
	return d
}

func ids(m map[string]query.Predicate) []string { return slices.Sorted(maps.Keys(m)) }

// grantsOf lists the grants of a plan.
func grantsOf(p *access.Plan) []string { return ids(p.Grants) }

// clean makes what somebody asked for fit to be kept.
func clean(asked string) string {
	if len(asked) > maxID {
		asked = asked[:maxID]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(asked, ""))
}

var _ record.Observer = (*Log)(nil)
