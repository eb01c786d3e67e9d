package timeline

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// The x-ids of the core entity todo and its fields.
const (
	taskID    = "w4n7t2kq8s"
	taskOwner = "o3g7y1d9lk"
	taskTitle = "t5r8c2j6pa"
)

// notifyAssigned is the kind of notification that tells of a task.
const notifyAssigned = "task_assigned"

// Followed gives what completes writes of tasks.
func Followed() map[string]record.Follower {
	return map[string]record.Follower{taskID: assigned}
}

// assigned tells whoever a task is now given to, unless he gave it to himself.
func assigned(ctx context.Context, tx store.Querier, c *record.Caller, f record.Followed) error {
	entity, columns, names := taskFields(c)
	if !slices.Contains(f.Fields, names[taskOwner]) {
		return nil
	}
	schema := store.SchemaName(c.Workspace.Name)
	before, after, err := store.LastChange(ctx, tx, schema, f.Record, columns[taskOwner])
	if err != nil || after == nil || *after == c.Principal.UserID || before != nil && *before == *after {
		return err
	}
	row, ok, err := store.SystemRow(ctx, tx, schema, "e_"+taskID, []store.SystemValue{{Column: "id", Cast: "uuid", Value: f.Record}}, []string{columns[taskTitle]})
	if err != nil || !ok {
		return err
	}
	params := map[string]any{"name": c.Principal.Name, "title": ""}
	if row[0] != nil {
		params["title"] = *row[0]
	}
	return notify.Send(ctx, tx, c.Workspace.Name, []notify.Notification{{User: *after, Kind: notifyAssigned, Entity: entity, Subject: f.Record, Params: params}})
}

// taskFields gives what the entity is called here, and the columns and names of
// its fields by x-id.
func taskFields(c *record.Caller) (entity string, columns, names map[string]string) {
	columns, names = map[string]string{}, map[string]string{}
	for _, e := range c.State.Snapshot.Entities() {
		if e.Definition.ID != taskID {
			continue
		}
		entity = e.Name()
		for _, f := range e.Definition.Fields {
			columns[f.ID], names[f.ID] = f.Column, f.Name
		}
	}
	return entity, columns, names
}
