package timeline

import (
	"context"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// start is before all places: newer than anything.
var start = store.Place{At: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), ID: "ffffffff-ffff-ffff-ffff-ffffffffffff"}

// Page asks for one of the pages of something.
type Page struct {
	Before string // the cursor that the former page ended with; "" for the first
	Limit  int    // at most MaxPage; 0 for 50
}

func (p *Page) check() error {
	if p.Limit == 0 {
		p.Limit = usualPage
	}
	if p.Limit < 1 || p.Limit > MaxPage {
		return problem.InvalidAt("?limit", "out_of_range", map[string]any{"min": 1, "max": MaxPage})
	}
	return nil
}

// Comments gives comments on a record that the caller can read, the newest
// first, and the cursor of the next page.
func (s *Service) Comments(ctx context.Context, c *record.Caller, on On, p Page) (list []Comment, next string, err error) {
	if err := p.check(); err != nil {
		return nil, "", err
	}
	at, err := placeOf(p.Before)
	if err != nil {
		return nil, "", err
	}
	err = s.records.Around(ctx, c, on.Entity, on.Record, nil, func(c *record.Caller, _ []bool) error {
		rows, err := s.db.Comments(ctx, c.Workspace.Name, on.Record, at.Place, p.Limit+1)
		if err != nil {
			return err
		}
		next = ""
		if len(rows) > p.Limit {
			rows = rows[:p.Limit]
			last := rows[len(rows)-1]
			next = cursor{Place: store.Place{At: last.At, ID: last.ID}}.text()
		}
		list, err = s.shown(ctx, c, rows)
		return err
	})
	return list, next, err
}

// Former gives what a comment said before, the newest first: to who may see the
// history of its record, and to its author.
func (s *Service) Former(ctx context.Context, c *record.Caller, on On, id string) (list []store.CommentEdit, err error) {
	err = s.records.Around(ctx, c, on.Entity, on.Record, []string{actionHistory}, func(c *record.Caller, held []bool) error {
		row, err := s.comment(ctx, c, on, id)
		if err != nil {
			return err
		}
		if !held[0] && row.Author != c.Principal.UserID {
			return problem.New(problem.Forbidden, "action_not_granted").With("action", actionHistory)
		}
		list, err = s.db.CommentEdits(ctx, c.Workspace.Name, id, maxEdits)
		return err
	})
	return list, err
}

// File gives a file of a comment, to who can read its record.
func (s *Service) File(ctx context.Context, c *record.Caller, on On, id, file string) (found record.File, err error) {
	err = s.records.Around(ctx, c, on.Entity, on.Record, nil, func(c *record.Caller, _ []bool) error {
		row, err := s.comment(ctx, c, on, id)
		if err != nil {
			return err
		}
		list, err := s.shown(ctx, c, []store.CommentRow{row})
		if err != nil {
			return err
		}
		for _, f := range list[0].Files {
			if f.ID == file && f.Key != "" {
				found = f
				return nil
			}
		}
		return missing()
	})
	return found, err
}

// one is how the caller sees a comment that he wrote.
func (s *Service) one(ctx context.Context, c *record.Caller, row store.CommentRow) (Comment, error) {
	list, err := s.shown(ctx, c, []store.CommentRow{row})
	if err != nil {
		return Comment{}, err
	}
	return list[0], nil
}

// shown is how the caller sees comments: with names as far as he may know them.
func (s *Service) shown(ctx context.Context, c *record.Caller, rows []store.CommentRow) ([]Comment, error) {
	list := make([]Comment, len(rows))
	var users, ids []string
	for _, row := range rows {
		users, ids = append(append(users, row.Author), row.Mentions...), append(ids, row.ID)
	}
	names, err := s.names(ctx, c, users)
	if err != nil || len(rows) == 0 {
		return list, err
	}
	files, err := s.db.CommentFiles(ctx, c.Workspace.Name, ids)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		list[i] = Comment{ID: row.ID, Text: row.Text, By: record.HistoryActor{ID: row.Author, Name: names[row.Author]}, At: row.At.UTC(), EditedAt: row.EditedAt,
			Mentions: []record.HistoryActor{}, Files: []record.File{}}
		for _, id := range row.Mentions {
			list[i].Mentions = append(list[i].Mentions, record.HistoryActor{ID: id, Name: names[id]})
		}
		for _, f := range files {
			if f.Record == row.ID {
				list[i].Files = append(list[i].Files, record.Described(f))
			}
		}
	}
	return list, nil
}

// names calls users by name, as far as the caller may know them.
func (s *Service) names(ctx context.Context, c *record.Caller, ids []string) (map[string]string, error) {
	all := map[string]string{}
	ids = unique(ids)
	for len(ids) > 0 {
		n := min(len(ids), record.MaxIDs)
		names, err := s.records.Labels(ctx, c, "user", ids[:n])
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			all[id] = name
		}
		ids = ids[n:]
	}
	return all, nil
}
