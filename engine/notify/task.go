package notify

import (
	"context"
	"encoding/json"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// TaskEntity is the x-id of the core entity todo; those below are of its fields.
const (
	TaskEntity = "w4n7t2kq8s"
	TaskTitle  = "t5r8c2j6pa"
	TaskOwner  = "o3g7y1d9lk"
	taskAbout  = "b6x1v9m3ze"
	taskStatus = "s1k3e8v5xb"
)

// maxTitle is the length of a task's title in runes, as the entity has it.
const maxTitle = 200

// closed are the states of tasks that are over.
var closed = []string{"done", "dropped"}

// Tasks says what the entity of tasks and its fields are called in a workspace.
type Tasks struct {
	Entity string
	Fields map[string]*definition.Field // by x-id
}

// TasksOf finds the entity of tasks; false in a workspace of an older release.
func TasksOf(set *definition.Set) (Tasks, bool) {
	for _, e := range set.Entities {
		if e.ID != TaskEntity {
			continue
		}
		t := Tasks{Entity: e.Name, Fields: map[string]*definition.Field{}}
		for _, f := range e.Fields {
			t.Fields[f.ID] = f
		}
		for _, id := range []string{TaskTitle, TaskOwner, taskAbout, taskStatus} {
			if t.Fields[id] == nil {
				return Tasks{}, false
			}
		}
		return t, true
	}
	return Tasks{}, false
}

// Task is something that the product asks one user to do.
type Task struct {
	User   string // id
	Kind   string // the title is the message task_<Kind>
	Entity string // of the record that it is about
	Record string // its id
	Params map[string]any
}

// Give makes a task in the transaction, with a title in the user's language,
// unless he has an open one of the product's about the same record.
func (t Tasks) Give(ctx context.Context, q store.Querier, workspace string, task Task) error {
	schema, about := store.SchemaName(workspace), task.Entity+"/"+task.Record
	languages, err := store.UserLanguages(ctx, q, schema, identity.CoreTables(), []string{task.User})
	language, known := languages[task.User]
	if err != nil || !known {
		return err
	}
	column := func(id string) string { return t.Fields[id].Column }
	open, err := store.OpenTask(ctx, q, schema, "e_"+TaskEntity, store.TaskColumns{Owner: column(TaskOwner), About: column(taskAbout), Status: column(taskStatus)}, task.User, about, closed)
	if err != nil || open {
		return err
	}
	title := []rune(problem.Message(language, "task_"+task.Kind, inLanguage(language, task.Params)))
	if utf8.RuneCountInString(string(title)) > maxTitle {
		title = append(title[:maxTitle-1], '…')
	}
	values := []store.SystemValue{
		{Column: column(TaskTitle), Cast: "text", Value: string(title)}, {Column: column(TaskOwner), Cast: "uuid", Value: task.User},
		{Column: column(taskAbout), Cast: "text", Value: about},
	}
	var status string
	if json.Unmarshal(t.Fields[taskStatus].Default, &status) == nil {
		values = append(values, store.SystemValue{Column: column(taskStatus), Cast: "text", Value: status})
	}
	return store.SystemWrite{Table: "e_" + TaskEntity, ID: uuid.Must(uuid.NewV7()).String(), Values: values}.Insert(ctx, q, schema)
}
