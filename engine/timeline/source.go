package timeline

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Hanging is a record that hangs on another, as the caller sees it.
type Hanging struct {
	Entity string          `json:"entity"`
	Title  string          `json:"title"` // of its entity
	Values json.RawMessage `json:"values"`
}

// The x-ids of the core entity for tasks and of its field that says what a task
// is about, whatever they are called in a workspace.
const (
	taskEntity = "w4n7t2kq8s"
	taskAbout  = "b6x1v9m3ze"
)

// maxHanging bounds how many entities are asked for records that hang on one.
const maxHanging = 20

// changes adds those of the record. Their order is that in which they were
// entered; the time of a change that was entered later, and begun earlier, does
// not move it.
func (g *gathering) changes() error {
	if !g.history {
		return nil
	}
	entries, err := g.service.records.History(g.ctx, g.caller, g.on.Entity, g.on.Record, g.from.Seq)
	if err != nil {
		return err
	}
	g.more = g.more || len(entries) >= maxItems
	at := g.from.At
	for i := range entries {
		e := &entries[i]
		if e.At.Before(at) {
			at = e.At
		}
		told := e.Share != nil || e.Action == "share" || e.Action == actionComment
		g.add(Item{Kind: KindChange, At: e.At, By: e.By, Change: e, seq: e.Seq, silent: told, place: store.Place{At: at, ID: changeID(e.Seq)}}, "")
	}
	return nil
}

// changeID puts a change into a form that cursors have.
func changeID(seq int64) string {
	text := strconv.FormatInt(seq, 10)
	for len(text) < 12 {
		text = "0" + text
	}
	return "00000000-0000-0000-0000-" + text[len(text)-12:]
}

func (g *gathering) comments() error {
	after := g.after(slices.Index(kinds, KindComment))
	rows, err := g.service.db.Comments(g.ctx, g.caller.Workspace.Name, g.on.Record, store.Place(after), g.limit+1)
	if err != nil {
		return err
	}
	list, err := g.service.shown(g.ctx, g.caller, rows)
	for i := range list {
		g.add(Item{Kind: KindComment, At: list[i].At, By: &list[i].By, Comment: &list[i]}, list[i].ID)
	}
	return err
}

func (g *gathering) tasks() error {
	for _, e := range g.caller.State.Snapshot.Entities() {
		if e.Definition.ID != taskEntity {
			continue
		}
		for _, f := range e.Definition.Fields {
			if f.ID == taskAbout {
				return g.related(KindTask, e, f.Name, g.on.Entity+"/"+g.on.Record)
			}
		}
	}
	return nil
}

// hanging adds the records whose parent this one is.
func (g *gathering) hanging() error {
	asked := 0
	for _, e := range g.caller.State.Snapshot.Entities() {
		parent := e.Definition.Parent
		f, ok := e.Field(parent)
		if parent == "" || !ok || f.Entity != g.on.Entity {
			continue
		}
		if asked++; asked > maxHanging {
			return nil
		}
		if err := g.related(KindRecord, e, parent, g.on.Record); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) related(kind string, e *catalog.Entity, field, to string) error {
	after := g.after(slices.Index(kinds, kind))
	list, err := g.service.records.Related(g.ctx, g.caller, record.RelatedRequest{Entity: e.Name(), Field: field, To: to, Before: after.At, BeforeID: after.ID, Limit: g.limit + 1})
	if err != nil {
		return err
	}
	for _, r := range list {
		item := Item{Kind: kind, At: r.CreatedAt, Record: &Hanging{Entity: e.Name(), Title: e.Definition.Title.In(g.caller.Language), Values: r.JSON}}
		if r.CreatedBy != "" {
			item.By = &record.HistoryActor{ID: r.CreatedBy}
		}
		g.add(item, r.ID)
	}
	return nil
}

func (g *gathering) files() error {
	known, err := g.service.records.Files(g.ctx, g.caller, g.on.Entity, []string{g.on.Record})
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	for field, list := range known[g.on.Record] {
		for _, f := range list {
			g.add(Item{Kind: KindFile, At: f.CreatedAt, File: &FieldFile{Field: field, File: f}}, f.ID)
		}
	}
	return err
}

func (g *gathering) shares() error {
	list, err := g.service.records.Shares(g.ctx, g.caller, g.on.Entity, g.on.Record)
	for i := range list {
		g.add(Item{Kind: KindShare, At: list[i].At, By: list[i].By, Share: &list[i]}, list[i].ID)
	}
	return err
}
