package bulk

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// The kinds of jobs of this package.
const (
	Kind     = "bulk"
	KindUndo = "bulk_undo"
)

// Limits, documented in the API.
const (
	// MaxIDs is how many records a request may name.
	MaxIDs = 10_000
	// tried is how many records a preview tries.
	tried = 100
	// shown is how many problems an answer shows.
	shown = 20
)

// Request says what is to be done to which records.
type Request struct {
	record.Bulk
	IDs []string `json:"ids,omitempty"` // or those of a list:
	List
	Errand record.Errand `json:"errand"`
}

// List names all records that a list shows.
type List struct {
	Filter   string `json:"filter,omitempty"`
	Search   string `json:"q,omitempty"`
	Archived bool   `json:"archived,omitempty"`
	All      bool   `json:"all,omitempty"` // of no filter and no search
}

// Check says what is wrong with the form of a request.
func (r *Request) Check() error {
	var wrong problem.List
	listed := r.Filter != "" || r.Search != "" || r.All
	switch {
	case !record.BulkActions(r.Action):
		wrong.Add("/action", "not_an_option", "options", "update, archive, restore, transfer, assign, release, share")
	case r.Action == "update" && len(r.Fields) == 0:
		wrong.Add("/fields", "nothing_to_change")
	}
	switch {
	case len(r.IDs) > 0 && (listed || r.Archived):
		wrong.Add("/ids", "bulk_ids_or_list")
	case len(r.IDs) == 0 && !listed:
		wrong.Add("/ids", "bulk_no_records")
	case len(r.IDs) > MaxIDs:
		wrong.Add("/ids", "too_many", "max", MaxIDs)
	}
	for i, id := range r.IDs {
		if len(id) != 36 || uuid.Validate(id) != nil {
			wrong.Add("/ids/"+strconv.Itoa(i), "invalid_value")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	slices.Sort(r.IDs)
	r.IDs = slices.Compact(r.IDs)
	return nil
}

func (r *Request) list() record.ListRequest {
	return record.ListRequest{Filter: r.Filter, Search: r.Search, Archived: r.Archived}
}

// Service does what requests ask for.
type Service struct {
	db      *store.DB
	records *record.Service
	jobs    *jobs.Jobs
}

// New makes a Service.
func New(db *store.DB, records *record.Service, j *jobs.Jobs) *Service {
	return &Service{db: db, records: records, jobs: j}
}

// Kinds are the jobs of this package.
func (s *Service) Kinds() []jobs.OnDemand {
	return []jobs.OnDemand{{Kind: Kind, Run: s.run, Fetch: s.fetch, Undo: KindUndo}, {Kind: KindUndo, Run: s.undo, Fetch: s.fetchUndo}}
}

// fetch refuses what a job has found to who may not do the like any more.
func (s *Service) fetch(ctx context.Context, j jobs.Job) error { return s.mayStill(ctx, j, j.Params) }

func (s *Service) fetchUndo(ctx context.Context, j jobs.Job) error {
	var p jobs.UndoParams
	if err := decode(j.Params, &p); err != nil {
		return err
	}
	return s.mayStill(ctx, j, p.Params)
}

func (s *Service) mayStill(ctx context.Context, j jobs.Job, params json.RawMessage) error {
	var r Request
	if err := decode(params, &r); err != nil {
		return err
	}
	c, err := s.records.OnErrand(ctx, j.Workspace, j.User, "", record.Errand{Channel: r.Errand.Channel, Scopes: j.Scopes})
	if err != nil {
		return err
	}
	return s.records.MayBulk(ctx, c, j.Entity, r.Action)
}

// selected gives the ids of the records that a request is about; more of them
// than may be are refused.
func (s *Service) selected(ctx context.Context, c *record.Caller, entity string, r *Request) ([]string, error) {
	if len(r.IDs) > 0 {
		return r.IDs, nil
	}
	ids, err := s.records.Select(ctx, c, entity, r.Action, r.list(), record.MaxBulk)
	if err == nil && len(ids) > record.MaxBulk {
		err = problem.New(problem.Invalid, "bulk_too_large").With("max", record.MaxBulk)
	}
	return ids, err
}

// Preview is what a request would come to.
type Preview struct {
	Records  int       `json:"records"`  // that it is about
	Tried    int       `json:"tried"`    // the first of them
	Refused  int       `json:"refused"`  // of those
	Problems []Problem `json:"problems"` // the first ones
}

// Problem is why a record was not changed.
type Problem struct {
	ID     string           `json:"id"`
	Code   string           `json:"code"`
	Title  string           `json:"title"`
	Errors []problem.Detail `json:"errors,omitempty"`
}

// Preview tries the first records, without a trace.
func (s *Service) Preview(ctx context.Context, c *record.Caller, entity string, r *Request) (*Preview, error) {
	ids, err := s.selected(ctx, c, entity, r)
	if err != nil {
		return nil, err
	}
	p := &Preview{Records: len(ids), Tried: min(len(ids), tried), Problems: []Problem{}}
	err = s.records.TryMany(ctx, c, entity, r.Bulk, ids[:p.Tried], func(i int, err error) {
		if err == nil {
			return
		}
		if p.Refused++; len(p.Problems) < shown {
			p.Problems = append(p.Problems, worded(ids[i], problem.As(err), c.Language))
		}
	})
	return p, err
}

// worded puts a refusal into the words of a language.
func worded(id string, e *problem.Error, language string) Problem {
	p := Problem{ID: id, Code: e.Code, Title: problem.Message(language, e.Code, e.Params)}
	for _, d := range e.Details {
		if d.Message == "" {
			d.Message = problem.Message(language, d.Code, d.Params)
		}
		p.Errors = append(p.Errors, d)
	}
	return p
}

// Enqueue enters a request as a job of its caller.
func (s *Service) Enqueue(ctx context.Context, c *record.Caller, entity string, r *Request) (jobs.Job, error) {
	if len(r.IDs) == 0 { // what is wrong with the list is told now
		if _, err := s.records.Select(ctx, c, entity, r.Action, r.list(), 0); err != nil {
			return jobs.Job{}, err
		}
	}
	r.Errand = c.Errand()
	return s.jobs.Enqueue(ctx, jobs.Order{Workspace: c.Workspace.Name, User: c.Principal.UserID, Language: c.Language, Kind: Kind, Entity: entity, Params: r,
		Scopes: c.Principal.Session.Scopes})
}

// decode reads JSON with exact numbers.
func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(into)
}
