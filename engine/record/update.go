package record

import (
	"context"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// UpdateRequest changes some fields of a record.
type UpdateRequest struct {
	ID string
	// Version is what the caller has seen (If-Match); 0 for any. What others have
	// changed since stays as they made it; where he changes the same, nothing is
	// changed and the answer tells of both.
	Version int64
	Fields  map[string]any

	row rowOf
}

// Update changes the given fields and answers with the record as the caller
// may see it. An empty change changes nothing and is refused.
func (s *Service) Update(ctx context.Context, c *Caller, entity string, u UpdateRequest) ([]byte, error) {
	return s.change(ctx, c, entity, "update", u)
}

// Archive takes a record out of the lists; it can be restored.
func (s *Service) Archive(ctx context.Context, c *Caller, entity, id string, version int64) error {
	_, err := s.change(ctx, c, entity, "archive", UpdateRequest{ID: id, Version: version})
	return err
}

// Restore brings an archived record back.
func (s *Service) Restore(ctx context.Context, c *Caller, entity, id string) ([]byte, error) {
	if err := s.standsAlone(ctx, c, entity, id); err != nil {
		return nil, err
	}
	return s.change(ctx, c, entity, "restore", UpdateRequest{ID: id})
}

func (s *Service) change(ctx context.Context, c *Caller, entity, action string, u UpdateRequest) (row []byte, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: action, Record: u.ID, Err: err})
		s.tellOwners(ctx, c, err)
	}()
	if canonicalID(u.ID) == nil {
		return nil, unknownEntity()
	}
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		return s.onTop(ctx, action, u, func(u UpdateRequest) (w *writer, epoch int64, err error) {
			epoch, err = s.together(ctx, c, entity, action, func(ctx context.Context) (int64, error) {
				var done Created
				done, w, epoch, err = s.changeOnce(ctx, c, entity, action, u)
				row = done.JSON
				return epoch, err
			})
			return w, epoch, err
		})
	})
	return row, err
}

// prepareHooked prepares a change and calls the hooks that go before it.
func (s *Service) prepareHooked(ctx context.Context, c *Caller, entity, action string, u UpdateRequest) (*writer, error) {
	w, err := s.prepareChange(ctx, c, entity, action, u)
	if err != nil || s.Hooks == nil {
		return w, err
	}
	if action != "update" {
		return s.before(ctx, w, nil, nil)
	}
	return s.before(ctx, w, u.Fields, func(fields map[string]any) (*writer, error) {
		again := u
		again.Fields = fields
		return s.prepareChange(ctx, c, entity, action, again)
	})
}

// maxPinned bounds how often a change starts again because the record changed
// between the reading of what comes along with it and the writing.
const maxPinned = 10

func (s *Service) changeOnce(ctx context.Context, c *Caller, entity, action string, u UpdateRequest) (done Created, w *writer, epoch int64, err error) {
	for range maxPinned {
		if w, err = s.prepareHooked(ctx, c, entity, action, u); err != nil {
			return done, w, 0, s.hide(ctx, c, entity, u.ID, err)
		}
		var written store.Written
		written, epoch, err = s.run(ctx, w)
		if !w.pinned || w.moved == 0 || !problem.Is(err, problem.Stale) {
			return w.created(written), w, epoch, err
		}
	}
	return done, w, c.State.Epoch, problem.New(problem.Conflict, "changed_meanwhile")
}

// onTop makes a change on top of what others have changed since the version
// that it was meant for.
func (s *Service) onTop(ctx context.Context, action string, u UpdateRequest, try func(u UpdateRequest) (*writer, int64, error)) (int64, error) {
	since := u.Version
	for range maxPinned {
		w, epoch, err := try(u)
		if since == 0 || action != "update" || w == nil || w.moved == 0 || !problem.Is(err, problem.Stale) {
			return epoch, err
		}
		if u.Version, err = s.rebase(ctx, w, since); err != nil {
			return epoch, err
		}
	}
	return 0, problem.New(problem.Conflict, "changed_meanwhile")
}

// hide makes sure that a refusal does not tell that a record exists: who may
// not read it is told that it is missing, before anything else.
func (s *Service) hide(ctx context.Context, c *Caller, entity, id string, refusal error) error {
	if !problem.Is(refusal, problem.Forbidden) && !problem.Is(refusal, problem.Invalid) {
		return refusal
	}
	if _, _, err := s.get(ctx, c, entity, id, []string{"id"}, nil); err != nil {
		return err
	}
	return refusal
}

func (s *Service) prepareChange(ctx context.Context, c *Caller, entity, action string, u UpdateRequest) (*writer, error) {
	w, err := s.changer(ctx, c, entity, action, u.Fields)
	if err != nil {
		return nil, err
	}
	w.write.ID, w.write.Version, w.write.After, w.row = u.ID, u.Version, []byte("{}"), u.row
	var fields []string
	if action == "update" {
		if fields, err = w.validatePatch(ctx, s, u); err != nil {
			return w, err
		}
	} else if err := guardCore(ctx, s, w, nil); err != nil {
		return nil, err
	}
	if action == "purge" {
		if w.onlyID = true; w.core() { // whose records others name without a relation
			return nil, problem.New(problem.Conflict, "cannot_purge")
		}
	}
	w.fields = fields
	return w, nil
}

func (s *Service) changer(ctx context.Context, c *Caller, entity, action string, fields map[string]any) (*writer, error) {
	if action == "update" {
		return s.newUpdate(ctx, c, entity, fields)
	}
	return s.newWriter(ctx, c, entity, action)
}

func (w *writer) validatePatch(ctx context.Context, s *Service, u UpdateRequest) ([]string, error) {
	if len(u.Fields)+len(u.row.place) == 0 {
		return nil, problem.InvalidAt("", "nothing_to_change", nil)
	}
	known, unknown, err := w.mayWrite(u.Fields)
	if err != nil {
		return nil, err
	}
	values, wrong := w.entity.Validator.ValidatePatch(known)
	ofRows, err := w.takeTables(ctx, s, values)
	if err != nil {
		return nil, err
	}
	if wrong, err = s.fillChanged(ctx, w, known, values, slices.Concat(wrong, unknown, ofRows)); err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return nil, s.allWrong(ctx, w, values, wrong)
	}
	if err := w.clearOther(values); err != nil {
		return nil, err
	}
	if err := guardCore(ctx, s, w, values); err != nil {
		return nil, err
	}
	fields := append(w.tableNames(), w.ofCaller(values)...)
	maps.Copy(values, u.row.place)
	if err := w.set(ctx, s, values); err != nil {
		return nil, err
	}
	return fields, s.handsOver(ctx, w)
}

// ofCaller names the fields that the caller writes himself: no grant has to let
// him write what comes along.
func (w *writer) ofCaller(values map[string]any) []string {
	var names []string
	for name := range values {
		if _, along := w.filled[name]; !along {
			names = append(names, name)
		}
	}
	return names
}

// updatable tells, for each of some fields and actions, under which condition
// a record that the caller reads may be written.
func (w *writer) updatable(grants []string) query.Predicate {
	any := query.Or{}
	for _, id := range grants {
		if way, ok := w.way(id); ok {
			any = append(any, way.Old)
		}
	}
	return query.Simplify(any)
}
