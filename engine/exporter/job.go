package exporter

import (
	"context"
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
)

// Kind is the kind of jobs that make files.
const Kind = "export"

// KeepFile is how long the file of a job can be fetched.
const KeepFile = 24 * time.Hour

// Request says what file is to be made of which records.
type Request struct {
	Format   string        `json:"format"`
	Fields   []string      `json:"fields,omitempty"`
	Filter   string        `json:"filter,omitempty"`
	Search   string        `json:"q,omitempty"`
	Sort     string        `json:"sort,omitempty"`
	Archived bool          `json:"archived,omitempty"`
	BOM      bool          `json:"bom,omitempty"`
	Titles   bool          `json:"titles,omitempty"`
	Errand   record.Errand `json:"errand"`
}

// List is what the request asks for as a list.
func (r Request) List() record.ListRequest {
	return record.ListRequest{Fields: r.Fields, Filter: r.Filter, Search: r.Search, Sort: r.Sort, Archived: r.Archived}
}

// Jobs makes files as jobs.
type Jobs struct {
	records *record.Service
	jobs    *jobs.Jobs
}

// NewJobs makes a Jobs.
func NewJobs(records *record.Service, j *jobs.Jobs) *Jobs { return &Jobs{records, j} }

// Kind is the kind of work of this package.
func (s *Jobs) Kind() jobs.OnDemand { return jobs.OnDemand{Kind: Kind, Run: s.run, Fetch: s.fetch} }

// fetch refuses the file of a job once its user may take away anything else than
// when it was made.
func (s *Jobs) fetch(ctx context.Context, j jobs.Job) error {
	var r Request
	var then counted
	if len(j.Checkpoint) == 0 {
		return problem.New(problem.NotFound, "not_found") // it has not begun
	}
	if err := json.Unmarshal(j.Params, &r); err != nil {
		return err
	}
	if err := json.Unmarshal(j.Checkpoint, &then); err != nil {
		return err
	}
	r.Errand.Scopes, r.Errand.Token = j.Scopes, "" // another session may fetch it
	c, err := s.records.OnErrand(ctx, j.Workspace, j.User, "", r.Errand)
	if err != nil {
		return err
	}
	if err := s.records.MayExport(ctx, c, j.Entity); err != nil {
		return err
	}
	now, err := s.records.ExportRights(ctx, c, j.Entity, r.List())
	if problem.Is(err, problem.Invalid) || err == nil && now != then.Rights {
		return problem.New(problem.Forbidden, "export_rights_changed")
	}
	return err
}

// Enqueue enters a request as a job of its caller.
func (s *Jobs) Enqueue(ctx context.Context, c *record.Caller, entity string, r Request) (jobs.Job, error) {
	r.Errand = c.Errand()
	return s.jobs.Enqueue(ctx, jobs.Order{Workspace: c.Workspace.Name, User: c.Principal.UserID, Language: c.Language, Kind: Kind, Entity: entity, Params: r,
		Scopes: c.Principal.Session.Scopes})
}

// Result is what a job answers.
type Result struct {
	Records int64 `json:"records"`
}

// counted is the checkpoint of a job: what it has been counted for, and what its
// user might take away when it began.
type counted struct {
	Records int64  `json:"records"`
	Rights  string `json:"rights"`
}

// tally is what a job that begins again was counted for before.
func tally(t *jobs.Task, rights string) (before record.Tally, err error) {
	if t.Checkpoint != nil {
		var then counted
		if err := json.Unmarshal(t.Checkpoint, &then); err != nil {
			return before, err
		}
		before.Began, before.Records = true, then.Records
	}
	before.Keep = func(records int64) jobs.Saving {
		return t.Saving(counted{records, rights}, jobs.Progress{Total: records})
	}
	return before, nil
}

// run makes the file with the rights of this moment; one that is interrupted
// begins anew, and is counted against quotas once.
func (s *Jobs) run(ctx context.Context, t *jobs.Task) error {
	var r Request
	if err := json.Unmarshal(t.Params, &r); err != nil {
		return err
	}
	c, err := s.records.OnErrand(ctx, t.Workspace, t.User, t.Language, r.Errand)
	if err != nil {
		return err
	}
	// Asked before the first record is read: what changes meanwhile is told by it.
	rights, err := s.records.ExportRights(ctx, c, t.Entity, r.List())
	if err != nil {
		return err
	}
	before, err := tally(t, rights)
	if err != nil {
		return err
	}
	e, err := s.records.ExportAfter(ctx, c, t.Entity, r.List(), before)
	if err != nil {
		return err
	}
	if err := t.Report(ctx, jobs.Progress{Total: e.Records}); err != nil {
		return err
	}
	out, err := t.Output(ctx, FileName(t.Entity, r.Format), MediaType(r.Format), KeepFile)
	if err != nil {
		return err
	}
	defer out.Discard()
	done := int64(0)
	if err := Write(ctx, out, e, Options{Format: r.Format, BOM: r.BOM, Titles: r.Titles, Zone: c.Zone, Progress: func(ctx context.Context, records int64) error {
		done = records
		return t.Report(ctx, jobs.Progress{Done: records, Total: e.Records})
	}}); err != nil {
		return err
	}
	t.Finish(Result{Records: done})
	return out.Close()
}
