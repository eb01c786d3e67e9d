package record

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// HistoryEntry is one change of a record, with the fields that the caller may
// read on it now.
type HistoryEntry struct {
	Seq int64         `json:"seq"`
	At  time.Time     `json:"at"`
	By  *HistoryActor `json:"by"` // nil: the system
	// OnBehalf is in whose name it was done, where that is somebody else.
	OnBehalf *HistoryActor `json:"on_behalf,omitempty"`
	Action   string        `json:"action"`
	// Channel is through what: web, api, import, job, automation, publish, system.
	Channel string          `json:"channel"`
	Version int64           `json:"version"`
	Reason  string          `json:"reason,omitempty"`
	Fields  []HistoryChange `json:"fields"`
	// Share is what was shared, or no longer: for who may share the record, and
	// for whom it concerns.
	Share *HistoryShare `json:"share,omitempty"`
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
	// Labels names the records that a relation or links held, by their value here:
	// those that the caller may know.
	Labels map[string]string `json:"labels,omitempty"`
	// Files names the files that a field of files held before or after, by id.
	Files map[string]string `json:"files,omitempty"`
}

// historyPage is how many changes one answer holds.
const historyPage = 50

// NextHistory is the seq to ask for the changes before some of History; 0 where
// there are none.
func NextHistory(entries []HistoryEntry) int64 {
	if len(entries) < historyPage {
		return 0
	}
	return entries[len(entries)-1].Seq
}

// History gives the newest changes of a record before seq (0: all). Reading
// the record is not enough: history is an action of its own.
func (s *Service) History(ctx context.Context, c *Caller, entity, id string, before int64) (entries []HistoryEntry, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "history", Record: id, Records: min(len(entries), 1), Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		row, epoch, err := s.get(ctx, c, entity, id, nil, nil)
		if err != nil {
			return epoch, err
		}
		held, epoch, err := s.held(ctx, c, entity, id, "history", "share")
		if err == nil && !held[0] {
			err = forbidden("history")
		}
		if err != nil {
			return epoch, err
		}
		e, _ := c.State.Snapshot.Entity(entity)
		if err := s.takeRead(ctx, c, e, nil, 1); err != nil {
			return epoch, err
		}
		entries, err = s.history(ctx, c, entity, id, row, before, held[1])
		return epoch, err
	})
	return entries, err
}

// HistoryShare is a share that was made or ended.
type HistoryShare struct {
	To    SharedWith `json:"to"`
	Level string     `json:"level"`
	Cause string     `json:"cause"`
	Until *time.Time `json:"until"`
}

// historyShares reads the shares of changes, of those that the caller may know
// of: all, or the ones with himself.
func (s *Service) historyShares(ctx context.Context, c *Caller, changes []store.Change, all bool) (map[int64]*HistoryShare, error) {
	found, ids := map[int64]*HistoryShare{}, map[string][]string{}
	for _, ch := range changes {
		var v shared
		image := ch.After[sharedKey]
		if image == nil || json.Unmarshal(image, &v) != nil || !all && !slices.Contains(principals(c), v.Principal) {
			continue
		}
		found[ch.Seq] = &HistoryShare{To: SharedWith{Kind: v.Kind, HistoryActor: HistoryActor{ID: v.Principal}}, Level: v.Level, Cause: v.Cause, Until: v.Until}
		ids[v.Kind] = append(ids[v.Kind], v.Principal)
	}
	names, err := s.called(ctx, c, ids)
	for _, one := range found {
		one.To.HistoryActor = *named(names, &one.To.ID)
	}
	return found, err
}

// history reads the changes of a record of which row is what the caller sees.
func (s *Service) history(ctx context.Context, c *Caller, entity, id string, row []byte, before int64, shares bool) ([]HistoryEntry, error) {
	now, err := readSeen(row)
	if err != nil {
		return nil, err
	}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	changes, err := s.db.Changes(ctx, c.Workspace.Name, id, before, historyPage)
	if err != nil {
		return nil, slow(err)
	}
	names, err := s.actors(ctx, c, changes)
	if err != nil {
		return nil, err
	}
	given, err := s.historyShares(ctx, c, changes, shares)
	if err != nil {
		return nil, err
	}
	entries := make([]HistoryEntry, len(changes))
	var all []*HistoryChange
	for i, ch := range changes {
		entries[i] = HistoryEntry{Seq: ch.Seq, At: ch.At, By: named(names, ch.Actor), OnBehalf: named(names, ch.OnBehalf), Action: ch.Action, Channel: ch.Channel,
			Version: ch.Version, Reason: ch.Reason, Share: given[ch.Seq]}
		if entries[i].Fields, err = r.changedFields(ch, now); err != nil {
			return nil, err
		}
		for j := range entries[i].Fields {
			all = append(all, &entries[i].Fields[j])
		}
	}
	if err := s.labelled(ctx, c, r, all); err != nil {
		return nil, err
	}
	return entries, s.nameFiles(ctx, c, r, entries)
}

// changedFields gives those fields of a change that the caller reads whole now.
func (r *reader) changedFields(ch store.Change, now seen) ([]HistoryChange, error) {
	fields := []HistoryChange{}
	for _, name := range r.names {
		f := r.cells[name].Field
		after, changed := ch.After[f.Column]
		if !changed || slices.Contains(now.redacted, name) {
			continue
		}
		one := HistoryChange{Name: name}
		var err error
		if one.Before, err = rawImage(f.Type, ch.Before[f.Column]); err != nil {
			return nil, err
		}
		if one.After, err = rawImage(f.Type, after); err != nil {
			return nil, err
		}
		fields = append(fields, one)
	}
	return fields, nil
}

func orNull(v json.RawMessage) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	return v
}
