package record

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
)

// OwnerEntry is one change of a record's owner.
type OwnerEntry struct {
	Seq    int64      `json:"seq"`
	At     time.Time  `json:"at"`
	Action string     `json:"action"`
	By     *NamedUser `json:"by"` // nil: the system
	From   *OwnerName `json:"from"`
	To     *OwnerName `json:"to"` // nil: nobody
	Pool   string     `json:"pool,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// NamedUser is a user, with his name as far as the caller may know it.
type NamedUser = HistoryActor

// OwnerName is an owner: exactly one member is given.
type OwnerName struct {
	User *NamedUser `json:"user,omitempty"`
	Team *NamedUser `json:"team,omitempty"`
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
	n := namer{ctx: ctx, service: s, caller: c, names: map[string]string{}}
	for _, o := range list {
		entries = append(entries, OwnerEntry{Seq: o.Seq, At: o.At, Action: o.Action, By: n.named("user", o.Actor),
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

// namer finds the labels of the records that the caller may know.
type namer struct {
	ctx     context.Context
	service *Service
	caller  *Caller
	names   map[string]string // by entity and id
}

func (n *namer) owner(user, team *string) *OwnerName {
	if user == nil && team == nil {
		return nil
	}
	return &OwnerName{User: n.named("user", user), Team: n.named("team", team)}
}

func (n *namer) named(entity string, id *string) *NamedUser {
	if id == nil {
		return nil
	}
	key := entity + " " + *id
	if _, asked := n.names[key]; !asked {
		n.names[key] = n.label(entity, *id)
	}
	return &NamedUser{ID: *id, Name: n.names[key]}
}

func (n *namer) label(entity, id string) string {
	e, ok := n.caller.State.Snapshot.Entity(entity)
	if !ok || e.Definition.Label == "" {
		return ""
	}
	row, err := n.service.Get(n.ctx, n.caller, entity, id, []string{e.Definition.Label}, nil)
	if err != nil {
		return "" // he may not know that record: the id alone is shown
	}
	var v map[string]any
	if json.Unmarshal(row, &v) != nil {
		return ""
	}
	name, _ := v[e.Definition.Label].(string)
	return name
}
