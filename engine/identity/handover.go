package identity

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// HandOver asks for all that a user owns to go to somebody else: exactly one of
// ToUser, ToTeam and Pool (to nobody) is given.
type HandOver struct {
	User           string
	ToUser, ToTeam string
	Pool           bool
	Deactivate     bool // ends his account, sessions and tokens too
	Preview        bool // changes nothing
	Reason         string
}

// HandedOver is what a HandOver did, or would do.
type HandedOver struct {
	Preview     bool           `json:"preview"`
	Deactivated bool           `json:"deactivated"`
	Entities    []HandedEntity `json:"entities"`
	Teams       int64          `json:"teams"`     // that he leads
	Approvals   int64          `json:"approvals"` // that he has asked for and that are pending
}

// HandedEntity counts the records of one entity.
type HandedEntity struct {
	Entity   string `json:"entity"`
	Records  int64  `json:"records"`  // that he owned
	Archived int64  `json:"archived"` // of these
	// Kept tells that they stay his: the entity does not let a team, or
	// nobody, own its records.
	Kept bool `json:"kept,omitempty"`
	// Unowned counts the records that nobody owns, afterwards.
	Unowned int64 `json:"unowned"`
}

// handOverLimit is how long handing over may take.
const handOverLimit = 10 * time.Minute

// Owned tells what a user owns. It needs the system permission hand_over.
func (s *Service) Owned(ctx context.Context, p *Principal, userID string) (*HandedOver, error) {
	if !p.Can("hand_over") {
		return nil, forbidden("hand_over")
	}
	return s.owned(ctx, p.Workspace, HandOver{User: userID, Preview: true})
}

// HandOver hands over what a user owns, in one transaction. It needs the system
// permission hand_over; to deactivate the user, what SetPassword needs, too.
func (s *Service) HandOver(ctx context.Context, p *Principal, h HandOver) (*HandedOver, error) {
	if !p.Can("hand_over") {
		return nil, forbidden("hand_over")
	}
	if h.Deactivate {
		if err := s.mayManage(ctx, p, h.User); err != nil {
			return nil, err
		}
	}
	return s.handOver(ctx, p.Workspace, h, p.audited("user.hand_over", h.User))
}

// longestReason is how long a reason may be, in characters.
const longestReason = 2000

// checkHandOver refuses what is not whole, or not possible.
func (s *Service) checkHandOver(ctx context.Context, workspace string, h HandOver) error {
	if utf8.RuneCountInString(h.Reason) > longestReason {
		return problem.InvalidAt("/reason", "too_long", map[string]any{"max": longestReason})
	}
	if !utf8.ValidString(h.Reason) || strings.ContainsRune(h.Reason, 0) {
		return problem.InvalidAt("/reason", "bad_characters", nil)
	}
	given := 0
	for _, is := range []bool{h.ToUser != "", h.ToTeam != "", h.Pool} {
		if is {
			given++
		}
	}
	if given != 1 {
		return problem.InvalidAt("/to", "hand_over_to_one", nil)
	}
	if h.Pool {
		return nil
	}
	id, pointer := h.ToUser+h.ToTeam, "/to/user"
	if h.ToTeam != "" {
		pointer = "/to/team"
	}
	if uuid.Validate(id) != nil || len(id) != 36 || id == h.User {
		return problem.InvalidAt(pointer, "cannot_take_over", nil)
	}
	ok, err := store.MayTakeOver(ctx, s.pool, store.SchemaName(workspace), coreTables, h.ToUser, h.ToTeam)
	if err == nil && !ok {
		err = problem.InvalidAt(pointer, "cannot_take_over", nil)
	}
	return err
}

func (s *Service) handOver(ctx context.Context, workspace string, h HandOver, row store.AuditRow) (*HandedOver, error) {
	if err := s.checkHandOver(ctx, workspace, h); err != nil {
		return nil, err
	}
	before, err := s.owned(ctx, workspace, h)
	if err != nil || h.Preview {
		return before, err
	}
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return nil, err
	}
	// A client that leaves does not stop what is half way.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handOverLimit)
	defer cancel()
	err = s.inEpoch(ctx, workspace, func(tx pgx.Tx, schema string) error {
		if err := store.LongTask(ctx, tx); err != nil {
			return err
		}
		if err := h.give(ctx, tx, schema, state, row.Actor); err != nil {
			return err
		}
		if h.Deactivate {
			if err := deactivate(ctx, tx, schema, state, h.User, row.Actor); err != nil {
				return err
			}
		}
		row.Detail = map[string]any{"to_user": h.ToUser, "to_team": h.ToTeam, "pool": h.Pool, "deactivate": h.Deactivate, "reason": h.Reason, "entities": before.Entities}
		return note(ctx, tx, workspace, row)
	})
	if err != nil {
		return nil, err
	}
	return s.after(ctx, workspace, h, before)
}

// after completes the answer with what nobody owns now.
func (s *Service) after(ctx context.Context, workspace string, h HandOver, before *HandedOver) (*HandedOver, error) {
	now, err := s.owned(ctx, workspace, h)
	if err != nil {
		return nil, err
	}
	for i := range before.Entities {
		if at := slices.IndexFunc(now.Entities, func(e HandedEntity) bool { return e.Entity == before.Entities[i].Entity }); at >= 0 {
			before.Entities[i].Unowned = now.Entities[at].Unowned
		}
	}
	before.Deactivated = h.Deactivate
	return before, nil
}

// owned counts what a user owns, and in which entities the HandOver can't give
// it away.
func (s *Service) owned(ctx context.Context, workspace string, h HandOver) (*HandedOver, error) {
	if uuid.Validate(h.User) != nil || len(h.User) != 36 {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	state, err := s.workspaces.Refresh(ctx, workspace)
	if err != nil {
		return nil, err
	}
	schema := store.SchemaName(workspace)
	known, err := store.IsUser(ctx, s.pool, schema, coreTables, h.User)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	out := &HandedOver{Preview: h.Preview, Entities: []HandedEntity{}}
	for _, e := range owning(state.Set) {
		n, err := ownedColumns(e).Count(ctx, s.pool, schema, h.User)
		if err != nil {
			return nil, err
		}
		if n.Records+n.Archived+n.Unowned == 0 {
			continue // most own nothing of what users keep for themselves
		}
		out.Entities = append(out.Entities, HandedEntity{Entity: e.Name, Records: n.Records, Archived: n.Archived, Unowned: n.Unowned, Kept: h.keeps(e)})
	}
	if out.Teams, err = ledTeams.Count(ctx, s.pool, schema, h.User); err != nil {
		return nil, err
	}
	if entityByID(state.Set, approvalID) != nil {
		out.Approvals, err = pendingApprovals.Count(ctx, s.pool, schema, h.User)
	}
	return out, err
}

// ledTeams and pendingApprovals name a user beside what he owns.
var (
	ledTeams         = store.Reference{Table: "e_" + teamID, Column: "f_" + teamLead}
	pendingApprovals = store.Reference{Table: "e_" + approvalID, Column: "f_" + approvalRequester, StateColumn: "f_" + approvalState, State: "pending"}
)

// owning gives the entities whose records have an owner.
func owning(set *definition.Set) []*definition.Entity {
	var list []*definition.Entity
	for _, e := range set.Entities {
		if f := e.Field(e.Owner); e.Owner != "" && f != nil && !f.System {
			list = append(list, e)
		}
	}
	return list
}

func ownedColumns(e *definition.Entity) store.Owned {
	o := store.Owned{EntityID: e.ID, Owner: e.Field(e.Owner).Column}
	if f := e.Field(e.Team); e.Team != "" && f != nil {
		o.Team = f.Column
	}
	return o
}

// keeps tells that the records of an entity stay with their owner: it lets no
// team, or not nobody, own them.
func (h HandOver) keeps(e *definition.Entity) bool {
	if h.ToUser != "" || h.ToTeam == "" && !h.Pool {
		return false
	}
	return e.Field(e.Owner).Required || h.ToTeam != "" && e.Field(e.Team) == nil
}

// give hands over, in a transaction.
func (h HandOver) give(ctx context.Context, tx pgx.Tx, schema string, state State, actor string) error {
	over := store.HandOver{From: h.User, ToUser: h.ToUser, ToTeam: h.ToTeam, Actor: actor, Reason: h.Reason}
	for _, e := range owning(state.Set) {
		if h.keeps(e) {
			continue
		}
		if err := over.Of(ctx, tx, schema, ownedColumns(e)); err != nil {
			return err
		}
	}
	return ledTeams.Rename(ctx, tx, schema, actor, h.User, h.ToUser)
}

// deactivate makes a user one who cannot sign in, at once and everywhere.
func deactivate(ctx context.Context, tx pgx.Tx, schema string, state State, user, actor string) error {
	off := store.SystemWrite{Table: coreTables.User, ID: user, Actor: actor, Values: []store.SystemValue{{Column: coreTables.UserActive, Cast: "boolean", Value: false}}}
	if err := off.Update(ctx, tx, schema); err != nil {
		return err
	}
	if _, err := store.DisableAccount(ctx, tx, schema, user, true); err != nil {
		return err
	}
	if err := ownerLeft(ctx, tx, schema, state); err != nil {
		return err
	}
	return store.DeleteSessions(ctx, tx, schema, user, nil)
}
