package timeline

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// notifyAssigned is the kind of notification that tells of a task.
const notifyAssigned = "task_assigned"

// Followed gives what completes writes of tasks.
func Followed() map[string]record.Follower {
	return map[string]record.Follower{notify.TaskEntity: assigned}
}

// assigned tells whoever a task is now given to, unless he gave it to himself.
func assigned(ctx context.Context, tx store.Querier, c *record.Caller, f record.Followed) error {
	tasks, ok := notify.TasksOf(c.State.Snapshot.Set)
	if !ok || !slices.Contains(f.Fields, tasks.Fields[notify.TaskOwner].Name) {
		return nil
	}
	schema := store.SchemaName(c.Workspace.Name)
	before, after, err := store.LastChange(ctx, tx, schema, f.Record, tasks.Fields[notify.TaskOwner].Column)
	if err != nil || after == nil || *after == c.Principal.UserID || before != nil && *before == *after {
		return err
	}
	row, ok, err := store.SystemRow(ctx, tx, schema, "e_"+notify.TaskEntity,
		[]store.SystemValue{{Column: "id", Cast: "uuid", Value: f.Record}}, []string{tasks.Fields[notify.TaskTitle].Column})
	if err != nil || !ok {
		return err
	}
	params := map[string]any{"name": c.Principal.Name, "title": ""}
	if row[0] != nil {
		params["title"] = *row[0]
	}
	return notify.Send(ctx, tx, c.Workspace.Name, []notify.Notification{{User: *after, Kind: notifyAssigned, Entity: tasks.Entity, Subject: f.Record, Params: params}})
}
