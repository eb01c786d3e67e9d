package approval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// errMoved tells that rights have changed since the decider was resolved.
var errMoved = errors.New("the epoch has moved")

// maxRenewals bounds how often one decision starts again.
const maxRenewals = 10

// Approve does what was asked for, in the requester's name and with the rights
// that he has now. Of two who approve at once, one does it. What can't be done
// any more fails the request, which is an answer and no error.
func (s *Service) Approve(ctx context.Context, c *record.Caller, id, comment string) error {
	return s.current(ctx, c, func(c *record.Caller) error {
		f, err := s.decidable(ctx, c, id)
		if err != nil {
			return err
		}
		if standing[f.Action] {
			return s.db.Transact(ctx, func(tx store.Querier) error { return s.settle(ctx, tx, c, f, approved, comment, nil) })
		}
		return s.perform(ctx, c, f, comment)
	})
}

// Reject refuses what was asked for; nothing else changes.
func (s *Service) Reject(ctx context.Context, c *record.Caller, id, comment string) error {
	return s.current(ctx, c, func(c *record.Caller) error {
		f, err := s.decidable(ctx, c, id)
		if err != nil {
			return err
		}
		return s.db.Transact(ctx, func(tx store.Querier) error { return s.settle(ctx, tx, c, f, rejected, comment, nil) })
	})
}

// Withdraw takes one's own request back.
func (s *Service) Withdraw(ctx context.Context, c *record.Caller, id, comment string) error {
	return s.current(ctx, c, func(c *record.Caller) error {
		f, err := s.visible(ctx, c, id)
		if err != nil {
			return err
		}
		if f.Requester != c.Principal.UserID {
			return problem.New(problem.Forbidden, "action_not_granted").With("action", "withdraw")
		}
		return s.db.Transact(ctx, func(tx store.Querier) error { return s.settle(ctx, tx, c, f, withdrawn, comment, nil) })
	})
}

// current decides with the rights that hold when the decision is written.
func (s *Service) current(ctx context.Context, c *record.Caller, decide func(c *record.Caller) error) error {
	for range maxRenewals {
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		if err != nil {
			return err
		}
		if epoch == c.State.Epoch {
			if err = decide(c); !errors.Is(err, errMoved) {
				return err
			}
		}
		if c, err = c.Renewed(ctx); err != nil {
			return err
		}
	}
	return problem.New(problem.Unavailable, "definitions_changing")
}

// visible reads a request that the caller may see.
func (s *Service) visible(ctx context.Context, c *record.Caller, id string) (*filed, error) {
	if _, err := s.records.Get(ctx, c, entityName, id, []string{"id"}, nil); err != nil {
		return nil, err
	}
	e, err := table(c)
	if err != nil {
		return nil, err
	}
	return s.load(ctx, c, e, id)
}

func (s *Service) load(ctx context.Context, c *record.Caller, e *catalog.Entity, id string) (*filed, error) {
	names := columns(e, "state", "requester", "role", "obligation", "entity", "action", "subject", "reason", "payload")
	row, ok, err := store.SystemRow(ctx, s.db.Querier(), store.SchemaName(c.Workspace.Name), e.Table,
		[]store.SystemValue{{Column: "id", Cast: "uuid", Value: id}}, names)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	text := func(i int) string {
		if row[i] == nil {
			return ""
		}
		return *row[i]
	}
	f := &filed{ID: id, State: text(0), Requester: text(1), Role: text(2), Obligations: strings.Split(text(3), ","),
		Request: Request{Entity: text(4), Action: text(5), ID: text(6)}, Reason: text(7)}
	d := json.NewDecoder(bytes.NewReader([]byte(text(8))))
	d.UseNumber()
	if err := d.Decode(&f.content); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	f.Fields, f.Version = f.content.Fields, f.content.Version
	return f, nil
}

// decidable reads a request that the caller may decide: not his own, as a
// holder of its role who can read the record.
func (s *Service) decidable(ctx context.Context, c *record.Caller, id string) (*filed, error) {
	f, err := s.visible(ctx, c, id)
	if err != nil {
		return nil, err
	}
	if f.State != pending {
		return nil, decided()
	}
	if f.Requester == c.Principal.UserID {
		return nil, problem.New(problem.Forbidden, "request_own")
	}
	for _, role := range f.roles(c) {
		if !slices.Contains(c.Principal.Roles, role) {
			return nil, problem.New(problem.Forbidden, "approver_role_needed").With("role", role)
		}
	}
	if f.Request.ID != "" {
		if _, err := s.records.Get(ctx, c, f.Entity, f.Request.ID, []string{"id"}, nil); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// roles are those that a decider must hold: the one that was asked, and any
// that the rules name by now.
func (f *filed) roles(c *record.Caller) []string {
	list := []string{f.Role}
	for _, o := range c.State.Snapshot.Set.Obligations {
		if slices.Contains(f.Obligations, o.Name) && o.By != f.Role {
			list = append(list, o.By)
		}
	}
	return list
}

func decided() error { return problem.New(problem.Conflict, "request_decided") }

// settle writes the outcome of a request that still waits, and tells of it.
func (s *Service) settle(ctx context.Context, tx store.Querier, c *record.Caller, f *filed, state, comment string, cause *problem.Error) error {
	e, err := table(c)
	if err != nil {
		return err
	}
	schema := store.SchemaName(c.Workspace.Name)
	if epoch, err := store.EpochNow(ctx, tx, schema); err != nil || epoch != c.State.Epoch {
		return errors.Join(err, errMoved)
	}
	fields := map[string]any{"state": state, "decided_by": c.Principal.UserID, "decided_at": time.Now().UTC()}
	if comment = strings.TrimSpace(comment); comment != "" {
		fields["comment"] = comment
	}
	params := words(c, f.Request, s.records.ActionTitle(f.Entity, f.Action))
	params["name"] = c.Principal.Name
	users := []string{f.Requester}
	if cause != nil {
		fields["problem"] = cause.Code
		params["problem"] = said{cause.Code, cause.Params}
		users = append(users, c.Principal.UserID)
	}
	if state == withdrawn {
		users = nil
	}
	w := store.SystemWrite{Table: e.Table, ID: f.ID, Actor: c.Principal.UserID, Values: values(e, fields)}
	done, err := w.UpdateIf(ctx, tx, schema, values(e, map[string]any{"state": pending}))
	if err != nil {
		return err
	}
	if !done {
		return decided()
	}
	event := audit.Event{Actor: c.Principal.UserID, OnBehalf: f.Requester, Address: c.Address, Channel: c.Channel, Action: "approval." + state,
		Object: entityName + " " + f.ID, Detail: map[string]any{"action": f.Action, "entity": f.Entity, "record": f.Request.ID, "obligations": f.Obligations}}
	if err := audit.Write(ctx, tx, c.Workspace.Name, event); err != nil {
		return err
	}
	return tell(ctx, tx, c, "approval_"+state, users, f.ID, params)
}
