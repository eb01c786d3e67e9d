package record

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// OwnerEntry is one change of a record's owner.
type OwnerEntry struct {
	Seq    int64         `json:"seq"`
	At     time.Time     `json:"at"`
	Action string        `json:"action"`
	By     *HistoryActor `json:"by"` // nil: the system
	From   *OwnerName    `json:"from"`
	To     *OwnerName    `json:"to"` // nil: nobody
	Pool   string        `json:"pool,omitempty"`
	Reason string        `json:"reason,omitempty"`
}

// OwnerName is an owner, with its name as far as the caller may know it:
// exactly one member is given.
type OwnerName struct {
	User *HistoryActor `json:"user,omitempty"`
	Team *HistoryActor `json:"team,omitempty"`
}

// Owners gives the newest changes of a record's owner before seq (0: all).
// Who may not read, whole, who owns the record now sees none.
func (s *Service) Owners(ctx context.Context, c *Caller, entity, id string, before int64) ([]OwnerEntry, error) {
	row, err := s.Get(ctx, c, entity, id, nil, nil)
	if err != nil {
		return nil, err
	}
	entries := []OwnerEntry{}
	known, err := s.knowsOwner(ctx, c, entity, row)
	if err != nil || !known {
		return entries, err
	}
	list, err := s.db.Owners(ctx, c.Workspace.Name, id, before, historyPage)
	if err != nil {
		return nil, slow(err)
	}
	n, err := s.namer(ctx, c, list)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		entries = append(entries, OwnerEntry{Seq: o.Seq, At: o.At, Action: o.Action, By: named(n.users, o.Actor),
			From: n.owner(o.FromUser, o.FromTeam), To: n.owner(o.ToUser, o.ToTeam), Pool: o.Pool, Reason: o.Reason})
	}
	return entries, nil
}

// knowsOwner tells whether the caller reads, on this record, every field that
// says who owns it.
func (s *Service) knowsOwner(ctx context.Context, c *Caller, entity string, row []byte) (bool, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return false, err
	}
	var now struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	if err := json.Unmarshal(row, &now); err != nil {
		return false, problem.Wrap(problem.Internal, "internal", err)
	}
	some := false
	for _, name := range []string{r.entity.Definition.Owner, r.entity.Definition.Team} {
		if name == "" {
			continue
		}
		if _, ok := r.cells[name]; !ok || slices.Contains(now.Meta.Redacted, name) {
			return false, nil
		}
		some = true
	}
	return some, nil
}

// namer names users and teams as the caller may know them.
type namer struct{ users, teams map[string]string }

func (s *Service) namer(ctx context.Context, c *Caller, list []store.OwnerChange) (n namer, err error) {
	var users, teams []string
	for _, o := range list {
		for _, id := range []*string{o.Actor, o.FromUser, o.ToUser} {
			if id != nil {
				users = append(users, *id)
			}
		}
		for _, id := range []*string{o.FromTeam, o.ToTeam} {
			if id != nil {
				teams = append(teams, *id)
			}
		}
	}
	if n.users, err = s.Labels(ctx, c, "user", users); err != nil {
		return n, err
	}
	n.teams, err = s.Labels(ctx, c, "team", teams)
	return n, err
}

func (n namer) owner(user, team *string) *OwnerName {
	if user == nil && team == nil {
		return nil
	}
	return &OwnerName{User: named(n.users, user), Team: named(n.teams, team)}
}

// named leaves the name out of a record that the caller may not know, or that
// has none.
func named(names map[string]string, id *string) *HistoryActor {
	switch {
	case id == nil:
		return nil
	case names[*id] == *id:
		return &HistoryActor{ID: *id}
	}
	return &HistoryActor{ID: *id, Name: names[*id]}
}
