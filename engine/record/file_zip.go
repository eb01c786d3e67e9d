package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of a zip of files, documented in the API.
const (
	MaxZipRecords = 1000
	MaxZipFiles   = 2000
	MaxZipBytes   = 1 << 30
)

// ZipRequest asks for the files of records: of some, or of those that a list
// would show.
type ZipRequest struct {
	IDs    []string `json:"ids"`
	Filter string   `json:"filter"`
	Search string   `json:"q"`
	Field  string   `json:"field"` // "" for all fields of files
}

// ZipFile is a file of a record that is called by its label.
type ZipFile struct {
	File
	Record string
	Label  string
}

// FilesOf gives the files of many records, in the order asked for: of those
// records and fields that the caller can read. Over a limit there are none.
func (s *Service) FilesOf(ctx context.Context, c *Caller, entity string, q ZipRequest) (list []ZipFile, err error) {
	if q.Field != "" {
		if _, err := s.fileField(ctx, c, entity, q.Field); err != nil {
			if _, unknown := s.read(ctx, c, entity); unknown != nil {
				return nil, unknown
			}
			return nil, problem.InvalidAt("/field", "unknown_field", map[string]any{"name": q.Field})
		}
	}
	ids := q.IDs
	if len(ids) == 0 {
		if ids, err = s.listed(ctx, c, entity, q); err != nil {
			return nil, err
		}
	}
	if len(ids) > MaxZipRecords {
		return nil, problem.New(problem.TooLarge, "zip_too_many").With("max", MaxZipRecords)
	}
	bytes := int64(0)
	for some := range slices.Chunk(ids, MaxIDs) {
		more, err := s.filesOf(ctx, c, entity, some, q.Field)
		if err != nil {
			return nil, err
		}
		for _, f := range more {
			bytes += f.Size
		}
		if list = append(list, more...); len(list) > MaxZipFiles || bytes > MaxZipBytes {
			return nil, problem.New(problem.TooLarge, "zip_too_large").With("files", MaxZipFiles).With("max", MaxZipBytes)
		}
	}
	return list, nil
}

// filesOf is FilesOf for at most MaxIDs records.
func (s *Service) filesOf(ctx context.Context, c *Caller, entity string, ids []string, only string) ([]ZipFile, error) {
	known, err := s.Files(ctx, c, entity, ids)
	if err != nil {
		return nil, err
	}
	labels, err := s.Labels(ctx, c, entity, ids)
	if err != nil {
		return nil, err
	}
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, unknownEntity()
	}
	var list []ZipFile
	for _, id := range ids {
		for _, f := range e.Definition.Fields {
			if only != "" && f.Name != e.Current(only) {
				continue
			}
			for _, one := range known[id][f.Name] {
				if one.Key != "" {
					list = append(list, ZipFile{File: one, Record: id, Label: labels[id]})
				}
			}
		}
		delete(known, id) // named twice, its files come once
	}
	return list, nil
}

// listed gives the ids that a list would show, one more than MaxZipRecords at
// most.
func (s *Service) listed(ctx context.Context, c *Caller, entity string, q ZipRequest) ([]string, error) {
	var ids []string
	l := ListRequest{Fields: []string{"id"}, Filter: q.Filter, Search: q.Search, Limit: MaxLimit}
	for {
		a, err := s.List(ctx, c, entity, l, []byte{'['})
		if err != nil {
			return nil, err
		}
		var rows []struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(append(a.Rows, ']'), &rows); err != nil {
			return nil, fmt.Errorf("read the ids of a list: %w", err)
		}
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		if l.After = a.Next; l.After == "" || len(ids) > MaxZipRecords {
			return ids, nil
		}
	}
}
