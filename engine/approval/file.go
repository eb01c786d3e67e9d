package approval

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// File keeps a request for what was refused for want of approvals alone, and
// tells those who may approve. Any other refusal comes back as it is. The same
// request, asked for again, is the one that waits already.
func (s *Service) File(ctx context.Context, c *record.Caller, r Request, refusal error) (id string, err error) {
	unmet := record.Unmet(refusal)
	if len(unmet) == 0 || slices.ContainsFunc(unmet, func(o record.Obligation) bool { return o.Needs != record.NeedsApproval }) {
		return "", refusal
	}
	if _, ok := actions[r.Action]; !ok && !standing[r.Action] && s.others[r.Action] == nil {
		return "", problem.New(problem.Forbidden, "action_without_approval").With("action", r.Action)
	}
	if name, ok := c.Secret(r.Entity, r.Fields); ok {
		return "", problem.InvalidAt("/"+name, "secret_not_requestable", nil)
	}
	verified := !c.Verified.IsZero() && c.Now.Sub(c.Verified) < record.VerifiedFor
	err = s.db.Transact(ctx, func(tx store.Querier) error {
		id, err = s.file(ctx, tx, c, r, unmet, content{Fields: r.Fields, Version: r.Version, Approved: c.Approved, Verified: verified})
		return err
	})
	return id, err
}

// file asks the first role that has to approve; those of other roles are asked
// once that one has.
func (s *Service) file(ctx context.Context, tx store.Querier, c *record.Caller, r Request, unmet []record.Obligation, kept content) (string, error) {
	role, ids := unmet[0].By, []string{}
	for _, o := range unmet {
		if o.By == role {
			ids = append(ids, o.ID)
		}
	}
	if role == "" {
		return "", problem.New(problem.Forbidden, "nobody_may_approve").With("id", unmet[0].ID)
	}
	e, err := table(c)
	if err != nil {
		return "", err
	}
	payload, err := encode(kept)
	if err != nil {
		return "", err
	}
	fields := map[string]any{"entity": r.Entity, "action": r.Action, "obligation": strings.Join(ids, ","), "role": role,
		"requester": c.Principal.UserID, "state": pending, "payload": payload}
	if r.ID != "" {
		fields["subject"] = r.ID
	}
	schema := store.SchemaName(c.Workspace.Name)
	row, ok, err := store.SystemRow(ctx, tx, schema, e.Table, values(e, fields), []string{"id"})
	if err != nil {
		return "", err
	}
	if ok {
		return *row[0], nil
	}
	if reason := strings.TrimSpace(c.Reason); reason != "" {
		fields["reason"] = reason
	}
	w := store.SystemWrite{Table: e.Table, ID: uuid.Must(uuid.NewV7()).String(), Actor: c.Principal.UserID, Values: values(e, fields)}
	if err := w.Insert(ctx, tx, schema); err != nil {
		return "", err
	}
	return w.ID, s.ask(ctx, tx, c, r, role, w.ID)
}

// ask tells the holders of a role, except who asks.
func (s *Service) ask(ctx context.Context, tx store.Querier, c *record.Caller, r Request, role, id string) error {
	holders, err := notify.Holders(ctx, tx, c.Workspace.Name, identityState(c), role)
	if err != nil {
		return err
	}
	holders = slices.DeleteFunc(holders, func(user string) bool { return user == c.Principal.UserID })
	params := words(c, r, s.records.ActionTitle(r.Entity, r.Action))
	params["name"] = c.Principal.Name
	return tell(ctx, tx, c, "approval_requested", holders, id, params)
}
