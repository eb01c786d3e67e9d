package publish

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// agreed looks at what steps mean for the records that are there, and refuses
// those that lose values which the request does not consent to lose.
func (p *Publisher) agreed(ctx context.Context, r Request, steps []store.Step) ([]store.Words, map[string]bool, error) {
	words, err := p.db.Survey(ctx, r.Workspace, steps)
	if err != nil {
		return nil, nil, err
	}
	consent := make(map[string]bool, len(r.Consent))
	for _, code := range r.Consent {
		consent[code] = true
	}
	var needed []string
	var offenders problem.List
	for _, w := range words {
		if code := w.Consent(); w.Risk == store.Destructive && !consent[code] && !slices.Contains(needed, code) {
			needed = append(needed, code)
		}
		found, _ := w.Params["offenders"].(problem.List)
		offenders = append(offenders, found...)
	}
	if err := offenders.Err(); err != nil {
		return nil, nil, err
	}
	if len(needed) > 0 {
		return nil, nil, store.ConsentNeeded(needed...)
	}
	return words, consent, nil
}
