package approval

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Summary is what a request asks for, as far as its reader may know it: of a
// field that he may not read whole, neither value nor name is in it.
type Summary struct {
	ID        string               `json:"id"`
	State     string               `json:"state"`
	Action    string               `json:"action"`
	Entity    string               `json:"entity"`
	Title     string               `json:"title"` // of the entity
	Record    *record.HistoryActor `json:"record,omitempty"`
	Requester record.HistoryActor  `json:"requester"`
	Reason    string               `json:"reason,omitempty"`
	To        *record.OwnerName    `json:"to,omitempty"`     // of who shall own the record
	Share     *Shared              `json:"share,omitempty"`  // of whom it shall be shared with
	Fields    []Change             `json:"fields,omitempty"` // of an update
	// Withheld tells that there is more, which the reader may not know.
	Withheld bool `json:"withheld"`
}

// Shared is with whom a record shall be shared, and how far.
type Shared struct {
	To    record.SharedWith `json:"to"`
	Level string            `json:"level"`
	Until *time.Time        `json:"until"`
}

// Change is a field that shall change. Names has the names of the records that
// After points to, by id.
type Change struct {
	Name   string            `json:"name"`
	Title  string            `json:"title"`
	Before json.RawMessage   `json:"before"`
	After  any               `json:"after"`
	Names  map[string]string `json:"names,omitempty"`
}

// Summary tells what a request asks for, to who asked and to the holders of its
// roles who can read the record; to others it is missing.
func (s *Service) Summary(ctx context.Context, c *record.Caller, id string) (*Summary, error) {
	f, err := s.visible(ctx, c, id)
	if err != nil {
		return nil, err
	}
	lacks := func(role string) bool { return !slices.Contains(c.Principal.Roles, role) }
	if f.Requester != c.Principal.UserID && slices.ContainsFunc(f.roles(c), lacks) {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	m := &Summary{ID: f.ID, State: f.State, Action: f.Action, Entity: f.Entity, Reason: f.Reason}
	t := &telling{Service: s, caller: c, filed: f, summary: m}
	if m.Requester.Name, err = t.name(ctx, "user", f.Requester); err != nil {
		return nil, err
	}
	m.Requester.ID = f.Requester
	e, ok := c.State.Snapshot.Entity(f.Entity)
	if !ok {
		m.Withheld = true
		return m, nil
	}
	m.Title = e.Definition.Title.In(c.Language)
	return m, t.tell(ctx, e)
}

// telling is the work on one summary.
type telling struct {
	*Service
	caller  *record.Caller
	filed   *filed
	summary *Summary
	row     map[string]json.RawMessage // what the reader sees of the record
	part    []string                   // names of what he sees in part, or not at all
}

func (t *telling) tell(ctx context.Context, e *catalog.Entity) error {
	if t.filed.Request.ID == "" {
		t.summary.Withheld = len(t.filed.Fields) > 0
		return nil
	}
	if err := t.look(ctx, e); err != nil {
		return err
	}
	switch t.filed.Action {
	case "transfer", "assign", "claim":
		return t.owner(ctx, e)
	case "share":
		return t.share(ctx)
	case "update":
		return t.fields(ctx, e)
	}
	return nil
}

// look reads the record as the reader may.
func (t *telling) look(ctx context.Context, e *catalog.Entity) error {
	id := t.filed.Request.ID
	row, err := t.records.Get(ctx, t.caller, e.Name(), id, nil, nil)
	if err != nil {
		return err
	}
	var meta struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	if err := json.Unmarshal(row, &t.row); err == nil {
		err = json.Unmarshal(row, &meta)
	}
	if err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	t.part = meta.Meta.Redacted
	t.summary.Record = &record.HistoryActor{ID: id}
	t.summary.Record.Name, err = t.name(ctx, e.Name(), id)
	return err
}

// reads tells whether the reader sees a field of the record whole.
func (t *telling) reads(field string) bool {
	_, ok := t.row[field]
	return ok && !slices.Contains(t.part, field)
}

// name is a record's, as far as the reader may know it.
func (t *telling) name(ctx context.Context, entity, id string) (string, error) {
	names, err := t.records.Labels(ctx, t.caller, entity, []string{id})
	if err != nil || names[id] == id {
		return "", err
	}
	return names[id], nil
}

// owner tells who shall own the record, to who may read who does.
func (t *telling) owner(ctx context.Context, e *catalog.Entity) (err error) {
	to := hand(t.filed.Request).To
	if t.filed.Action == "claim" {
		to = record.Owner{User: t.filed.Requester}
	}
	if to.User != "" && !t.reads(e.Definition.Owner) || to.Team != "" && !t.reads(e.Definition.Team) {
		t.summary.Withheld = true
		return nil
	}
	t.summary.To = &record.OwnerName{}
	if to.User != "" {
		t.summary.To.User = &record.HistoryActor{ID: to.User}
		if t.summary.To.User.Name, err = t.name(ctx, "user", to.User); err != nil {
			return err
		}
	}
	if to.Team != "" {
		t.summary.To.Team = &record.HistoryActor{ID: to.Team}
		t.summary.To.Team.Name, err = t.name(ctx, "team", to.Team)
	}
	return err
}

func (t *telling) share(ctx context.Context) error {
	q, err := share(t.filed.Request)
	if err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	m := &Shared{Level: q.Level, Until: q.Until}
	for kind, id := range map[string]string{"user": q.To.User, "team": q.To.Team, "role": q.To.Role, "department": q.To.Department} {
		if id == "" {
			continue
		}
		m.To = record.SharedWith{Kind: kind, HistoryActor: record.HistoryActor{ID: id}}
		if m.To.Name, err = t.name(ctx, kind, id); err != nil {
			return err
		}
	}
	t.summary.Share = m
	return nil
}

// fields tells what shall change, in the order of the definition.
func (t *telling) fields(ctx context.Context, e *catalog.Entity) error {
	for _, d := range e.Definition.Fields {
		after, changes := t.filed.Fields[d.Name]
		if !changes || !t.reads(d.Name) {
			continue
		}
		f := Change{Name: d.Name, Title: d.Title.In(t.caller.Language), Before: t.row[d.Name], After: after}
		if target, ok := t.caller.State.Snapshot.Target(e.Name(), d.Name); ok {
			var err error
			if f.Names, err = t.records.Labels(ctx, t.caller, target, ids(after)); err != nil {
				return err
			}
		}
		t.summary.Fields = append(t.summary.Fields, f)
	}
	t.summary.Withheld = len(t.summary.Fields) < len(t.filed.Fields)
	return nil
}

// ids are what a relation's new value points to.
func ids(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, one := range v {
			list = append(list, ids(one)...)
		}
		return list
	}
	return nil
}
