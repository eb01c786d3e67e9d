package record

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// ShareRequest shares a record. Why is the Reason of the Caller.
type ShareRequest struct {
	To    ShareTo    `json:"to"`
	Level string     `json:"level"` // read, write, full
	Until *time.Time `json:"until,omitempty"`
	Cause string     `json:"cause,omitempty"` // manual when not given, or app:<name>
}

// ShareTo is with whom; exactly one member is given, the id of a record.
type ShareTo struct {
	User       string `json:"user,omitempty"`
	Team       string `json:"team,omitempty"`
	Role       string `json:"role,omitempty"`
	Department string `json:"department,omitempty"`
}

// manual is the cause of shares that people make.
const manual = "manual"

// levels are how far a share goes, each including those before it.
var levels = []string{"read", "write", "full"}

var appCause = regexp.MustCompile(`^app:[a-z][a-z0-9_]{0,62}$`)

// Share shares a record with a user, team, role or department. Shared again
// for the same cause, the share gets the new level and end.
func (s *Service) Share(ctx context.Context, c *Caller, entity, id string, q ShareRequest) (made Share, err error) {
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: "share", Record: id, Err: err}) }()
	share, err := q.share(c)
	if canonicalID(id) == nil {
		return Share{}, unknownEntity()
	}
	if err != nil {
		return Share{}, s.hide(ctx, c, entity, id, err)
	}
	share.ID = uuid.Must(uuid.NewV7()).String()
	if err := s.share(ctx, c, entity, id, share); err != nil {
		return Share{}, err
	}
	list, err := s.db.Shares(ctx, c.Workspace.Name, id, []string{share.Principal})
	for _, row := range list {
		if row.Cause == share.Cause {
			seen, err := s.sharesOf(ctx, c, []store.ShareRow{row})
			if err != nil {
				return Share{}, err
			}
			return seen[0], nil
		}
	}
	return Share{}, slow(err)
}

// Unshare ends one share. Others of the same principal, for other causes, stay.
func (s *Service) Unshare(ctx context.Context, c *Caller, entity, id, share string) (err error) {
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: "share", Record: id, Err: err}) }()
	if canonicalID(id) == nil || canonicalID(share) == nil {
		return unknownEntity()
	}
	if _, err := s.look(ctx, c, entity, id, []string{"id"}, nil); err != nil {
		return err
	}
	list, err := s.db.Shares(ctx, c.Workspace.Name, id, nil)
	if err != nil {
		return slow(err)
	}
	i := slices.IndexFunc(list, func(r store.ShareRow) bool { return r.ID == share })
	if i < 0 {
		list, i = []store.ShareRow{{ID: share}}, 0 // refused as any other that he may not end
	}
	row := list[i]
	gone := &store.Share{ID: row.ID, Principal: row.Principal, Kind: row.Kind, Level: row.Level, Cause: row.Cause, Until: row.Until, Remove: true}
	err = s.share(ctx, c, entity, id, gone)
	if problem.Is(err, problem.Conflict) && problem.As(err).Code == "changed_meanwhile" {
		return unknownEntity()
	}
	return err
}

// share reads a request into the store's terms.
func (q ShareRequest) share(c *Caller) (*store.Share, error) {
	out := &store.Share{Cause: q.Cause, Until: q.Until, Level: int64(slices.Index(levels, q.Level) + 1)}
	for kind, id := range map[string]string{"user": q.To.User, "team": q.To.Team, "role": q.To.Role, "department": q.To.Department} {
		if id == "" {
			continue
		}
		if out.Kind != "" || canonicalID(id) == nil {
			return nil, problem.InvalidAt("/to", "share_unknown_principal", nil)
		}
		out.Kind, out.Principal = kind, id
	}
	var wrong problem.List
	if out.Kind == "" {
		wrong.Add("/to", "required")
	}
	if out.Kind == "user" && out.Principal == c.Principal.UserID {
		wrong.Add("/to/user", "share_with_self")
	}
	if out.Level == 0 {
		wrong.Add("/level", "not_an_option", "options", "read, write, full")
	}
	if q.Until != nil && (!q.Until.After(c.Now) || q.Until.Year() > 9998) {
		wrong.Add("/until", "not_in_future")
	}
	if out.Cause == "" {
		out.Cause = manual
	}
	if out.Cause != manual && (!appCause.MatchString(out.Cause) || c.Channel == "web") {
		wrong.Add("/cause", "bad_cause")
	}
	return out, wrong.Err()
}

// share makes or ends a share where the caller's grants let him.
func (s *Service) share(ctx context.Context, c *Caller, entity, id string, share *store.Share) error {
	return s.current(ctx, c, func(c *Caller) (int64, error) {
		w, err := s.newWriter(ctx, c, entity, "share")
		if err != nil {
			return 0, s.hide(ctx, c, entity, id, err)
		}
		w.write.ID, w.write.Share, w.onlyID = id, share, true
		w.write.After = sharedImage(share)
		if !share.Remove {
			if err := s.shareChecks(ctx, w, share); err != nil {
				return 0, err
			}
		}
		_, epoch, err := s.run(ctx, w)
		return epoch, err
	})
}

// shareChecks demands that the caller can read whom he names, and that he
// gives no more than he has: who shares for writing may update, who shares in
// full may archive or transfer.
func (s *Service) shareChecks(ctx context.Context, w *writer, share *store.Share) error {
	t := store.Target{Name: "to", Entity: share.Kind, ID: share.Principal, Var: joinSpacing * 100, Row: query.Const(false)}
	r, err := s.read(ctx, w.caller, share.Kind)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if r != nil {
		t.Row = query.Shift(r.plan.Row, t.Var)
	}
	w.write.Targets = append(w.write.Targets, t)
	for level, actions := range map[int64][]string{2: {"update"}, 3: {"archive", "transfer"}} {
		if share.Level < level {
			continue
		}
		check := store.Check{Name: "level", Code: "share_level_not_held"}
		for _, action := range actions {
			p, err := plan(ctx, w.caller, w.entity, action)
			if err != nil {
				return err
			}
			if p.Row != nil {
				check.Ways = append(check.Ways, store.Way{Old: p.Row, New: query.Const(true)})
			}
		}
		w.extra = append(w.extra, check)
	}
	return nil
}

// shared is the image of a share in the change row.
type shared struct {
	Principal string     `json:"principal"`
	Kind      string     `json:"kind"`
	Level     string     `json:"level"`
	Cause     string     `json:"cause"`
	Until     *time.Time `json:"until"`
}

// sharedKey is the member of a change's image that says what was shared; no
// column has this name.
const sharedKey = "share"

func sharedImage(s *store.Share) []byte {
	image := shared{Principal: s.Principal, Kind: s.Kind, Cause: s.Cause, Until: s.Until}
	if s.Level > 0 {
		image.Level = levels[s.Level-1]
	}
	b, err := json.Marshal(map[string]any{sharedKey: image})
	if err != nil {
		return []byte("{}")
	}
	return b
}
