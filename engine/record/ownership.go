package record

import (
	"context"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/pool"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// Owner is who owns a record: a user or a team; the zero Owner is nobody.
type Owner struct{ User, Team string }

// HandRequest asks for another owner of a record. Why is the Reason of the
// Caller.
type HandRequest struct {
	ID      string
	Version int64 // what the caller has seen (If-Match); 0 for any
	To      Owner // of a transfer or an assignment
}

// Transfer gives a record to another user or team. To whom is for the grants
// of action transfer to say.
func (s *Service) Transfer(ctx context.Context, c *Caller, entity string, h HandRequest) ([]byte, error) {
	return s.hand(ctx, c, entity, "transfer", h)
}

// Assign gives a record of a pool to a user or team.
func (s *Service) Assign(ctx context.Context, c *Caller, entity string, h HandRequest) ([]byte, error) {
	return s.hand(ctx, c, entity, "assign", h)
}

// Claim makes the caller the owner of a record that nobody owns. Of several at
// once one wins, and the others are told that it is claimed already.
func (s *Service) Claim(ctx context.Context, c *Caller, entity string, h HandRequest) ([]byte, error) {
	h.To = Owner{User: c.Principal.UserID}
	return s.hand(ctx, c, entity, "claim", h)
}

// Release makes a record nobody's.
func (s *Service) Release(ctx context.Context, c *Caller, entity string, h HandRequest) ([]byte, error) {
	h.To = Owner{}
	return s.hand(ctx, c, entity, "release", h)
}

func (s *Service) hand(ctx context.Context, c *Caller, entity, action string, h HandRequest) (row []byte, err error) {
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: action, Record: h.ID, Err: err}) }()
	if canonicalID(h.ID) == nil {
		return nil, unknownEntity()
	}
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		return s.together(ctx, c, entity, action, func(ctx context.Context) (int64, error) {
			w, err := s.prepareHand(ctx, c, entity, action, h)
			if err == nil && s.Hooks != nil {
				w, err = s.before(ctx, w, nil, nil)
			}
			if err != nil {
				return 0, s.hide(ctx, c, entity, h.ID, err)
			}
			done, epoch, err := s.run(ctx, w)
			if err != nil {
				epoch, err = s.explainHand(ctx, w, epoch, err)
				return epoch, w.pointed(err)
			}
			row = w.created(done).JSON
			return epoch, nil
		})
	})
	return row, err
}

func (s *Service) prepareHand(ctx context.Context, c *Caller, entity, action string, h HandRequest) (*writer, error) {
	w, err := s.newWriter(ctx, c, entity, action)
	if err != nil {
		return nil, err
	}
	w.write.ID, w.write.Version = h.ID, h.Version
	values, err := w.owners(h.To)
	if err != nil {
		return nil, err
	}
	if action != "claim" && action != "release" && h.To == (Owner{}) {
		return nil, problem.InvalidAt("/to", "required", nil)
	}
	if err := guardCore(ctx, s, w, values); err != nil {
		return nil, err
	}
	if err := w.set(ctx, s, values); err != nil {
		return nil, err
	}
	if err := w.enter(action); err != nil {
		return nil, err
	}
	return w, s.pool(ctx, w, h.To.User)
}

// owners gives the values of the fields that say who owns the record. An
// entity that cannot be owned in this way refuses.
func (w *writer) owners(to Owner) (map[string]any, error) {
	d, values := w.entity.Definition, map[string]any{}
	for _, side := range []struct{ field, id, pointer string }{{d.Owner, to.User, "/to/user"}, {d.Team, to.Team, "/to/team"}} {
		if side.field != "" {
			values[side.field] = nil
		}
		if side.id == "" {
			continue
		}
		if side.field == "" {
			return nil, problem.InvalidAt(side.pointer, "not_an_owner", nil)
		}
		if canonicalID(side.id) == nil {
			return nil, problem.InvalidAt(side.pointer, "missing_record", nil)
		}
		values[side.field] = side.id
	}
	if to.User != "" && to.Team != "" {
		return nil, problem.InvalidAt("/to", "one_owner", nil)
	}
	for name, v := range values {
		if f, ok := w.entity.Field(name); ok && f.Required && v == nil {
			return nil, problem.InvalidAt("/"+name, "required", nil)
		}
	}
	if len(values) == 0 {
		return nil, forbidden(w.write.Action)
	}
	return values, nil
}

// pointed has a refusal of the new owner point to where the request names him.
func (w *writer) pointed(err error) error {
	d := w.entity.Definition
	if e := problem.As(err); err != nil && e.Kind == problem.Invalid {
		for i := range e.Details {
			switch e.Details[i].Pointer {
			case "/" + d.Owner:
				e.Details[i].Pointer = "/to/user"
			case "/" + d.Team:
				e.Details[i].Pointer = "/to/team"
			}
		}
	}
	return err
}

// owning tells whether a field says who owns the records.
func (w *writer) owning(name string) bool {
	d := w.entity.Definition
	return name != "" && (name == d.Owner || name == d.Team)
}

// enter has the change of hands entered in the ledger, and demands that a user
// who is to own the record may sign in.
func (w *writer) enter(action string) error {
	w.write.Ledger = &store.Ledger{Action: action, Owners: pool.OwnersOf(w.entity.Definition)}
	for i := range w.write.Targets {
		t := &w.write.Targets[i]
		far, ok := w.caller.State.Snapshot.Entity(t.Entity)
		if !ok || !w.owning(t.Name) {
			continue
		}
		if name, ok := identity.ActiveField(far.Definition); ok {
			active, _ := far.Operand(name)
			active.Var = t.Var
			t.Row = query.And{t.Row, query.Not{P: query.Compare{Op: query.Eq, X: active, Y: query.Value{Type: active.Type, V: false}}}}
		}
	}
	return nil
}

// givers lists the grants that let a field be written: for one that says who
// owns the record, those of a transfer.
func (w *writer) givers(name string) []string {
	if w.transfer == nil || !w.owning(name) {
		return w.plan.Writable[name]
	}
	return slices.Sorted(maps.Keys(w.transfer.Grants))
}

// newUpdate is newWriter for an update. Fields that say who owns the record are
// changed by a transfer: alone they make the update one, beside others they are
// checked by the transfer's plan.
func (s *Service) newUpdate(ctx context.Context, c *Caller, entity string, fields map[string]any) (*writer, error) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, unknownEntity()
	}
	owning := 0
	for name := range fields {
		name = e.Current(name)
		if name == e.Definition.Owner || name == e.Definition.Team {
			owning++
		}
	}
	if owning == 0 {
		return s.newWriter(ctx, c, entity, "update")
	}
	transfer, err := plan(ctx, c, e, "transfer")
	if err != nil {
		return nil, err
	}
	action := "update"
	if owning == len(fields) && len(transfer.Grants) > 0 {
		action = "transfer"
	}
	w, err := s.newWriter(ctx, c, entity, action)
	if err != nil {
		return nil, err
	}
	if action == "transfer" {
		w.transfer = w.plan
		return w, nil
	}
	w.transfer = transfer
	more, err := c.duties(ctx, e, transfer)
	w.duties.add(more)
	w.write.Unmet, w.write.Told = w.duties.unmet, w.duties.told
	return w, err
}

// handsOver completes an update that names another owner.
func (s *Service) handsOver(ctx context.Context, w *writer) error {
	if w.transfer == nil {
		return nil
	}
	if err := w.enter(w.write.Action); err != nil {
		return err
	}
	for i := range w.write.Set {
		if a := &w.write.Set[i]; w.owning(a.Field.Name) && a.Value.V != nil {
			return nil
		}
	}
	return s.pool(ctx, w, "") // nobody owns it then, as after a release
}

// clearOther empties the team where a user is made the owner, and the other way
// round.
func (w *writer) clearOther(values map[string]any) error {
	d := w.entity.Definition
	user, team := values[d.Owner], values[d.Team]
	switch {
	case d.Owner == "" || d.Team == "":
	case user != nil && team != nil:
		return problem.InvalidAt("/"+d.Team, "one_owner", nil)
	case user != nil:
		values[d.Team] = nil
	case team != nil:
		values[d.Owner] = nil
	}
	return nil
}
