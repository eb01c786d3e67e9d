package record

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// FileVersion is a file that a field of a record holds or held.
type FileVersion struct {
	File
	Current bool       `json:"current"`
	Until   *time.Time `json:"until"` // when the field ceased to name it; nil for a current one
}

// maxVersions bounds how many versions are listed.
const maxVersions = 100

// FileVersions lists the files that a field of a record holds, and those that it
// held and whose contents are still kept, the newest first: for who reads that
// cell now. Writing the id of one into the field brings it back.
func (s *Service) FileVersions(ctx context.Context, c *Caller, entity, id, field string) (list []FileVersion, err error) {
	defer func() {
		s.observe(ctx, Operation{Caller: c, Name: entity, Action: "read", Record: id, Records: min(len(list), 1), Err: err})
	}()
	err = s.current(ctx, c, func(c *Caller) (int64, error) {
		f, ids, epoch, err := s.fileCell(ctx, c, entity, id, field)
		if err != nil || epoch != c.State.Epoch {
			return epoch, err
		}
		e, _ := c.State.Snapshot.Entity(entity)
		rows, err := s.db.FileVersions(ctx, c.Workspace.Name, store.Attachment{Entity: e.Definition.ID, Field: f.ID, Record: id}, maxVersions)
		if err != nil {
			return epoch, slow(err)
		}
		list = make([]FileVersion, len(rows))
		for i, row := range rows {
			list[i] = FileVersion{File: Described(row.FileRow), Current: slices.Contains(ids, row.ID), Until: row.ReleasedAt}
		}
		return epoch, nil
	})
	return list, err
}

// FileVersion gives one of the files of FileVersions.
func (s *Service) FileVersion(ctx context.Context, c *Caller, entity, id, field, file string) (File, error) {
	list, err := s.FileVersions(ctx, c, entity, id, field)
	if err != nil {
		return File{}, err
	}
	for _, v := range list {
		if v.ID == file {
			return v.File, nil
		}
	}
	return File{}, unknownEntity()
}
