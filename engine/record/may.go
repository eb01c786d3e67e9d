package record

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// May is what a caller may do with one record.
type May struct {
	Actions []string          `json:"actions"`
	Fields  map[string]string `json:"fields"` // name → write; what is not here is at most read
}

// MaxIDs is how many records one question may name.
const MaxIDs = 200

// recordActions are those that concern one record and need more than reading.
var recordActions = []string{"update", "archive", "restore", "history", "comment", "print", "export", "share", "transfer", "assign", "claim", "release", "merge", "purge"}

// mayQuestion collects the conditions to ask of each record.
type mayQuestion struct {
	conditions []query.Predicate
	known      map[string]int // grants, joined → condition
	actions    map[string]int // action → condition
	fields     map[string]int // field → condition
}

// MayI tells for each of the records that the caller can read which actions
// and fields are open to him; the others are left out.
func (s *Service) MayI(ctx context.Context, c *Caller, entity string, ids []string) (answer map[string]May, err error) {
	if len(ids) > MaxIDs {
		return nil, problem.InvalidAt("?ids", "too_many", map[string]any{"max": MaxIDs})
	}
	var known []string
	for _, id := range ids {
		if canonicalID(id) != nil {
			known = append(known, id)
		}
	}
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		r, err := s.read(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		q, err := s.mayQuestion(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		marks, epoch, err := s.db.Marks(ctx, store.Marks{Schema: c.State.Snapshot, Entity: entity, IDs: known, Row: r.plan.Row, Conditions: q.conditions}, c.Workspace.Name, c.bind(nil))
		if err != nil {
			return 0, slow(err)
		}
		if len(marks) == 0 {
			epoch = c.State.Epoch
		}
		answer = map[string]May{}
		for id, held := range marks {
			answer[id] = q.may(held)
		}
		return epoch, nil
	})
	return answer, err
}

func (s *Service) mayQuestion(ctx context.Context, c *Caller, entity string) (*mayQuestion, error) {
	q := &mayQuestion{known: map[string]int{}, actions: map[string]int{}, fields: map[string]int{}}
	for _, action := range s.actionsOf(entity, recordActions) {
		w, err := s.newWriter(ctx, c, entity, action)
		if problem.Is(err, problem.Forbidden) || problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var all []string
		for id := range w.plan.Grants {
			all = append(all, id)
		}
		q.actions[action] = q.condition(w, all)
		for name, grants := range w.changes(all) {
			if f, ok := w.entity.Field(name); ok && !f.System && !f.ReadOnly && f.Type != "autonumber" {
				q.fields[name] = q.field(w, f, grants)
			}
		}
	}
	return q, nil
}

// changes gives the fields that the action lets an update change, with the
// grants that do: an owner is changed by a transfer.
func (w *writer) changes(all []string) map[string][]string {
	fields := map[string][]string{}
	switch w.write.Action {
	case "update":
		for name, grants := range w.plan.Writable {
			if !w.owning(name) {
				fields[name] = grants
			}
		}
	case "transfer":
		for _, name := range []string{w.entity.Definition.Owner, w.entity.Definition.Team} {
			if name != "" && w.knows(name) {
				fields[name] = all
			}
		}
	}
	return fields
}

// condition asks whether one of the grants lets the record be written; the
// same grants are asked about once.
func (q *mayQuestion) condition(w *writer, grants []string) int {
	grants = slices.Sorted(slices.Values(grants))
	key := w.write.Action + " " + strings.Join(grants, ",")
	i, ok := q.known[key]
	if !ok {
		i = len(q.conditions)
		q.conditions = append(q.conditions, w.updatable(grants))
		q.known[key] = i
	}
	return i
}

// field asks whether one of the grants lets a field be changed.
func (q *mayQuestion) field(w *writer, f *definition.Field, grants []string) int {
	if !f.SetOnce && len(w.plan.Once[f.Name]) == 0 {
		return q.condition(w, grants)
	}
	q.conditions = append(q.conditions, w.open(f.Name, grants))
	return len(q.conditions) - 1
}

func (q *mayQuestion) may(held []bool) May {
	m := May{Actions: []string{}, Fields: map[string]string{}}
	for action, i := range q.actions {
		if held[i] {
			m.Actions = append(m.Actions, action)
		}
	}
	sort.Strings(m.Actions)
	for name, i := range q.fields {
		if held[i] {
			m.Fields[name] = "write"
		}
	}
	return m
}
