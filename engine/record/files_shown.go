package record

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// nameFiles adds to changes of fields of files what those are, or were, called.
func (s *Service) nameFiles(ctx context.Context, c *Caller, r *reader, entries []HistoryEntry) error {
	var ids []string
	each := func(do func(change *HistoryChange, ids []string)) {
		for i := range entries {
			for j := range entries[i].Fields {
				change := &entries[i].Fields[j]
				if f, ok := r.entity.Field(change.Name); ok && fieldtype.HoldsFiles(f) {
					do(change, append(idsOf(change.Before), idsOf(change.After)...))
				}
			}
		}
	}
	each(func(_ *HistoryChange, of []string) { ids = append(ids, of...) })
	known, err := s.filesByID(ctx, c, ids)
	if err != nil {
		return err
	}
	each(func(change *HistoryChange, of []string) { change.Files = called(known, of) })
	return nil
}

func idsOf(image json.RawMessage) []string {
	var v any
	if json.Unmarshal(image, &v) != nil {
		return nil
	}
	return fileIDs(v)
}

func called(known map[string]store.FileRow, ids []string) map[string]string {
	names := map[string]string{}
	for _, id := range ids {
		if f, ok := known[id]; ok {
			names[id] = f.Name
		}
	}
	return names
}

// FileColumns names the columns of the export that hold files, of which an
// export shows the names.
func (e *Export) FileColumns() map[string]bool {
	columns := map[string]bool{}
	entity, ok := e.caller.State.Snapshot.Entity(e.entity)
	if !ok {
		return columns
	}
	for _, name := range e.Columns {
		if f, ok := entity.Field(name); ok && fieldtype.HoldsFiles(f) {
			columns[name] = true
		}
	}
	return columns
}

// NameFiles puts, in records of the export, the names of files in the place of
// their ids.
func (e *Export) NameFiles(ctx context.Context, records []map[string]any, columns map[string]bool) error {
	var ids []string
	for _, rec := range records {
		for name := range columns {
			ids = append(ids, fileIDs(rec[name])...)
		}
	}
	known, err := e.service.filesByID(ctx, e.caller, ids)
	if err != nil {
		return err
	}
	for _, rec := range records {
		for name := range columns {
			names := []any{}
			for _, id := range fileIDs(rec[name]) {
				if f, ok := known[id]; ok && f.Record == rec["id"] {
					names = append(names, f.Name)
				}
			}
			rec[name] = names
		}
	}
	return nil
}
