package record

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// Share is a share of a record as the caller sees it.
type Share struct {
	ID      string        `json:"id"`
	To      SharedWith    `json:"to"`
	Level   string        `json:"level"`
	Cause   string        `json:"cause"`
	Until   *time.Time    `json:"until"` // nil: without an end
	Expired bool          `json:"expired"`
	Reason  string        `json:"reason,omitempty"`
	At      time.Time     `json:"at"`
	By      *HistoryActor `json:"by"` // nil: the system
}

// SharedWith is with whom; the name is there as far as the caller may know it.
type SharedWith struct {
	Kind string `json:"kind"` // user, team, role, department
	HistoryActor
}

// Shares lists the shares of a record: all to who may share it, and to others
// those with themselves, their teams, roles and departments. Those that have
// ended are marked; they count for nothing.
func (s *Service) Shares(ctx context.Context, c *Caller, entity, id string) (list []Share, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		held, epoch, err := s.held(ctx, c, entity, id, "share")
		if err != nil {
			return epoch, err
		}
		var only []string
		if !held[0] {
			only = principals(c)
		}
		rows, err := s.db.Shares(ctx, c.Workspace.Name, id, only)
		if err != nil {
			return 0, slow(err)
		}
		list, err = s.sharesOf(ctx, c, rows)
		return epoch, err
	})
	return list, err
}

// principals are the ids that a share with the caller may name; never none.
func principals(c *Caller) []string {
	ids := []string{c.Principal.UserID}
	list, _ := c.Principal.Attributes["principals"].([]any)
	for _, v := range list {
		if id, ok := v.(string); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// sharesOf is how the caller sees shares: with names as far as he may know
// them.
func (s *Service) sharesOf(ctx context.Context, c *Caller, rows []store.ShareRow) ([]Share, error) {
	ids := map[string][]string{}
	for _, row := range rows {
		ids[row.Kind] = append(ids[row.Kind], row.Principal)
		if row.By != nil {
			ids["user"] = append(ids["user"], *row.By)
		}
	}
	names, err := s.called(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Share, len(rows))
	for i, row := range rows {
		list[i] = Share{ID: row.ID, To: SharedWith{Kind: row.Kind, HistoryActor: *named(names, &row.Principal)}, Level: levels[row.Level-1], Cause: row.Cause,
			Until: row.Until, Expired: row.Until != nil && !row.Until.After(c.Now), Reason: row.Reason, At: row.At, By: named(names, row.By)}
	}
	return list, nil
}

// called names records, given by entity, as far as the caller may know them.
func (s *Service) called(ctx context.Context, c *Caller, ids map[string][]string) (map[string]string, error) {
	names := map[string]string{}
	for entity, list := range ids {
		slices.Sort(list)
		for some := range slices.Chunk(slices.Compact(list), MaxIDs) {
			labels, err := s.Labels(ctx, c, entity, some)
			if err != nil {
				return nil, err
			}
			maps.Copy(names, labels)
		}
	}
	return names, nil
}
