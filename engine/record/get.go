package record

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// requestID is the parameter that holds the id a request names.
const requestID = "request.id"

// Get writes one record as a JSON object to dst. A record that does not exist
// or may not be read, and an id that is none, are the same answer. Archived
// records are found, too.
func (s *Service) Get(ctx context.Context, c *Caller, entity, id string, fields []string, dst []byte) (row []byte, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Record: id, Records: min(len(row), 1), Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		var epoch int64
		if row, epoch, err = s.get(ctx, c, entity, id, fields, dst); err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		e, _ := c.State.Snapshot.Entity(entity)
		id := id
		if row, id, err = s.standsFor(ctx, c, e, id, fields, row, len(dst)); err != nil {
			return epoch, err
		}
		if row, epoch, err = s.fill(ctx, c, entity, id, fields, row); err != nil || epoch != c.State.Epoch {
			row = nil
			return epoch, err
		}
		if err := s.takeRead(ctx, c, e, fields, 1); err != nil {
			row = nil
			return epoch, err
		}
		return epoch, nil
	})
	return row, err
}

// look is Get for what the system shows beside what was asked for; no quota
// counts that.
func (s *Service) look(ctx context.Context, c *Caller, entity, id string, fields []string, dst []byte) (row []byte, err error) {
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		var epoch int64
		if row, epoch, err = s.get(ctx, c, entity, id, fields, dst); err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		row, epoch, err = s.fill(ctx, c, entity, id, fields, row)
		return epoch, err
	})
	return row, err
}

type getKey struct{ reader *reader }

func (s *Service) get(ctx context.Context, c *Caller, entity, id string, fields []string, dst []byte) ([]byte, int64, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, 0, err
	}
	q, err := s.getQuery(ctx, c, r, fields)
	if err != nil {
		return nil, 0, err
	}
	page, err := s.db.Rows(ctx, q, nil, c.bind(map[string]any{requestID: canonicalID(id)}), dst)
	if err != nil {
		return nil, 0, slow(err)
	}
	if page.Rows == 0 {
		return nil, page.Epoch, unknownEntity()
	}
	return page.JSON, page.Epoch, nil
}

// getQuery compiles the question for all fields once; a list of fields is
// compiled each time, so that arbitrary lists cannot fill the memory.
func (s *Service) getQuery(ctx context.Context, c *Caller, r *reader, fields []string) (*store.Query, error) {
	if len(fields) > 0 {
		return s.compileGet(ctx, c, r, fields)
	}
	v, err := r.entity.Derived(getKey{reader: r}, func() (any, error) { return s.compileGet(ctx, c, r, nil) })
	if err != nil {
		return nil, err
	}
	return v.(*store.Query), nil
}

func (s *Service) compileGet(ctx context.Context, c *Caller, r *reader, fields []string) (*store.Query, error) {
	tables, others := r.tablesOf(fields)
	members, err := s.members(ctx, c, r, others)
	if err != nil {
		return nil, err
	}
	members = withTables(members, tables)
	id := r.cells["id"].Field
	sel := &store.Select{Schema: c.State.Snapshot, Entity: r.entity.Name(), Members: members, Row: r.plan.Row, One: true,
		Filter: query.Compare{Op: query.Eq, X: id, Y: query.Param{Type: id.Type, Name: requestID}}}
	return sel.Compile(c.Workspace.Name)
}

// canonicalID gives an id in the form PostgreSQL writes it, or nil, which
// names no record.
func canonicalID(id string) any {
	if len(id) != 36 || uuid.Validate(id) != nil || strings.ToLower(id) != id {
		return nil
	}
	return id
}
