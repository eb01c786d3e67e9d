package record

import (
	"context"
	"encoding/json"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/store"
)

// labelled names, in changes of relations and links, the records that those held
// before or after, as far as the caller may know them.
func (s *Service) labelled(ctx context.Context, c *Caller, r *reader, changes []*HistoryChange) error {
	ids := map[string][]string{}
	for _, change := range changes {
		f, ok := r.entity.Field(change.Name)
		if !ok {
			continue
		}
		for _, one := range pointsTo(f, change) {
			ids[one.entity] = append(ids[one.entity], one.id)
		}
	}
	names, err := s.called(ctx, c, ids)
	if err != nil {
		return err
	}
	for _, change := range changes {
		f, ok := r.entity.Field(change.Name)
		if !ok {
			continue
		}
		for _, one := range pointsTo(f, change) {
			if label, known := names[one.id]; known {
				if change.Labels == nil {
					change.Labels = map[string]string{}
				}
				change.Labels[one.value] = label
			}
		}
	}
	return nil
}

// pointed is a record that a value of a field names.
type pointed struct{ value, entity, id string }

func pointsTo(f *definition.Field, change *HistoryChange) []pointed {
	if f.Entity == "" && len(f.Entities) == 0 || f.Table() {
		return nil
	}
	var list []pointed
	for _, raw := range []json.RawMessage{change.Before, change.After} {
		for _, value := range idsOf(raw) {
			one := pointed{value, f.Entity, value}
			if len(f.Entities) > 0 {
				one.entity, one.id, _ = fieldtype.SplitReference(value)
			}
			if canonicalID(one.id) != nil {
				list = append(list, one)
			}
		}
	}
	return list
}

// actors names the users who made changes, and those in whose name they did, as
// far as the caller may know them.
func (s *Service) actors(ctx context.Context, c *Caller, changes []store.Change) (map[string]string, error) {
	var ids []string
	for _, ch := range changes {
		for _, id := range []*string{ch.Actor, ch.OnBehalf} {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	return s.called(ctx, c, map[string][]string{"user": ids})
}
