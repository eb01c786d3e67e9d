package record

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxProbes is how often a user may ask within an hour whether records are there
// already, by Probe, by Validate and, as far as he does not read them, by trying
// to write many, together.
const MaxProbes = 300

// Probe asks which records one would be a duplicate of: a new one, or the one
// with ID once it is changed.
type Probe struct {
	ID     string         `json:"id,omitempty"`
	Fields map[string]any `json:"fields"`
}

// Probe tells, while somebody fills in a form, what a write would be refused
// for. It is for who may write these fields; each question counts.
func (s *Service) Probe(ctx context.Context, c *Caller, entity string, q Probe) (list []Duplicate, err error) {
	action := "create"
	if q.ID != "" {
		action = "update"
	}
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: action, Record: q.ID, Err: err}) }()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		w, values, err := s.prepareProbe(ctx, c, entity, action, q)
		if err != nil {
			return 0, err
		}
		within, err := s.db.CountProbe(ctx, c.Workspace.Name, c.Principal.UserID, MaxProbes)
		if err != nil {
			return 0, slow(err)
		}
		if !within {
			return 0, problem.New(problem.Throttled, "too_many_probes").With("max", MaxProbes)
		}
		list, err = s.given(ctx, w, q.ID, values)
		return c.State.Epoch, err
	})
	return list, err
}

func (s *Service) prepareProbe(ctx context.Context, c *Caller, entity, action string, q Probe) (*writer, map[string]any, error) {
	w, err := s.changer(ctx, c, entity, action, q.Fields)
	if err != nil {
		if q.ID != "" {
			err = s.hide(ctx, c, entity, q.ID, err)
		}
		return nil, nil, err
	}
	if q.ID != "" {
		held, _, err := s.held(ctx, c, entity, q.ID, action)
		if err != nil {
			return nil, nil, err
		}
		if !held[0] {
			return nil, nil, forbidden(action)
		}
	}
	known, unknown, err := w.mayWrite(q.Fields)
	if err != nil {
		return nil, nil, err
	}
	for name := range known {
		if f, ok := w.entity.Field(name); ok && (f.Table() || f.Links()) {
			delete(known, name) // they match nothing
		}
	}
	values, wrong := w.entity.Validator.ValidatePatch(known)
	return w, values, slices.Concat(wrong, unknown).Err()
}

// given finds what a record would be a duplicate of with some values.
func (s *Service) given(ctx context.Context, w *writer, id string, values map[string]any) ([]Duplicate, error) {
	m := matching(w.caller, w.entity, func(r *definition.Duplicates) bool {
		return slices.ContainsFunc(r.Match, func(name string) bool { return tells(w.entity, r, name, values[name]) })
	})
	if m == nil {
		return []Duplicate{}, nil
	}
	columns := map[string]any{}
	for name, v := range values {
		if f, ok := w.entity.Operand(name); ok && f.Column != "" {
			columns[f.Column] = v
		}
	}
	found, err := s.db.DuplicatesGiven(ctx, m, id, columns)
	if err != nil {
		return nil, slow(err)
	}
	return s.seen(ctx, w.caller, w.entity, found)
}

// tells tells whether a value can be the same as another: a text of nothing but
// punctuation is the same as none.
func tells(e *catalog.Entity, r *definition.Duplicates, name string, value any) bool {
	f, ok := e.Field(name)
	text, isText := value.(string)
	if !ok || !isText {
		return ok && value != nil
	}
	return fieldtype.Fold(fieldtype.Matching(f, r.Compare), text) != ""
}

// possible finds, in a dry run, what the write would be refused for. Past the
// limit of the hour nothing is told; an import is not limited, for its owners
// are told of once it runs.
func (s *Service) possible(ctx context.Context, w *writer) (problem.List, error) {
	if w.matching() == nil {
		return nil, nil
	}
	if w.caller.Channel != "import" {
		within, err := s.db.CountProbe(ctx, w.caller.Workspace.Name, w.caller.Principal.UserID, MaxProbes)
		if err != nil || !within {
			return nil, slow(err)
		}
	}
	id := w.write.ID
	if w.write.Action == "create" {
		id = ""
	}
	list, err := s.given(ctx, w, id, w.values)
	if err != nil {
		return nil, err
	}
	w.found = list
	var wrong problem.List
	for _, d := range list {
		for _, name := range d.Fields {
			p := problem.Detail{Pointer: "/" + name, Code: "duplicate_record", Message: ruleMessage(w, d.Fields)}
			if !d.Refused && w.caller.AllowDuplicates || slices.ContainsFunc(wrong, func(o problem.Detail) bool { return same(o, p) }) {
				continue
			}
			wrong = append(wrong, p)
		}
	}
	return wrong, nil
}

func ruleMessage(w *writer, fields []string) string {
	for i := range w.entity.Definition.Duplicates {
		if r := &w.entity.Definition.Duplicates[i]; slices.Equal(r.Match, fields) {
			return r.Message.In(w.caller.Language)
		}
	}
	return ""
}

// DuplicateGroup are records that are duplicates of each other.
type DuplicateGroup struct {
	Fields  []string          `json:"fields"`  // that are the same
	Count   int64             `json:"count"`   // how many there are; Records has at most store.MaxGroup
	Records []DuplicateRecord `json:"records"` // the oldest first
}

// DuplicateRecord names one of them.
type DuplicateRecord struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// DuplicatesRequest asks for a page of duplicates by one of the entity's rules.
type DuplicatesRequest struct {
	Rule  int    // index in x-duplicates
	Limit int    // groups; 0 for 20, at most MaxDuplicateGroups
	After string // what came with the page before
}

// MaxDuplicateGroups is how many groups a page has at most.
const MaxDuplicateGroups = 50

// Duplicates lists records that are duplicates of each other, among those that
// the caller reads and finds by all fields of the rule. next is "" on the last
// page.
func (s *Service) Duplicates(ctx context.Context, c *Caller, entity string, q DuplicatesRequest) (list []DuplicateGroup, next string, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Records: len(list), Err: err})
	}()
	if q.Limit = min(q.Limit, MaxDuplicateGroups); q.Limit <= 0 {
		q.Limit = 20
	}
	if q.After != "" && canonicalID(q.After) == nil {
		return nil, "", problem.InvalidAt("?after", "bad_cursor", nil)
	}
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		list, next, epoch, err = s.duplicateGroups(ctx, c, entity, q)
		return epoch, err
	})
	return list, next, err
}

func (s *Service) duplicateGroups(ctx context.Context, c *Caller, entity string, q DuplicatesRequest) ([]DuplicateGroup, string, int64, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, "", 0, err
	}
	rule, row, ok := r.ruled(q.Rule)
	if !ok {
		return nil, "", 0, problem.InvalidAt("?rule", "out_of_range", map[string]any{"min": 0, "max": len(r.entity.Definition.Duplicates) - 1})
	}
	if row == nil {
		return []DuplicateGroup{}, "", c.State.Epoch, nil
	}
	ask := &store.MatchGroups{Schema: c.State.Snapshot, Entity: r.entity.Name(), Rule: rule, Row: row, After: q.After, Limit: q.Limit}
	groups, epoch, err := s.db.Groups(ctx, ask, c.Workspace.Name, c.bind(nil))
	if err != nil || len(groups) == 0 {
		return []DuplicateGroup{}, "", c.State.Epoch, slow(err)
	}
	next := ""
	if len(groups) > q.Limit {
		groups = groups[:q.Limit]
		next = groups[q.Limit-1].First
	}
	list, err := s.nameGroups(ctx, c, r.entity, groups, r.entity.Definition.Duplicates[q.Rule].Match)
	return list, next, epoch, err
}

// ruled gives a rule, and which records count: those that the caller reads, and
// finds by all of its fields. The condition is nil where there are none.
func (r *reader) ruled(i int) (store.MatchRule, query.Predicate, bool) {
	if i < 0 || i >= len(r.entity.Definition.Duplicates) {
		return store.MatchRule{}, nil, false
	}
	rule, ok := matchRule(r.entity, i)
	if !ok {
		return rule, nil, true
	}
	all := query.And{r.plan.Row}
	for _, name := range r.entity.Definition.Duplicates[i].Match {
		cell, ok := r.findable(name)
		if !ok {
			return rule, nil, true
		}
		if w := finds(cell); w != nil {
			all = append(all, w)
		}
	}
	return rule, query.Simplify(all), true
}

func (s *Service) nameGroups(ctx context.Context, c *Caller, e *catalog.Entity, groups []store.MatchGroup, fields []string) ([]DuplicateGroup, error) {
	var ids []any
	for _, g := range groups {
		for _, id := range g.IDs {
			ids = append(ids, id)
		}
	}
	if err := s.takeRead(ctx, c, e, fields, int64(len(ids))); err != nil {
		return nil, err
	}
	labels, _, err := s.labels(ctx, c, e.Name(), ids)
	if err != nil {
		return nil, err
	}
	list := make([]DuplicateGroup, len(groups))
	for i, g := range groups {
		list[i] = DuplicateGroup{Fields: fields, Count: g.Count, Records: []DuplicateRecord{}}
		for _, id := range g.IDs {
			if label, ok := labels[id]; ok {
				list[i].Records = append(list[i].Records, DuplicateRecord{ID: id, Label: label})
			}
		}
	}
	return list, nil
}
