package record

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// maxDepth is how often hooks may cause writes that hooks listen to.
const maxDepth = 5

// ViaAutomation is the channel that changes are entered with which hooks make.
const ViaAutomation = "automation"

type depthKey struct{}

// handle makes the Records of a hook, in the transaction of within.
func (s *Service) handle(ctx, within context.Context, c *Caller) (*hookRecords, error) {
	depth, _ := ctx.Value(depthKey{}).(int)
	if depth++; depth > maxDepth {
		return nil, problem.New(problem.Conflict, "hook_too_deep")
	}
	in := inside(c)
	in.Via = ViaAutomation
	return &hookRecords{service: s, caller: in, shared: &sharedHandle{within: context.WithValue(within, depthKey{}, depth)}}, nil
}

// inside is a caller whose operations are part of another: what was decided
// for that holds for them, and when it no longer does, all begins again.
func inside(c *Caller) *Caller {
	in := *c
	in.Also = nil
	in.Renew = func(context.Context) (*Caller, error) {
		return nil, problem.New(problem.Unavailable, "definitions_changing")
	}
	return &in
}

// hookRecords implements hook.Records.
type hookRecords struct {
	service *Service
	caller  *Caller
	shared  *sharedHandle
}

// sharedHandle is common to all Records of one call of a hook.
type sharedHandle struct {
	within context.Context // with the transaction
	mu     sync.Mutex      // a transaction serves one goroutine at a time
	over   bool
}

// end takes the transaction out of the hook's hands.
func (r *hookRecords) end() {
	r.shared.mu.Lock()
	defer r.shared.mu.Unlock()
	r.shared.over = true
}

var errOver = errors.New("the hook is over")

// do works in a savepoint, so that a hook can go on after a refusal.
func (r *hookRecords) do(ctx context.Context, work func(ctx context.Context) error) error {
	r.shared.mu.Lock()
	defer r.shared.mu.Unlock()
	if r.shared.over {
		return errOver
	}
	ctx, cancel := joined(r.shared.within, ctx)
	defer cancel()
	return r.service.db.Transact(ctx, func(tx store.Querier) error { return work(store.In(ctx, tx)) })
}

// joined is a context with the values of one that ends with either.
func joined(values, other context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(values)
	stop := context.AfterFunc(other, cancel)
	return ctx, func() { stop(); cancel() }
}

// Get implements hook.Records.
func (r *hookRecords) Get(ctx context.Context, entity, id string) (rec map[string]any, err error) {
	err = r.do(ctx, func(ctx context.Context) error {
		row, err := r.service.Get(ctx, r.caller, entity, id, nil, nil)
		if err != nil {
			return err
		}
		return decodeInto(row, &rec)
	})
	return rec, err
}

// List implements hook.Records.
func (r *hookRecords) List(ctx context.Context, entity string, q hook.Query) (list []map[string]any, err error) {
	err = r.do(ctx, func(ctx context.Context) error {
		a, err := r.service.List(ctx, r.caller, entity, ListRequest{Fields: q.Fields, Filter: q.Filter, Sort: q.Sort, Limit: q.Limit}, []byte{'['})
		if err != nil {
			return err
		}
		return decodeInto(append(a.Rows, ']'), &list)
	})
	return list, err
}

// Create implements hook.Records.
func (r *hookRecords) Create(ctx context.Context, entity string, values map[string]any) (id string, err error) {
	if values, err = decoded(values); err != nil {
		return "", err
	}
	err = r.do(ctx, func(ctx context.Context) error {
		made, err := r.service.Create(ctx, r.caller, entity, values)
		id = made.ID
		return err
	})
	return id, err
}

// Update implements hook.Records.
func (r *hookRecords) Update(ctx context.Context, entity, id string, values map[string]any) error {
	values, err := decoded(values)
	if err != nil {
		return err
	}
	return r.do(ctx, func(ctx context.Context) error {
		_, err := r.service.Update(ctx, r.caller, entity, UpdateRequest{ID: id, Fields: values})
		return err
	})
}

// Archive implements hook.Records.
func (r *hookRecords) Archive(ctx context.Context, entity, id string) error {
	return r.do(ctx, func(ctx context.Context) error { return r.service.Archive(ctx, r.caller, entity, id, 0) })
}

// As implements hook.Records.
func (r *hookRecords) As(ctx context.Context, userID, reason string) (hook.Records, error) {
	if strings.TrimSpace(reason) == "" {
		return nil, errors.New("who acts as another user says why")
	}
	ctx, cancel := joined(r.shared.within, ctx)
	defer cancel()
	as, err := r.service.CallerOf(ctx, r.caller.Workspace.Name, userID)
	if err != nil {
		return nil, err
	}
	if as.State.Epoch != r.caller.State.Epoch {
		return nil, problem.New(problem.Unavailable, "definitions_changing")
	}
	as = inside(as)
	as.Reason, as.Language, as.Now = reason, r.caller.Language, r.caller.Now
	as.Via, as.OnBehalf = ViaAutomation, cmp.Or(r.caller.OnBehalf, r.caller.Principal.UserID)
	return &hookRecords{service: r.service, caller: as, shared: r.shared}, nil
}

func decodeInto(b []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	return nil
}

var _ hook.Records = (*hookRecords)(nil)
