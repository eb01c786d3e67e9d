package timeline

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Limits of comments, documented in the API.
const (
	MaxText     = 10_000 // characters
	MaxMentions = 20
	MaxFiles    = 10
	MaxPage     = 100
	usualPage   = 50
	maxEdits    = 100
)

// The action that who comments on a record has to hold, and the one of who
// reads what comments said before.
const (
	actionComment = "comment"
	actionHistory = "history"
)

// Service tells what happened around records and takes comments on them.
type Service struct {
	db      *store.DB
	records *record.Service
}

// New makes a Service. Users who are mentioned are resolved through CallerOf of
// records.
func New(db *store.DB, records *record.Service) *Service { return &Service{db: db, records: records} }

// On names the record that something is said about.
type On struct{ Entity, Record string }

// Said is a comment as it comes: Markdown, the users whom it mentions, and
// files that its author has uploaded.
type Said struct {
	Text     string   `json:"text"`
	Mentions []string `json:"mentions"` // ids of users
	Files    []string `json:"files"`    // ids; of a new comment only
}

// Comment is what somebody said about a record.
type Comment struct {
	ID       string                `json:"id"`
	Text     string                `json:"text"` // Markdown
	By       record.HistoryActor   `json:"by"`
	At       time.Time             `json:"at"`
	EditedAt *time.Time            `json:"edited_at"`
	Mentions []record.HistoryActor `json:"mentions"`
	Files    []record.File         `json:"files"`
}

// Add takes a comment. Who is mentioned is told, if he can read the record; else
// the comment is refused.
func (s *Service) Add(ctx context.Context, c *record.Caller, on On, said Said) (Comment, error) {
	wrong := said.check()
	told, more := s.mentioned(ctx, c, on, said.Mentions, nil)
	if err := append(wrong, more...).Err(); err != nil {
		return Comment{}, s.refused(ctx, c, on, err)
	}
	row := store.CommentRow{ID: uuid.Must(uuid.NewV7()).String(), Record: on.Record, Author: c.Principal.UserID, Text: said.Text, Mentions: unique(said.Mentions)}
	schema := store.SchemaName(c.Workspace.Name)
	e, _ := c.State.Snapshot.Entity(on.Entity)
	err := s.records.Beside(ctx, c, record.Aside{Entity: on.Entity, Record: on.Record, Action: actionComment, Note: note(row.ID),
		Write: func(ctx context.Context, tx store.Querier) (err error) {
			if row.At, err = store.InsertComment(ctx, tx, schema, e.Definition.ID, row); err != nil {
				return err
			}
			if err := attach(ctx, tx, schema, row, said.Files); err != nil {
				return err
			}
			return s.tell(ctx, tx, c, on, told)
		}})
	if err != nil {
		return Comment{}, err
	}
	return s.one(ctx, c, row)
}

// Edit gives a comment of the caller's another text and other mentions; who is
// mentioned for the first time is told.
func (s *Service) Edit(ctx context.Context, c *record.Caller, on On, id string, said Said) (Comment, error) {
	row, err := s.own(ctx, c, on, id)
	if err != nil {
		return Comment{}, err
	}
	wrong := said.check()
	if len(said.Files) > 0 {
		wrong.Add("/files", "comment_files_stay")
	}
	told, more := s.mentioned(ctx, c, on, said.Mentions, row.Mentions)
	if err := append(wrong, more...).Err(); err != nil {
		return Comment{}, err
	}
	row.Text, row.Mentions = said.Text, unique(said.Mentions)
	if err := s.change(ctx, c, on, row, told); err != nil {
		return Comment{}, err
	}
	now := c.Now
	row.EditedAt = &now
	return s.one(ctx, c, row)
}

// Remove takes a comment of the caller's back.
func (s *Service) Remove(ctx context.Context, c *record.Caller, on On, id string) error {
	row, err := s.own(ctx, c, on, id)
	if err != nil {
		return err
	}
	row.Text, row.Mentions = "", []string{}
	return s.change(ctx, c, on, row, nil)
}

func (s *Service) change(ctx context.Context, c *record.Caller, on On, row store.CommentRow, told []reader) error {
	schema := store.SchemaName(c.Workspace.Name)
	return s.records.Beside(ctx, c, record.Aside{Entity: on.Entity, Record: on.Record, Action: actionComment, Note: note(row.ID),
		Write: func(ctx context.Context, tx store.Querier) error {
			ok, err := store.ChangeComment(ctx, tx, schema, row)
			if err != nil {
				return err
			}
			if !ok {
				return missing()
			}
			if row.Text == "" {
				if _, err := store.AttachToComment(ctx, tx, schema, row.ID, row.Author, []string{}); err != nil {
					return err
				}
			}
			return s.tell(ctx, tx, c, on, told)
		}})
}

// own gives a comment of the caller's on a record that he can read.
func (s *Service) own(ctx context.Context, c *record.Caller, on On, id string) (row store.CommentRow, err error) {
	err = s.records.Around(ctx, c, on.Entity, on.Record, nil, func(c *record.Caller, _ []bool) error {
		if row, err = s.comment(ctx, c, on, id); err == nil && row.Author != c.Principal.UserID {
			err = problem.New(problem.Forbidden, "comment_of_another")
		}
		return err
	})
	return row, err
}

func (s *Service) comment(ctx context.Context, c *record.Caller, on On, id string) (store.CommentRow, error) {
	if uuid.Validate(id) != nil {
		return store.CommentRow{}, missing()
	}
	row, ok, err := s.db.Comment(ctx, c.Workspace.Name, on.Record, id)
	if err == nil && !ok {
		err = missing()
	}
	return row, err
}

// refused gives the answer to what is wrong of a comment: to who may not
// comment on the record, that.
func (s *Service) refused(ctx context.Context, c *record.Caller, on On, wrong error) error {
	err := s.records.Around(ctx, c, on.Entity, on.Record, []string{actionComment}, func(_ *record.Caller, held []bool) error {
		if !held[0] {
			return problem.New(problem.Forbidden, "action_not_granted").With("action", actionComment)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return wrong
}

func (q *Said) check() problem.List {
	var wrong problem.List
	q.Text = strings.TrimSpace(strings.ReplaceAll(q.Text, "\r\n", "\n"))
	switch {
	case q.Text == "":
		wrong.Add("/text", "required")
	case !utf8.ValidString(q.Text) || strings.ContainsFunc(q.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }):
		wrong.Add("/text", "bad_characters")
	case utf8.RuneCountInString(q.Text) > MaxText:
		wrong.Add("/text", "too_long", "max", MaxText)
	}
	if len(q.Mentions) > MaxMentions {
		wrong.Add("/mentions", "too_many", "max", MaxMentions)
		q.Mentions = nil
	}
	if len(q.Files) > MaxFiles {
		wrong.Add("/files", "too_many", "max", MaxFiles)
		q.Files = nil
	}
	return wrong
}

// note is what a record's history says of a comment: which, but not its text.
func note(id string) map[string]any { return map[string]any{"comment": id} }

func missing() error { return problem.New(problem.NotFound, "not_found") }
