package record

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// File is what the caller may know of a file that a field of a record names.
type File struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Size      int64     `json:"size"`
	SHA256    string    `json:"sha256"` // in hexadecimal digits
	CreatedAt time.Time `json:"created_at"`
	Key       string    `json:"-"` // of the content
}

// attach makes the files that the write names those of its record, in its
// transaction. A file of somebody else answers like one that does not exist.
func (w *writer) attach(ctx context.Context, tx store.Querier) error {
	var wrong problem.List
	for i := range w.write.Set {
		set := &w.write.Set[i]
		f, ok := w.entity.Field(set.Field.Name)
		if !ok || !fieldtype.HoldsFiles(f) {
			continue
		}
		a := store.Attachment{Entity: w.entity.Definition.ID, Field: f.ID, Record: w.write.ID, User: w.caller.Principal.UserID, IDs: fileIDs(set.Value.V)}
		list, err := store.AttachFiles(ctx, tx, store.SchemaName(w.caller.Workspace.Name), a)
		if err != nil {
			return err
		}
		wrong = append(wrong, checkFiles(f, a.IDs, list)...)
	}
	return wrong.Err()
}

// attaches tells whether the write names files, or no longer does.
func (w *writer) attaches() bool {
	return slices.ContainsFunc(w.write.Set, func(a store.Assignment) bool {
		f, ok := w.entity.Field(a.Field.Name)
		return ok && fieldtype.HoldsFiles(f)
	})
}

func checkFiles(f *definition.Field, ids []string, attached []store.FileRow) problem.List {
	var wrong problem.List
	for _, id := range ids {
		i := slices.IndexFunc(attached, func(r store.FileRow) bool { return r.ID == id })
		if i < 0 {
			wrong.Add("/"+f.Name, "missing_file")
			continue
		}
		if detail := fieldtype.CheckFile(f, attached[i].MediaType, attached[i].Size); detail != nil {
			detail.Pointer = "/" + f.Name
			wrong = append(wrong, *detail)
		}
	}
	return wrong
}

// fileIDs are the ids of a value of a field of files: one, a list or nothing.
func fileIDs(v any) []string {
	ids := []string{}
	switch v := v.(type) {
	case string:
		ids = append(ids, v)
	case []any:
		for _, one := range v {
			if id, ok := one.(string); ok {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// File gives a file that a field of a record names: the one with an id, or the
// first. It is there for whoever can read the record, and in it the field, not
// masked; for others it answers as missing, like the record.
func (s *Service) File(ctx context.Context, c *Caller, entity, id, field, file string) (found File, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Record: id, Records: min(len(found.ID), 1), Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		f, ids, epoch, err := s.fileCell(ctx, c, entity, id, field)
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		want := file
		if want == "" && len(ids) > 0 {
			want = ids[0]
		}
		if !slices.Contains(ids, want) {
			return epoch, unknownEntity()
		}
		list, err := s.db.Files(ctx, c.Workspace.Name, []string{want})
		if err != nil {
			return epoch, slow(err)
		}
		if len(list) == 0 || list[0].Record != id || list[0].Field != f.ID || list[0].Key == "" {
			return epoch, unknownEntity()
		}
		found = Described(list[0])
		return epoch, nil
	})
	if err != nil {
		return File{}, err
	}
	return found, nil
}

// fileCell reads a field of files of a record: the ids that it names. One that
// the caller reads masked names none.
func (s *Service) fileCell(ctx context.Context, c *Caller, entity, id, field string) (*definition.Field, []string, int64, error) {
	f, err := s.fileField(ctx, c, entity, field)
	if err != nil {
		return nil, nil, 0, err
	}
	row, epoch, err := s.get(ctx, c, entity, id, []string{field}, nil)
	if err != nil || epoch != c.State.Epoch {
		return nil, nil, epoch, err
	}
	e, _ := c.State.Snapshot.Entity(entity)
	if err := s.takeRead(ctx, c, e, []string{field}, 1); err != nil {
		return nil, nil, epoch, err
	}
	var rec struct {
		Meta struct {
			Redacted []string `json:"redacted"`
		} `json:"_meta"`
	}
	var cells map[string]any
	if err := errors.Join(json.Unmarshal(row, &rec), json.Unmarshal(row, &cells)); err != nil {
		return nil, nil, epoch, problem.Wrap(problem.Internal, "internal", err)
	}
	if slices.Contains(rec.Meta.Redacted, f.Name) {
		return nil, nil, epoch, unknownEntity()
	}
	return f, fileIDs(cells[f.Name]), epoch, nil
}

// fileField gives a field of files that the caller may know of.
func (s *Service) fileField(ctx context.Context, c *Caller, entity, name string) (*definition.Field, error) {
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	f, ok := r.entity.Field(name)
	if !ok || r.known(name) == "" || !fieldtype.HoldsFiles(f) {
		return nil, unknownEntity()
	}
	return f, nil
}

// Described is how a file is told of to who may know it.
func Described(f store.FileRow) File {
	return File{ID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, SHA256: hex.EncodeToString(f.SHA256), CreatedAt: f.CreatedAt.UTC(), Key: f.Key}
}

// Files tells of the files that records name, by record and field, in the
// order of the field: of those records and fields that the caller can read.
func (s *Service) Files(ctx context.Context, c *Caller, entity string, ids []string) (answer map[string]map[string][]File, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Records: len(answer), Err: err})
	}()
	if len(ids) > MaxIDs {
		return nil, problem.InvalidAt("?ids", "too_many", map[string]any{"max": MaxIDs})
	}
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		var epoch int64
		answer, epoch, err = s.files(ctx, c, entity, ids)
		return epoch, err
	})
	return answer, err
}

func (s *Service) files(ctx context.Context, c *Caller, entity string, ids []string) (map[string]map[string][]File, int64, error) {
	answer := map[string]map[string][]File{}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, 0, err
	}
	fields := r.fileFields()
	rows, epoch, err := s.named(ctx, c, r, ids, fields)
	if err != nil || len(rows) == 0 {
		return answer, epoch, err
	}
	var all []string
	for _, row := range rows {
		for _, name := range fields {
			all = append(all, fileIDs(row[name])...)
		}
	}
	known, err := s.filesByID(ctx, c, all)
	if err != nil {
		return nil, epoch, err
	}
	for _, row := range rows {
		of := map[string][]File{}
		for _, name := range fields {
			for _, id := range fileIDs(row[name]) {
				if f, ok := known[id]; ok && f.Record == row["id"] {
					of[name] = append(of[name], Described(f))
				}
			}
		}
		if id, ok := row["id"].(string); ok && len(of) > 0 {
			answer[id] = of
		}
	}
	return answer, epoch, nil
}

// fileFields names the fields of files that the caller may know of.
func (r *reader) fileFields() []string {
	var names []string
	for _, name := range r.names {
		if f, ok := r.entity.Field(name); ok && fieldtype.HoldsFiles(f) {
			names = append(names, name)
		}
	}
	return names
}

// named reads fields of those records, by id, that the caller can read,
// archived or not.
func (s *Service) named(ctx context.Context, c *Caller, r *reader, ids, fields []string) ([]map[string]any, int64, error) {
	list := query.Value{Type: query.Type{Kind: query.UUID, Array: true}}
	var known []any
	for _, id := range ids {
		if canonicalID(id) != nil {
			known = append(known, id)
		}
	}
	if len(known) == 0 || len(fields) == 0 {
		return nil, c.State.Epoch, nil
	}
	list.V = known
	members, err := s.members(ctx, c, r, fields)
	if err != nil {
		return nil, 0, err
	}
	id := r.cells["id"]
	sel := &store.Select{Schema: c.State.Snapshot, Entity: r.entity.Name(), Members: members, Row: r.plan.Row, Limit: MaxIDs,
		Filter: query.In{X: id.Field, List: list}, Sort: []store.SortKey{{Cell: id, NeverEmpty: true}}}
	q, err := sel.Compile(c.Workspace.Name)
	if err != nil {
		return nil, 0, err
	}
	page, err := s.db.Rows(ctx, q, nil, c.bind(nil), []byte{'['})
	if err != nil {
		return nil, 0, slow(err)
	}
	if page.Rows == 0 { // which says nothing of the epoch
		epoch, _, err := s.db.State(ctx, c.Workspace.Name)
		return nil, epoch, slow(err)
	}
	if page.Epoch != c.State.Epoch {
		return nil, page.Epoch, nil
	}
	var rows []map[string]any
	if err := json.Unmarshal(append(page.JSON, ']'), &rows); err != nil {
		return nil, 0, problem.Wrap(problem.Internal, "internal", err)
	}
	return rows, page.Epoch, s.takeRead(ctx, c, r.entity, fields, int64(page.Rows))
}

// filesByID gives what is known of files.
func (s *Service) filesByID(ctx context.Context, c *Caller, ids []string) (map[string]store.FileRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := s.db.Files(ctx, c.Workspace.Name, ids)
	if err != nil {
		return nil, slow(err)
	}
	known := make(map[string]store.FileRow, len(list))
	for _, f := range list {
		known[f.ID] = f
	}
	return known, nil
}
