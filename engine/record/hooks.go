package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"

	"github.com/mortise-crm/mortise/engine/extension"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// event is what hooks before and after an action listen to.
type event struct{ before, after hook.Event }

var hands = event{hook.BeforeHand, hook.AfterHand}

var eventOf = map[string]event{
	"create": {hook.BeforeCreate, hook.AfterCreate}, "update": {hook.BeforeUpdate, hook.AfterUpdate},
	"archive": {hook.BeforeArchive, hook.AfterArchive}, "restore": {hook.BeforeRestore, hook.AfterRestore},
	"transfer": hands, "assign": hands, "claim": hands, "release": hands,
}

// hooked tells whether hooks listen to an action.
func (s *Service) hooked(entity, action string) bool {
	on := eventOf[action]
	return s.Hooks != nil && len(s.Hooks.Records(on.before, entity))+len(s.Hooks.Records(on.after, entity)) > 0
}

// errAnew undoes what hooks did for a write that is decided anew.
var errAnew = errors.New("definitions or access have changed")

// together runs an operation in one transaction with the hooks that go before
// it; without such it runs as it is.
func (s *Service) together(ctx context.Context, c *Caller, entity, action string, run func(ctx context.Context) (int64, error)) (epoch int64, err error) {
	if s.Hooks == nil || len(s.Hooks.Records(eventOf[action].before, entity)) == 0 {
		return run(ctx)
	}
	undone := s.db.Transact(ctx, func(tx store.Querier) error {
		if epoch, err = run(store.In(ctx, tx)); err == nil && epoch != c.State.Epoch {
			return errAnew
		}
		return err
	})
	if err == nil && !errors.Is(undone, errAnew) {
		err = undone
	}
	return epoch, err
}

// before calls the hooks that go before the write, each with what those before
// it have made of the values. What a hook changes goes through again, which
// validates and checks it like any payload.
func (s *Service) before(ctx context.Context, w *writer, payload map[string]any, again func(payload map[string]any) (*writer, error)) (*writer, error) {
	hooks := s.Hooks.Records(eventOf[w.write.Action].before, w.entity.Name())
	if len(hooks) == 0 {
		return w, nil
	}
	if w.write.Action != "create" { // a hook hears nothing of what the caller may not know of
		if _, _, err := s.get(ctx, w.caller, w.entity.Name(), w.write.ID, []string{"id"}, nil); err != nil {
			return nil, err
		}
	}
	for _, h := range hooks {
		given, err := w.plainValues()
		if err != nil {
			return nil, err
		}
		made := maps.Clone(given)
		if err := s.callHook(ctx, ctx, w, h, eventOf[w.write.Action].before, &made); err != nil {
			return nil, err
		}
		next, err := changedBy(payload, given, made)
		if err != nil {
			return nil, problem.Wrap(problem.Internal, "hook_failed", err).With("hook", h.Name)
		}
		if next == nil {
			continue
		}
		if again == nil {
			return nil, problem.Wrap(problem.Internal, "hook_failed", errors.New("there is no value to change")).With("hook", h.Name)
		}
		payload = next
		if w, err = again(payload); err != nil {
			return nil, blame(err, h.Name)
		}
	}
	return w, nil
}

// blame says of which hook a value is that is refused.
func blame(err error, name string) error {
	p := problem.As(err)
	if p == nil || p.Kind == problem.Internal {
		return err
	}
	e := *p
	e.Extra = maps.Clone(p.Extra)
	if e.Extra == nil {
		e.Extra = map[string]any{}
	}
	e.Extra["hook"] = name
	return &e
}

// changedBy gives the payload with what a hook made of the values; nil when it
// changed nothing.
func changedBy(payload, given, made map[string]any) (map[string]any, error) {
	made, err := decoded(made)
	if err != nil {
		return nil, err
	}
	if given, err = decoded(given); err != nil || reflect.DeepEqual(given, made) {
		return nil, err
	}
	next := maps.Clone(payload)
	for name := range given {
		if _, kept := made[name]; !kept {
			delete(next, name)
		}
	}
	for name, v := range made {
		if !reflect.DeepEqual(given[name], v) {
			next[name] = v
		}
	}
	return next, nil
}

// decoded brings values of Go into the form of decoded JSON, as copies.
func decoded(values map[string]any) (map[string]any, error) {
	b, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	out := map[string]any{}
	return out, d.Decode(&out)
}

// plainValues are those that the write sets, as the API's JSON has them.
// Secrets are not among them.
func (w *writer) plainValues() (map[string]any, error) {
	plain := make(map[string]any, len(w.values))
	for name, v := range w.values {
		if f, ok := w.entity.Field(name); ok && f.Type != "secret" {
			plain[name] = fieldtype.JSONValue(v)
		}
	}
	out, err := decoded(plain)
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "internal", err)
	}
	return out, nil
}

// after calls the hooks that follow the write, in its transaction.
func (s *Service) after(ctx context.Context, tx store.Querier, w *writer) error {
	on := eventOf[w.write.Action].after
	for _, h := range s.Hooks.Records(on, w.entity.Name()) {
		values, err := w.plainValues()
		if err != nil {
			return err
		}
		if err := s.callHook(ctx, store.In(ctx, tx), w, h, on, &values); err != nil {
			return err
		}
	}
	return nil
}

// callHook calls one hook, whose Records work in the transaction of within.
func (s *Service) callHook(ctx, within context.Context, w *writer, h extension.Hook[hook.Write], on hook.Event, values *map[string]any) error {
	records, err := s.handle(ctx, within, w.caller)
	if err != nil {
		return err
	}
	v := &hook.Write{Event: on, Action: w.write.Action, Entity: w.entity.Name(), ID: w.write.ID, Values: *values, Caller: plainCaller(w.caller), Records: records}
	if err := h.Call(ctx, v, records.end); err != nil {
		return err
	}
	*values = v.Values
	return nil
}

func plainCaller(c *Caller) hook.Caller {
	return hook.Caller{UserID: c.Principal.UserID, Workspace: c.Workspace.Name, Channel: c.Channel, Language: c.Language, Reason: c.Reason, Now: c.Now}
}
