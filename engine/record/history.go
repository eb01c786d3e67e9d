package record

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// HistoryEntry is one change of a record, with the fields that the caller may
// read on it now.
type HistoryEntry struct {
	Seq     int64           `json:"seq"`
	At      time.Time       `json:"at"`
	By      *HistoryActor   `json:"by"` // nil: the system, or somebody the caller may not know
	Action  string          `json:"action"`
	Channel string          `json:"channel"`
	Version int64           `json:"version"`
	Fields  []HistoryChange `json:"fields"`
}

// HistoryActor names who did it.
type HistoryActor struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// HistoryChange is one field's value before and after.
type HistoryChange struct {
	Name   string          `json:"name"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// historyPage is how many changes one answer holds.
const historyPage = 50

// History gives the newest changes of a record before seq (0: all).
func (s *Service) History(ctx context.Context, c *Caller, entity, id string, before int64) ([]HistoryEntry, error) {
	row, err := s.Get(ctx, c, entity, id, nil, nil)
	if err != nil {
		return nil, err
	}
	var now struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	if err := json.Unmarshal(row, &now); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	changes, err := s.db.Changes(ctx, c.Workspace.Name, id, before, historyPage)
	if err != nil {
		return nil, slow(err)
	}
	names := s.actorNames(ctx, c, changes)
	entries := make([]HistoryEntry, len(changes))
	for i, ch := range changes {
		entries[i] = HistoryEntry{Seq: ch.Seq, At: ch.At, Action: ch.Action, Channel: ch.Channel, Version: ch.Version, Fields: []HistoryChange{}}
		if ch.Actor != nil {
			entries[i].By = &HistoryActor{ID: *ch.Actor, Name: names[*ch.Actor]}
		}
		for _, name := range r.names {
			if slices.Contains(now.Meta.Redacted, name) {
				continue
			}
			column := r.cells[name].Field.Column
			after, changed := ch.After[column]
			if !changed {
				continue
			}
			entries[i].Fields = append(entries[i].Fields, HistoryChange{Name: name, Before: orNull(ch.Before[column]), After: orNull(after)})
		}
	}
	return entries, nil
}

func orNull(v json.RawMessage) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	return v
}

// actorNames gives the labels of the users that the caller may know.
func (s *Service) actorNames(ctx context.Context, c *Caller, changes []store.Change) map[string]string {
	names := map[string]string{}
	e, ok := c.State.Snapshot.Entity("user")
	if !ok {
		return names
	}
	label := e.Definition.Label
	for _, ch := range changes {
		if ch.Actor == nil {
			continue
		}
		if _, asked := names[*ch.Actor]; asked {
			continue
		}
		names[*ch.Actor] = ""
		row, err := s.look(ctx, c, "user", *ch.Actor, []string{label}, nil)
		if err != nil {
			continue // he may not know that user: the id alone is shown
		}
		var v map[string]any
		if json.Unmarshal(row, &v) == nil {
			names[*ch.Actor], _ = v[label].(string)
		}
	}
	return names
}
