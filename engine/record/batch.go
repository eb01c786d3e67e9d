package record

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxBatch is how many operations one batch may have.
const MaxBatch = 200

// Step is one operation of a batch. Texts of the form $1.id in ID, Fields and To
// stand for what the first operation was answered with.
type Step struct {
	Action  string // one of StepActions
	Entity  string
	ID      string   // of the record; of create and upsert none
	Version int64    // what the caller has seen; 0 for any
	Key     []string // of upsert
	Fields  map[string]any
	To      Owner // of transfer and assign
}

// StepResult is what one operation came to. Record is nil where nothing is shown.
type StepResult struct {
	Status int             `json:"status"`
	Entity string          `json:"entity"`
	ID     string          `json:"id"`
	Record json.RawMessage `json:"record,omitempty"`
}

// StepActions are what an operation of a batch can be.
func StepActions() []string {
	return []string{"create", "update", "upsert", "archive", "restore", "transfer", "assign", "claim", "release"}
}

// maxBatches bounds how often a batch starts again because definitions or access
// changed, or because it stood in the way of another.
const maxBatches = 5

// Batch does operations one after the other, each as if it came alone, all of
// them or none. Where some are refused it tells what is wrong with each, as far
// as that can be known without the others.
func (s *Service) Batch(ctx context.Context, c *Caller, steps []Step) (results []StepResult, err error) {
	if err := checkSteps(c, steps); err != nil {
		return nil, err
	}
	for range maxBatches {
		b := &stepping{service: s, caller: inside(c), steps: steps, results: make([]StepResult, len(steps)), failed: map[int]error{}}
		err = s.db.Transact(ctx, func(tx store.Querier) error { return b.run(store.In(ctx, tx)) })
		switch {
		case isCode(err, "definitions_changing"):
			if c, err = c.Renewed(ctx); err != nil {
				return nil, err
			}
		case !store.Deadlocked(err):
			s.tellOwners(ctx, c, slices.Collect(maps.Values(b.failed))...)
			return b.results, slow(err)
		}
	}
	return nil, problem.Wrap(problem.Unavailable, "definitions_changing", err)
}

// checkSteps refuses what no batch can do.
func checkSteps(c *Caller, steps []Step) error {
	if len(steps) == 0 {
		return problem.InvalidAt("/operations", "required", nil)
	}
	if len(steps) > MaxBatch {
		return problem.InvalidAt("/operations", "too_many", map[string]any{"max": MaxBatch})
	}
	var wrong problem.List
	for i, step := range steps {
		at := "/operations/" + strconv.Itoa(i)
		if !slices.Contains(StepActions(), step.Action) {
			wrong.Add(at+"/action", "not_an_option", "options", strings.Join(StepActions(), ", "))
		}
		e, known := c.State.Snapshot.Entity(step.Entity)
		if known && i < len(steps)-1 && identity.BumpsEpoch(e.Definition) {
			wrong.Add(at, "batch_access_last", "entity", step.Entity)
		}
	}
	return wrong.Err()
}

// stepping is a batch in the making, in a transaction.
type stepping struct {
	service *Service
	caller  *Caller
	steps   []Step
	results []StepResult
	failed  map[int]error
}

// run does the operations. After one that is refused the others go on, so that
// all that is wrong is told at once; nothing of it stays.
func (b *stepping) run(ctx context.Context) error {
	if err := b.service.db.Queue(ctx, "batch "+b.caller.Workspace.Name, b.named()); err != nil {
		return err
	}
	for i := range b.steps {
		step, err := b.resolved(i)
		if err == nil {
			b.results[i], err = b.service.step(ctx, b.caller, step)
		}
		switch {
		case errors.Is(err, errSkipped):
			b.failed[i] = err
		case problem.Is(err, problem.Unavailable), err != nil && problem.As(err).Kind == problem.Internal, ctx.Err() != nil:
			return err
		case err != nil:
			b.failed[i] = err
		}
	}
	return b.refusal()
}

// named are the ids of the records that the operations name. Batches of the same
// ones, in whatever order, come one after the other.
func (b *stepping) named() []string {
	var ids []string
	for i := range b.steps {
		if id := b.steps[i].ID; canonicalID(id) != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// step does one operation.
func (s *Service) step(ctx context.Context, c *Caller, step Step) (r StepResult, err error) {
	r = StepResult{Status: 200, Entity: step.Entity, ID: step.ID}
	hand := HandRequest{ID: step.ID, Version: step.Version, To: step.To}
	switch step.Action {
	case "create":
		var made Created
		made, err = s.Create(ctx, c, step.Entity, step.Fields)
		r.Status, r.ID, r.Record = 201, made.ID, made.JSON
	case "upsert":
		var made Upserted
		made, err = s.Upsert(ctx, c, step.Entity, UpsertRequest{Key: step.Key, Version: step.Version, Fields: step.Fields})
		if r.ID, r.Record = made.ID, made.JSON; made.New {
			r.Status = 201
		}
	case "update":
		r.Record, err = s.Update(ctx, c, step.Entity, UpdateRequest{ID: step.ID, Version: step.Version, Fields: step.Fields})
	case "archive":
		r.Status, err = 204, s.Archive(ctx, c, step.Entity, step.ID, step.Version)
	case "restore":
		r.Record, err = s.Restore(ctx, c, step.Entity, step.ID)
	default:
		r.Record, err = handings[step.Action](s, ctx, c, step.Entity, hand)
	}
	return r, err
}

// handings are the actions that change who owns a record.
var handings = map[string]func(s *Service, ctx context.Context, c *Caller, entity string, h HandRequest) ([]byte, error){
	"transfer": (*Service).Transfer, "assign": (*Service).Assign, "claim": (*Service).Claim, "release": (*Service).Release,
}

// refusal is the answer to a batch of which operations were refused: that of the
// first, with what is wrong with each.
func (b *stepping) refusal() error {
	if len(b.failed) == 0 {
		return nil
	}
	var first *problem.Error
	var all problem.List
	for i := range b.steps {
		err, failed := b.failed[i]
		if !failed || errors.Is(err, errSkipped) {
			continue
		}
		p := *problem.As(err)
		p.Details = b.pointed(i, &p)
		if all = append(all, p.Details...); first == nil {
			first = &p
		}
	}
	first.Details = all
	return first
}

// pointed gives what is wrong with an operation, pointing into the batch.
func (b *stepping) pointed(i int, p *problem.Error) problem.List {
	at := "/operations/" + strconv.Itoa(i)
	if len(p.Details) == 0 {
		return problem.List{{Pointer: at, Code: p.Code, Params: p.Params}}
	}
	list := slices.Clone(p.Details)
	for n := range list {
		pointer := list[n].Pointer
		switch {
		case strings.HasPrefix(pointer, at):
		case strings.HasPrefix(pointer, "?"):
			list[n].Pointer = at + "/" + pointer[1:]
		case pointer != "" && !strings.HasPrefix(pointer, "/to/"):
			list[n].Pointer = at + "/fields" + pointer
		default:
			list[n].Pointer = at + pointer
		}
	}
	return list
}

// BatchAgain is the answer of a batch as far as the caller may know it now.
func (s *Service) BatchAgain(ctx context.Context, c *Caller, body []byte) ([]byte, error) {
	var then struct {
		Results []StepResult `json:"results"`
	}
	if err := json.Unmarshal(body, &then); err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	for i := range then.Results {
		r := &then.Results[i]
		if r.Record == nil {
			continue
		}
		now, err := s.ShownAgain(ctx, c, r.Entity, r.Record)
		if err != nil {
			return nil, err
		}
		r.Record = now
	}
	return json.Marshal(then)
}
