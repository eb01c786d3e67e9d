package extension

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// caller is what is called of a hook.
type caller[T any] struct {
	name  string
	limit time.Duration
	run   func(ctx context.Context, v *T) error
}

// Call runs the hook on v. over is called when the hook has returned or its
// time has ended: a hook that does not stop goes on with nothing in its hands,
// and v must not be looked at any more after an error.
func (h Hook[T]) Call(ctx context.Context, v *T, over func()) error {
	return h.call.call(ctx, v, over)
}

// Call runs the action.
func (a Action) Call(ctx context.Context, v *hook.Call, over func()) (any, error) {
	answers := make(chan any, 1) // the action may go on after its time
	c := caller[hook.Call]{a.full, a.Limit, func(ctx context.Context, v *hook.Call) error {
		answer, err := a.Run(ctx, v)
		answers <- answer
		return err
	}}
	if err := c.call(ctx, v, over); err != nil {
		return nil, err
	}
	return <-answers, nil
}

func (c caller[T]) call(ctx context.Context, v *T, over func()) error {
	limit := c.limit
	if limit == 0 {
		limit = hook.DefaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if e := recover(); e != nil {
				slog.Error("panic in a hook", "hook", c.name, "panic", e, "stack", string(debug.Stack()))
				done <- fmt.Errorf("panic: %v", e)
			}
		}()
		done <- c.run(ctx, v)
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	cancel()
	over()
	return c.failed(err)
}

// failed says of which hook an error is. What it refuses in its own words and
// what the product refused it goes to the caller; any other error is a fault
// of the extension, of which he is told no more than the name.
func (c caller[T]) failed(err error) error {
	var refusal *hook.Refusal
	var p *problem.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		e := problem.New(problem.Invalid, "hook_refused").With("hook", c.name)
		pointer := ""
		if refusal.Field != "" {
			pointer = "/" + refusal.Field
		}
		e.Details = problem.List{{Pointer: pointer, Code: "hook_refused", Message: refusal.Message, Params: map[string]any{"hook": c.name}}}
		e.Cause = err
		return e
	case errors.As(err, &p) && p.Kind != problem.Internal:
		e := *p
		e.Extra = map[string]any{"hook": c.name}
		for k, v := range p.Extra {
			e.Extra[k] = v
		}
		return &e
	case errors.Is(err, context.DeadlineExceeded):
		// The cause stays out: it is no deadline of the database.
		return problem.New(problem.Unavailable, "hook_slow").With("hook", c.name)
	}
	return problem.Wrap(problem.Internal, "hook_failed", err).With("hook", c.name)
}
