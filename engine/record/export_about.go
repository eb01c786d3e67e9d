package record

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// MaxExportIDs is how many records an export may name.
const MaxExportIDs = 1000

// Kind is the kind of a column's values; a masked one is a text whatever it is.
func (e *Export) Kind(column string) query.Kind { return e.kinds[column] }

// Money tells that a column holds amounts of money.
func (e *Export) Money(column string) bool {
	f := e.column(column)
	return f != nil && f.Type == "money"
}

// Entity is the name of the entity, and Language that of the caller.
func (e *Export) Entity() string { return e.entity }

// Language is the caller's.
func (e *Export) Language() string { return e.caller.Language }

// Title is what the entity is called in the caller's language.
func (e *Export) Title() string {
	if entity, ok := e.caller.State.Snapshot.Entity(e.entity); ok {
		if title := entity.Definition.Title.In(e.caller.Language); title != "" {
			return title
		}
	}
	return e.entity
}

// Titles are what the columns are called in the caller's language, each another:
// a title that several have is followed by the column's name.
func (e *Export) Titles() []string {
	titles, times := make([]string, len(e.Columns)), map[string]int{}
	for i, column := range e.Columns {
		titles[i] = e.titleOf(column)
		times[titles[i]]++
	}
	for i, column := range e.Columns {
		if times[titles[i]] > 1 {
			titles[i] += " (" + column + ")"
		}
	}
	return titles
}

func (e *Export) titleOf(column string) string {
	entity, ok := e.caller.State.Snapshot.Entity(e.entity)
	var parts []string
	for name := range strings.SplitSeq(column, ".") {
		if !ok {
			return column
		}
		f, known := entity.Field(name)
		if !known {
			return column
		}
		title := f.Title.In(e.caller.Language)
		if title == "" {
			title = f.Name
		}
		parts = append(parts, title)
		entity, ok = e.caller.State.Snapshot.Entity(f.Entity)
	}
	return strings.Join(parts, ": ")
}

// PreviewExport gives an Export of the first rows of the records as they would
// be, and how many records there are in all. What it shows counts as read.
func (s *Service) PreviewExport(ctx context.Context, c *Caller, entity string, q ListRequest, rows int64) (out *Export, records int64, err error) {
	q.After, q.Limit, q.Count = "", 0, ""
	defer func() {
		o := Operation{Caller: c, Name: entity, Action: "read", Err: err}
		if err == nil {
			o.Records = int(out.Records)
		}
		s.observe(ctx, o)
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		x, err := s.exporter(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		q := q
		if len(q.Fields) == 0 {
			q.Fields = x.columns()
		}
		if err := closed(c.quotas(x.entity, "export")); err != nil {
			return c.State.Epoch, err
		}
		sel, err := s.exported(ctx, c, x, q)
		if err != nil {
			return 0, err
		}
		out = &Export{Columns: q.Fields, service: s, caller: c, entity: entity, request: q, began: c.Now, kinds: columnKinds(sel)}
		epoch, unmet, err := s.covering(ctx, c, sel, x.duties.unmet, x.duties.unmetKnown)
		if err == nil && len(unmet) > 0 {
			err = obliged(unmet)
		}
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		if epoch, records, err = s.count(ctx, c, sel, MaxExport); err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		out.Records = min(records, rows)
		return epoch, s.takeRead(ctx, c, x.entity, q.Fields, out.Records)
	})
	return out, records, err
}

// ExportRights names what a caller may take away of what an export asks for: it
// is another one once records, cells or masks of it are others for him.
func (s *Service) ExportRights(ctx context.Context, c *Caller, entity string, q ListRequest) (rights string, err error) {
	q.After, q.Limit, q.Count = "", 0, ""
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		x, err := s.exporter(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		q := q
		if len(q.Fields) == 0 {
			q.Fields = x.columns()
		}
		sel, err := s.exported(ctx, c, x, q)
		if err != nil {
			return 0, err
		}
		compiled, err := sel.Compile(c.Workspace.Name)
		if err != nil {
			return 0, err
		}
		rights, err = compiled.Print(func(name string) any {
			if attribute, ok := strings.CutPrefix(name, "user."); ok {
				return c.Principal.Attributes[attribute]
			}
			return nil // of the time at which it is asked
		})
		if err != nil {
			return 0, err
		}
		return c.State.Epoch, nil
	})
	return rights, err
}

// MayExport refuses who may export nothing of an entity.
func (s *Service) MayExport(ctx context.Context, c *Caller, entity string) error {
	return s.current(ctx, c, func(c *Caller) (int64, error) {
		if c.Preview != nil {
			return c.State.Epoch, problem.New(problem.Conflict, "preview_reads_only")
		}
		if _, err := s.exporter(ctx, c, entity); err != nil {
			return 0, err
		}
		return c.State.Epoch, nil
	})
}
