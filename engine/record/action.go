package record

import (
	"context"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// Do performs an action of an extension on a record, in one transaction. It is
// for whom it is granted on that record; its answer is the extension's.
func (s *Service) Do(ctx context.Context, c *Caller, entity, id, name string, input map[string]any) (answer any, err error) {
	granted := extension.Granted(name)
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: granted, Record: id, Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		held, epoch, err := s.held(ctx, c, entity, id, granted)
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		if !held[0] {
			return epoch, forbidden(granted)
		}
		action, ok := s.Hooks.Action(entity, name)
		if !ok {
			return epoch, unknownEntity()
		}
		if answer, err = s.do(ctx, c, action, &hook.Call{Entity: entity, ID: id, Input: input, Caller: plainCaller(c)}); err != nil {
			return 0, err
		}
		return epoch, nil // what is done is not done again
	})
	return answer, err
}

func (s *Service) do(ctx context.Context, c *Caller, action extension.Action, call *hook.Call) (answer any, err error) {
	err = s.db.Transact(ctx, func(tx store.Querier) error {
		records, err := s.handle(ctx, store.In(ctx, tx), c)
		if err != nil {
			return err
		}
		call.Records = records
		if answer, err = action.Call(ctx, call, records.end); err != nil {
			return err
		}
		return store.InsertAudit(ctx, tx, store.SchemaName(c.Workspace.Name), store.AuditRow{Actor: c.Principal.UserID, Address: c.Address,
			Channel: c.Channel, Action: "record." + extension.Granted(action.Name), Object: call.Entity + "/" + call.ID})
	})
	return answer, err
}

// ActionDescription is an action of an extension that the caller is granted on
// some record.
type ActionDescription struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// ActionTitle is what an extension calls its action, granted as do_<name>, by
// language; empty for actions of no extension.
func (s *Service) ActionTitle(entity, granted string) definition.Text {
	for _, a := range s.Hooks.Actions(entity) {
		if extension.Granted(a.Name) == granted {
			return a.Title
		}
	}
	return nil
}

// actionsOf adds the actions of extensions to those of an entity.
func (s *Service) actionsOf(entity string, known []string) []string {
	own := s.Hooks.Actions(entity)
	if len(own) == 0 {
		return known
	}
	all := append([]string(nil), known...)
	for _, a := range own {
		all = append(all, extension.Granted(a.Name))
	}
	return all
}
