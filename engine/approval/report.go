package approval

import (
	"context"

	"github.com/mortise-crm/mortise/engine/audit"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Reported tells the holders of the roles that obligations name of what was
// done, in its transaction; who did it is not told.
func Reported(ctx context.Context, tx store.Querier, c *record.Caller, list []record.Report) error {
	for _, r := range list {
		event := audit.Event{Actor: c.Principal.UserID, Address: c.Address, Channel: c.Channel, Action: "obligation.report", Object: r.Entity + " " + r.Record,
			Detail: map[string]any{"obligation": r.Obligation.ID, "action": r.Action}}
		if err := audit.Write(ctx, tx, c.Workspace.Name, event); err != nil {
			return err
		}
		if r.Obligation.By == "" {
			continue
		}
		holders, err := notify.Holders(ctx, tx, c.Workspace.Name, identityState(c), r.Obligation.By)
		if err != nil {
			return err
		}
		params := words(c, Request{Entity: r.Entity, Action: r.Action}, nil)
		params["name"], params["title"] = c.Principal.Name, r.Obligation.Title
		var told []notify.Notification
		for _, user := range holders {
			if user != c.Principal.UserID {
				told = append(told, notify.Notification{User: user, Kind: "obligation_reported", Entity: r.Entity, Subject: r.Record, Params: params})
			}
		}
		if err := notify.Send(ctx, tx, c.Workspace.Name, told); err != nil {
			return err
		}
	}
	return nil
}
