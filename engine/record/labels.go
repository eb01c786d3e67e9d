package record

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// requestIDs is the parameter that holds the ids a request names.
const requestIDs = "request.ids"

// Labels names records, at most MaxIDs of them, as the caller may see them: by
// id, what he cannot read left out.
func (s *Service) Labels(ctx context.Context, c *Caller, entity string, ids []string) (labels map[string]string, err error) {
	known := []any{}
	for _, id := range ids {
		if canonicalID(id) != nil && !slices.Contains(known, any(id)) {
			known = append(known, id)
		}
	}
	if len(known) > MaxIDs {
		return nil, problem.InvalidAt("?ids", "too_many", map[string]any{"max": MaxIDs})
	}
	if len(known) == 0 {
		return map[string]string{}, nil
	}
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		labels, epoch, err = s.labels(ctx, c, entity, known)
		return epoch, err
	})
	if problem.Is(err, problem.NotFound) {
		return map[string]string{}, nil
	}
	return labels, err
}

// labels names those of some records that the caller can read, and that meet
// other conditions.
func (s *Service) labels(ctx context.Context, c *Caller, entity string, ids []any, also ...query.Predicate) (map[string]string, int64, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, 0, err
	}
	members := []store.Member{{Cell: r.cells["id"]}}
	label := r.entity.Definition.Label
	if cell, ok := r.cells[label]; ok && label != "id" {
		members = append(members, store.Member{Cell: cell})
	}
	id := r.cells["id"].Field
	list := query.Param{Type: query.Type{Kind: query.UUID, Array: true}, Name: requestIDs}
	sel := &store.Select{Schema: c.State.Snapshot, Entity: entity, Members: members, Row: r.plan.Row,
		Filter: append(query.And{query.In{X: id, List: list}}, also...), Sort: []store.SortKey{{Cell: r.cells["id"], NeverEmpty: true}}, Limit: len(ids)}
	q, err := sel.Compile(c.Workspace.Name)
	if err != nil {
		return nil, 0, err
	}
	page, err := s.db.Rows(ctx, q, nil, c.bind(map[string]any{requestIDs: ids}), nil)
	if err != nil {
		return nil, 0, slow(err)
	}
	var rows []map[string]any
	d := json.NewDecoder(bytes.NewReader(slices.Concat([]byte("["), page.JSON, []byte("]"))))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil {
		return nil, 0, problem.Wrap(problem.Internal, "internal", err)
	}
	labels := make(map[string]string, len(rows))
	for _, row := range rows {
		key := fmt.Sprint(row["id"])
		if labels[key] = key; row[label] != nil {
			labels[key] = fmt.Sprint(row[label])
		}
	}
	if page.Epoch == 0 {
		page.Epoch = c.State.Epoch // an empty answer reads no epoch
	}
	return labels, page.Epoch, nil
}

// Visible tells which fields of a record the caller reads whole; none when he
// may not read the record.
func (s *Service) Visible(ctx context.Context, c *Caller, entity, id string) map[string]bool {
	row, err := s.Get(ctx, c, entity, id, nil, nil)
	if err != nil {
		return nil
	}
	var record struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(row, &record) != nil || json.Unmarshal(row, &members) != nil {
		return nil
	}
	visible := map[string]bool{}
	for name := range members {
		visible[name] = name != "_meta" && !slices.Contains(record.Meta.Redacted, name)
	}
	return visible
}

// LabelsShowing names records like Labels, those left out on which the caller
// does not see all of some fields whole.
func (s *Service) LabelsShowing(ctx context.Context, c *Caller, entity string, ids, fields []string) (labels map[string]string, err error) {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		r, err := s.read(ctx, c, entity)
		if err != nil {
			return 0, err
		}
		var also query.And
		for _, name := range fields {
			cell, ok := r.cells[name]
			if !ok {
				return 0, unknownEntity()
			}
			if w := whole(cell); w != nil {
				also = append(also, w)
			}
		}
		labels, epoch, err = s.labels(ctx, c, entity, list, also...)
		return epoch, err
	})
	if problem.Is(err, problem.NotFound) {
		return map[string]string{}, nil
	}
	return labels, err
}
