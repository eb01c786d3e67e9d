package access

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/rego"
)

// Decision is the answer of a full evaluation about one record, in ids, so
// that it can be explained. Lists are sorted.
type Decision struct {
	Allow        bool
	Grants       []string // that cover the record as it is
	Results      []string // that cover the record as it will be
	Restrictions []string
	Fields       DecidedFields
	Obligations  []string
}

// DecidedFields says what is to know about the fields of one record; a field
// in none of the four is readable, writable and one may find records by it.
type DecidedFields struct {
	Hidden     []string
	Masked     map[string]string // field → how it shows
	ReadOnly   []string
	Unfindable []string
}

// Decide evaluates the policies in full. in is a document as Document makes it.
// When anything fails, the Decision allows nothing and err says why.
func (u *Unit) Decide(ctx context.Context, in map[string]any) (d Decision, err error) {
	asked := ctx
	defer func() {
		if err != nil {
			d = Decision{}
			u.failures.note(asked, u.entity, err)
		}
	}()
	defer contain(&err)
	u.defect.Strike()
	q, err := u.decision()
	if err != nil {
		return d, failed(err)
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	results, err := q.Eval(ctx, rego.EvalInput(in))
	if err = errors.Join(err, ctx.Err()); err != nil {
		return d, failed(fmt.Errorf("decide about %s: %w", u.entity, err))
	}
	if len(results) != 1 || len(results[0].Expressions) != 1 {
		return d, failed(errors.New("the policies gave no decision"))
	}
	return readDecision(results[0].Expressions[0].Value)
}

func readDecision(v any) (d Decision, err error) {
	doc, ok := v.(map[string]any)
	fields, ok2 := doc["fields"].(map[string]any)
	allow, ok3 := doc["allow"].(bool)
	if !ok || !ok2 || !ok3 {
		return d, failed(errors.New("the decision has not its form"))
	}
	masked, _ := fields["masked"].(map[string]any)
	d = Decision{
		Allow: allow, Grants: texts(doc["grants"]), Results: texts(doc["results"]),
		Restrictions: texts(doc["restrictions"]), Obligations: texts(doc["obligations"]),
		Fields: DecidedFields{
			Hidden: texts(fields["hidden"]), ReadOnly: texts(fields["readonly"]),
			Unfindable: texts(fields["unfindable"]), Masked: map[string]string{},
		},
	}
	for field, show := range masked {
		d.Fields.Masked[field], _ = show.(string)
	}
	return d, nil
}

func texts(v any) []string {
	list, _ := v.([]any)
	found := make([]string, 0, len(list))
	for _, element := range list {
		if s, ok := element.(string); ok {
			found = append(found, s)
		}
	}
	slices.Sort(found)
	return found
}
