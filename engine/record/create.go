package record

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Created is the answer of a create.
type Created struct {
	ID   string
	JSON []byte // the record as the caller may see it
}

// Create makes a record of a payload of decoded JSON (numbers as json.Number).
// All that is wrong with it is reported at once.
func (s *Service) Create(ctx context.Context, c *Caller, entity string, payload map[string]any) (Created, error) {
	return s.CreateNamed(ctx, c, entity, "", payload)
}

// CreateNamed is Create with an id chosen beforehand, a canonical UUID, for
// demo data and packages that must find their records again; "" for a new one.
func (s *Service) CreateNamed(ctx context.Context, c *Caller, entity, id string, payload map[string]any) (Created, error) {
	return s.create(ctx, c, creating{entity: entity, id: id, fields: payload})
}

func (s *Service) create(ctx context.Context, c *Caller, n creating) (a Created, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: n.entity, Action: "create", Err: err})
		s.tellOwners(ctx, c, err)
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		return s.together(ctx, c, n.entity, "create", func(ctx context.Context) (int64, error) {
			w, err := s.prepareCreating(ctx, c, n)
			if err == nil {
				again := n
				again.id = w.write.ID
				w, err = s.before(ctx, w, n.fields, func(payload map[string]any) (*writer, error) {
					again.fields = payload
					return s.prepareCreating(ctx, c, again)
				})
			}
			if err != nil {
				return 0, err
			}
			done, epoch, err := s.run(ctx, w)
			a = w.created(done)
			return epoch, err
		})
	})
	return a, err
}

func (w *writer) created(done store.Written) Created {
	a := Created{ID: w.write.ID, JSON: done.JSON}
	if a.JSON == nil {
		a.JSON, _ = json.Marshal(map[string]string{"id": a.ID}) // never fails
	}
	return a
}

// creating is a new record in the making.
type creating struct {
	entity string
	id     string // "" for any
	fields map[string]any
	key    []string // by which it will be found; nil for none
	row    rowOf
	// entered is when and by whom it is taken to have been made; nil for now, by
	// the caller.
	entered *store.Entered
}

// rowOf is what a write knows of being that of a row of a table.
type rowOf struct {
	place map[string]any // what the table sets besides
	depth int            // how many tables the row stands in
	// early says that the record is not written yet, and unborn that it is not
	// even there.
	early, unborn bool
}

// prepareCreate is prepareCreating for a record that stands in no table.
func (s *Service) prepareCreate(ctx context.Context, c *Caller, entity, id string, payload map[string]any) (*writer, error) {
	return s.prepareCreating(ctx, c, creating{entity: entity, id: id, fields: payload})
}

// prepareCreating validates and plans; the writer is ready to be compiled. Beside
// an error about values stands what is known of it.
func (s *Service) prepareCreating(ctx context.Context, c *Caller, n creating) (*writer, error) {
	w, err := s.newWriter(ctx, c, n.entity, "create")
	if err != nil {
		return nil, err
	}
	w.row, w.write.Entered = n.row, n.entered
	w.keeps(n.key)
	if w.write.ID = n.id; n.id == "" {
		w.write.ID = uuid.Must(uuid.NewV7()).String() // fails only without randomness
	}
	payload, unknown, err := w.mayWrite(n.fields)
	if err != nil {
		return nil, err
	}
	if err := w.leaveOut(payload); err != nil {
		return nil, err
	}
	values, wrong := w.entity.Validator.ValidateCreate(payload)
	ofRows, err := w.takeTables(ctx, s, values)
	if err != nil {
		return nil, err
	}
	maps.Copy(values, n.row.place)
	if wrong, err = s.fillNew(ctx, w, payload, values, slices.Concat(wrong, unknown, ofRows)); err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return w, s.allWrong(ctx, w, values, wrong)
	}
	if err := w.own(payload, values); err != nil {
		return nil, err
	}
	if err := guardCore(ctx, s, w, values); err != nil {
		return nil, err
	}
	if err := w.set(ctx, s, values); err != nil {
		return nil, err
	}
	w.number()
	fields := make([]string, 0, len(payload))
	for name := range payload {
		fields = append(fields, name)
	}
	w.fields = fields
	return w, nil
}

// own makes the caller the owner of a record that he creates without naming
// one.
func (w *writer) own(payload, values map[string]any) error {
	d := w.entity.Definition
	_, named := payload[d.Owner]
	_, filled := w.filled[d.Owner]
	if d.Owner != "" && !named && !filled && (d.Team == "" || values[d.Team] == nil) {
		values[d.Owner] = w.caller.Principal.UserID
	}
	return w.clearOther(values)
}

// number adds the auto-numbers of the entity.
func (w *writer) number() {
	for _, f := range w.entity.Definition.Fields {
		if f.Type != "autonumber" {
			continue
		}
		operand, _ := w.entity.Operand(f.Name)
		w.write.Auto = append(w.write.Auto, store.AutoNumber{Field: operand, Sequence: store.SequenceName(f.ID), Pieces: numberPieces(f.Pattern)})
	}
}

// ImportFields gives the fields that the caller may know of an entity whose
// records he may import.
func (s *Service) ImportFields(ctx context.Context, c *Caller, entity string) (fields []*definition.Field, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		w, err := s.newWriter(ctx, c, entity, "import")
		if err != nil {
			return 0, err
		}
		fields = nil
		for _, f := range w.entity.Definition.Fields {
			if w.knows(f.Name) {
				fields = append(fields, f)
			}
		}
		return c.State.Epoch, nil
	})
	return fields, err
}

// RowFields gives the fields that the caller may know of the rows of a table,
// and the one that leads to their record.
func (s *Service) RowFields(ctx context.Context, c *Caller, entity string) (fields []*definition.Field, parent string, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		w, err := s.newWriter(ctx, c, entity, "create")
		if err != nil {
			return 0, err
		}
		fields, parent = nil, w.entity.Definition.Parent
		for _, f := range w.entity.Definition.Fields {
			if w.knows(f.Name) && !f.Table() {
				fields = append(fields, f)
			}
		}
		return c.State.Epoch, nil
	})
	return fields, parent, err
}

// knows tells whether the caller may know of a field.
func (w *writer) knows(name string) bool {
	if len(w.plan.Writable[name]) > 0 {
		return true
	}
	if w.reader == nil {
		return false
	}
	return w.reader.shows(name)
}

// CreateMany makes records of payloads in one transaction; a bad one costs only
// itself. The result has an error, or nil, for each.
func (s *Service) CreateMany(ctx context.Context, c *Caller, entity string, payloads []map[string]any) ([]error, error) {
	rows := make([]ManyRow, len(payloads))
	for i, p := range payloads {
		rows[i].Fields = p
	}
	done, err := s.WriteMany(ctx, c, Many{Entity: entity, Rows: rows})
	errs := make([]error, len(payloads))
	for i := range done {
		errs[i] = done[i].Err
	}
	return errs, err
}

// refusedTogether tells whether records that are good by themselves were
// refused for what they make together.
func refusedTogether(err error) bool {
	var d *duplicated
	if errors.As(err, &d) {
		return true
	}
	var p *problem.Error
	return errors.As(err, &p) && p.Kind != problem.Unavailable && p.Kind != problem.Internal
}
