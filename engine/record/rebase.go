package record

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Conflict is a field that somebody else has changed since the caller saw the
// record, and that he changes, too. Base, Mine and Theirs are its values then, as
// he wants it and as it is now; they and By are left out where he may not know
// them.
type Conflict struct {
	Field  string          `json:"field"`
	Base   json.RawMessage `json:"base,omitempty"`
	Mine   json.RawMessage `json:"mine,omitempty"`
	Theirs json.RawMessage `json:"theirs,omitempty"`
	By     *HistoryActor   `json:"by,omitempty"`
	At     *time.Time      `json:"at,omitempty"`
}

// rebase gives the version on which a change can be made that was meant for an
// older one: that of now, when nobody has changed since what the change writes.
func (s *Service) rebase(ctx context.Context, w *writer, since int64) (int64, error) {
	changes, err := s.db.ChangesAfter(ctx, w.caller.Workspace.Name, w.write.ID, since, maxPast)
	if err != nil {
		return 0, slow(err)
	}
	p, ok := newPast(changes, since, w.moved)
	if !ok {
		return 0, stale(w.moved)
	}
	fields, err := s.overlap(ctx, w, p)
	if err != nil || len(fields) == 0 {
		return w.moved, err
	}
	return 0, s.conflict(ctx, w, p, fields)
}

func stale(now int64) error {
	e := problem.New(problem.Stale, "stale_version")
	e.Extra = map[string]any{"current_version": now}
	return e
}

// overlap names the fields of a write that have another value now than it was
// made for, those that come along included. That both wrote the same is no
// excuse: each may have counted on by one.
func (s *Service) overlap(ctx context.Context, w *writer, p past) ([]string, error) {
	var names []string
	for i := range w.write.Set {
		if f := w.write.Set[i].Field; p.changed(f) {
			names = append(names, f.Name)
		}
	}
	for _, t := range w.tables {
		parent, ok := t.child.Operand(t.child.Definition.Parent)
		if !ok {
			return nil, unknownEntity()
		}
		rows := store.RowsOf{Table: t.child.Table, Parent: parent.Column, Record: w.write.ID}
		changed, err := s.db.RowsChanged(ctx, w.caller.Workspace.Name, rows, p.began())
		if err != nil {
			return nil, slow(err)
		}
		if changed {
			names = append(names, t.field.Name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// began is the earliest time of the changes.
func (p past) began() time.Time {
	at := p.changes[0].At
	for _, ch := range p.changes {
		if ch.At.Before(at) {
			at = ch.At
		}
	}
	return at
}

// conflict is the answer to a change that overlaps with those of others.
func (s *Service) conflict(ctx context.Context, w *writer, p past, fields []string) error {
	row, _, err := s.get(ctx, w.caller, w.entity.Name(), w.write.ID, nil, nil)
	if err != nil {
		return err
	}
	now, err := readSeen(row)
	if err != nil {
		return err
	}
	held, _, err := s.held(ctx, w.caller, w.entity.Name(), w.write.ID, "history")
	if err != nil {
		return err
	}
	names, err := s.whoChanged(ctx, w.caller, p)
	if err != nil {
		return err
	}
	e := problem.New(problem.Stale, "changed_by_other")
	list := []Conflict{}
	for _, name := range fields {
		if !w.knows(name) {
			continue
		}
		list = append(list, w.conflictOf(p, now, name, held[0], names))
		e.Details = append(e.Details, problem.Detail{Pointer: "/" + name, Code: "changed_by_other"})
	}
	e.Extra = map[string]any{"current_version": w.moved, "conflicts": list}
	return e
}

// conflictOf tells of one field. What it was is a piece of history, for those
// who may read that; who changed it is known to them and to those who read who
// changed the record.
func (w *writer) conflictOf(p past, now seen, name string, history bool, names map[string]string) Conflict {
	f, _ := w.entity.Operand(name)
	one := Conflict{Field: name}
	if v, given := w.values[name]; given && !sealed(f) && (w.filled[name] == nil || now.whole(name)) {
		one.Mine, _ = json.Marshal(fieldtype.JSONValue(v)) // a value that came from JSON
	}
	ch, changed := p.last[f.Column]
	if !changed || !now.whole(name) {
		return one
	}
	if !sealed(f) {
		one.Theirs = now.members[name]
		if history {
			one.Base, _ = rawImage(f.Type, p.first[f.Column]) // which sameImage has read
		}
	}
	if history || now.whole("updated_by") {
		one.By, one.At = named(names, ch.Actor), &ch.At
	}
	return one
}

// whoChanged names the users that changed a record, as far as the caller may
// know them.
func (s *Service) whoChanged(ctx context.Context, c *Caller, p past) (map[string]string, error) {
	var users []string
	for _, ch := range p.last {
		if ch.Actor != nil {
			users = append(users, *ch.Actor)
		}
	}
	return s.called(ctx, c, map[string][]string{"user": users})
}
