package timeline

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// notifyMentioned is the kind of notification that tells of a comment.
const notifyMentioned = "mentioned"

// reader is a user who is mentioned, with all that he may do now.
type reader struct{ caller *record.Caller }

// mentioned resolves the users whom a comment mentions and did not before.
// Whom the author may not know, and who cannot read the record, is refused.
func (s *Service) mentioned(ctx context.Context, c *record.Caller, on On, ids, before []string) ([]reader, problem.List) {
	names, err := s.records.Labels(ctx, c, "user", ids)
	if err != nil {
		names = map[string]string{}
	}
	var told []reader
	var wrong problem.List
	for i, id := range ids {
		pointer := "/mentions/" + strconv.Itoa(i)
		if id == c.Principal.UserID || slices.Contains(ids[:i], id) {
			continue
		}
		name, known := names[id]
		if !known {
			wrong.Add(pointer, "missing_record")
			continue
		}
		other, err := s.readerOf(ctx, c, on, id)
		if err != nil {
			wrong.Add(pointer, "mention_cannot_read", "name", name)
			continue
		}
		if !slices.Contains(before, id) {
			told = append(told, reader{other})
		}
	}
	return told, wrong
}

// readerOf gives a user as he would come to read the record.
func (s *Service) readerOf(ctx context.Context, c *record.Caller, on On, id string) (*record.Caller, error) {
	other, err := s.records.CallerOf(ctx, c.Workspace.Name, id)
	if err != nil {
		return nil, err
	}
	asRead := *other
	asRead.Channel = "web"
	seen, err := s.records.Labels(ctx, &asRead, on.Entity, []string{on.Record})
	if err == nil && len(seen) == 0 {
		err = missing()
	}
	return &asRead, err
}

// tell notifies those who are mentioned, in words that they may know.
func (s *Service) tell(ctx context.Context, tx store.Querier, c *record.Caller, on On, readers []reader) error {
	var list []notify.Notification
	for _, r := range readers {
		e, ok := r.caller.State.Snapshot.Entity(on.Entity)
		if !ok {
			continue
		}
		names, err := s.records.Labels(ctx, r.caller, "user", []string{c.Principal.UserID})
		if err != nil {
			return err
		}
		list = append(list, notify.Notification{User: r.caller.Principal.UserID, Kind: notifyMentioned, Entity: on.Entity, Subject: on.Record,
			Params: map[string]any{"name": names[c.Principal.UserID], "entity": e.Definition.Title}})
	}
	return notify.Send(ctx, tx, c.Workspace.Name, list)
}

// attach makes files those of a comment.
func attach(ctx context.Context, tx store.Querier, schema string, row store.CommentRow, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	var wrong problem.List
	for i, id := range ids {
		if uuid.Validate(id) != nil {
			wrong.Add("/files/"+strconv.Itoa(i), "missing_file")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	list, err := store.AttachToComment(ctx, tx, schema, row.ID, row.Author, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if !slices.ContainsFunc(list, func(f store.FileRow) bool { return f.ID == id }) {
			wrong.Add("/files/"+strconv.Itoa(i), "missing_file")
		}
	}
	return wrong.Err()
}

// unique keeps the first of each; never nil.
func unique(ids []string) []string {
	list := []string{}
	for _, id := range ids {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}
