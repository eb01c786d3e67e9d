package record

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// UpsertRequest makes a record, or changes the one that has the same values in
// the fields of a key.
type UpsertRequest struct {
	Key     []string // the fields of one of the entity's unique rules
	Version int64    // of the record that is changed (If-Match); 0 for any
	Fields  map[string]any
}

// Upserted is the answer of an upsert. ID and New are known of a refused one,
// too, as far as it came.
type Upserted struct {
	Created
	New bool
}

// maxUpserts bounds how often an upsert starts again because somebody made or
// took away the record of its key.
const maxUpserts = 5

// Upsert makes a record, or changes the one that the caller can find by the key.
// One that has the key and that he cannot find stands in the way as in a create.
func (s *Service) Upsert(ctx context.Context, c *Caller, entity string, u UpsertRequest) (a Upserted, err error) {
	for range maxUpserts {
		var id string
		var rest map[string]any
		err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
			id, rest, epoch, err = s.keyed(ctx, c, entity, u)
			return epoch, err
		})
		if err != nil {
			return a, err
		}
		if a.New = id == ""; a.New {
			if u.Version > 0 {
				return a, problem.New(problem.Stale, "stale_version")
			}
			if a.Created, err = s.create(ctx, c, creating{entity: entity, fields: u.Fields, key: u.Key}); !isCode(err, "not_unique") {
				return a, err
			}
			if id, _ = s.idOf(ctx, c, entity, u); id == "" {
				return a, err
			}
			continue // somebody was faster
		}
		a.ID = id
		if len(rest) == 0 {
			a.JSON, err = s.Get(ctx, c, entity, id, nil, nil)
		} else {
			a.JSON, err = s.Update(ctx, c, entity, UpdateRequest{ID: id, Version: u.Version, Fields: rest})
		}
		if !isCode(err, "archived") {
			return a, err
		}
	}
	return a, problem.New(problem.Conflict, "changed_meanwhile")
}

func isCode(err error, code string) bool { return err != nil && problem.As(err).Code == code }

// idOf finds the record of the key again.
func (s *Service) idOf(ctx context.Context, c *Caller, entity string, u UpsertRequest) (id string, err error) {
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		id, _, epoch, err = s.keyed(ctx, c, entity, u)
		return epoch, err
	})
	return id, err
}

// keyed finds the record of the key, "" for none, and gives the fields that are
// not part of the key.
func (s *Service) keyed(ctx context.Context, c *Caller, entity string, u UpsertRequest) (id string, rest map[string]any, epoch int64, err error) {
	w, err := s.newWriter(ctx, c, entity, "create")
	if problem.Is(err, problem.Forbidden) {
		w, err = s.newWriter(ctx, c, entity, "update")
	}
	if err != nil {
		return "", nil, 0, err
	}
	rule, err := w.keyOf(u.Key)
	if err != nil {
		return "", nil, 0, err
	}
	payload := w.entity.Renamed(u.Fields)
	rest = map[string]any{}
	for name, v := range payload {
		if !slices.Contains(rule.Fields, name) {
			rest[name] = v
		}
	}
	has, err := hasKey(w.entity, rule.Fields, payload)
	if err != nil || w.reader == nil {
		return "", rest, c.State.Epoch, err
	}
	id, epoch, err = s.find(ctx, c, w.reader, has, rule)
	return id, rest, epoch, err
}

// keyOf gives the unique rule that some fields are the key of, which the caller
// may write.
func (w *writer) keyOf(names []string) (uniqueRule, error) {
	var key []string
	for _, name := range names {
		if name = w.entity.Current(name); !w.knows(name) {
			return uniqueRule{}, problem.InvalidAt("?key", "unknown_field", map[string]any{"name": name})
		}
		key = append(key, name)
	}
	slices.Sort(key)
	var refused problem.List
	for _, name := range key {
		if len(w.givers(name)) == 0 {
			refused.Add("/"+name, "field_not_writable")
		}
	}
	if rule, ok := ruleOf(w.entity, key); ok {
		if err := refused.Err(); err != nil {
			e := problem.As(err)
			e.Kind, e.Code = problem.Forbidden, "field_not_writable"
			return rule, e
		}
		return rule, nil
	}
	var keys []string
	for _, u := range uniqueRules(w.entity) {
		if !slices.ContainsFunc(u.Fields, func(name string) bool { return !w.knows(name) }) {
			keys = append(keys, strings.Join(u.Fields, ","))
		}
	}
	return uniqueRule{}, problem.InvalidAt("?key", "not_a_key", map[string]any{"options": strings.Join(keys, "; ")})
}

// ruleOf gives the unique rule of an entity that has these fields, in any order
// and by any name that they had.
func ruleOf(e *catalog.Entity, names []string) (uniqueRule, bool) {
	var key []string
	for _, name := range names {
		key = append(key, e.Current(name))
	}
	slices.Sort(key)
	for _, u := range uniqueRules(e) {
		if slices.Equal(slices.Sorted(slices.Values(u.Fields)), key) {
			return u, true
		}
	}
	return uniqueRule{}, false
}

// keeps remembers the key by which a new record will be found: one for which the
// rule does not hold would not be.
func (w *writer) keeps(key []string) {
	if rule, ok := ruleOf(w.entity, key); ok && rule.where != nil {
		w.key = &rule
	}
}

// hasKey is the condition that a record has the values of a key.
func hasKey(e *catalog.Entity, key []string, payload map[string]any) (query.And, error) {
	has := query.And{notArchived(e.Name(), 0)}
	var wrong problem.List
	for _, name := range key {
		def, _ := e.Field(name)
		f, ok := e.Operand(name)
		if !ok || payload[name] == nil {
			wrong.Add("/"+name, "required")
			continue
		}
		v, detail := fieldtype.Coerce(def, payload[name])
		if detail != nil {
			d := *detail
			d.Pointer = "/" + name + d.Pointer
			wrong = append(wrong, d)
			continue
		}
		if v == nil {
			wrong.Add("/"+name, "required")
			continue
		}
		has = append(has, query.Compare{Op: query.Eq, X: f, Y: query.Value{Type: f.Type, V: v}})
	}
	return has, wrong.Err()
}

// find gives the id of the first record that fits, that the unique rule holds for,
// and that the caller can find by both; "" for none.
func (s *Service) find(ctx context.Context, c *Caller, r *reader, p query.Predicate, rule uniqueRule) (string, int64, error) {
	filter, err := s.guard(ctx, c, p)
	if err != nil {
		return "", 0, err
	}
	if filter, err = s.ruled(ctx, c, filter, rule); err != nil {
		return "", 0, err
	}
	id := r.cells["id"]
	sel := &store.Select{Schema: c.State.Snapshot, Entity: r.entity.Name(), Members: []store.Member{{Cell: id}}, Row: r.plan.Row, Filter: filter, One: true}
	q, err := sel.Compile(c.Workspace.Name)
	if err != nil {
		return "", 0, err
	}
	page, err := s.db.Rows(ctx, q, nil, c.bind(nil), nil)
	if err != nil || page.Rows == 0 {
		return "", c.State.Epoch, slow(err)
	}
	var found struct{ ID string }
	if err := json.Unmarshal(page.JSON, &found); err != nil {
		return "", 0, problem.Wrap(problem.Internal, "internal", err)
	}
	return found.ID, page.Epoch, nil
}
