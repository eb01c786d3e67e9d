package extension

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/sdk/go/hook"
)

// Set is the hooks of all extensions of a binary. It is immutable; nil has none.
type Set struct {
	records   map[hook.Event][]Hook[hook.Write]
	publishes map[bool][]Hook[hook.Publication] // by After
	actions   map[[2]string]Action              // by entity and name
	files     []Hook[hook.File]
}

// Hook is one hook, ready to be called with a T.
type Hook[T any] struct {
	Name   string // with the extension's: "billing.number"
	entity string
	order  int
	call   caller[T]
}

// Action is one action, ready to be called.
type Action struct {
	hook.Action
	full string // with the extension's name
}

var name = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

var events = []hook.Event{
	hook.BeforeCreate, hook.AfterCreate, hook.BeforeUpdate, hook.AfterUpdate, hook.BeforeArchive, hook.AfterArchive,
	hook.BeforeRestore, hook.AfterRestore, hook.BeforeHand, hook.AfterHand,
}

// New makes a Set. It fails for names that are none or occur twice, for
// unknown events and for hooks that do nothing.
func New(list ...hook.Extension) (*Set, error) {
	if len(list) == 0 {
		return nil, nil
	}
	s := &Set{records: map[hook.Event][]Hook[hook.Write]{}, publishes: map[bool][]Hook[hook.Publication]{}, actions: map[[2]string]Action{}}
	seen := map[string]bool{}
	for _, e := range list {
		if err := once(seen, "extension "+e.Name, e.Name, 0, true); err != nil {
			return nil, err
		}
		if err := s.add(seen, e); err != nil {
			return nil, err
		}
	}
	for _, hooks := range s.records {
		sort(hooks)
	}
	for _, hooks := range s.publishes {
		sort(hooks)
	}
	sort(s.files)
	return s, nil
}

// once refuses a name that is none or was given before.
func once(seen map[string]bool, key, given string, limit time.Duration, runs bool) error {
	switch {
	case !name.MatchString(given):
		return fmt.Errorf("%s: the name must be lower-case letters, digits and _", key)
	case seen[key]:
		return fmt.Errorf("%s is given twice", key)
	case limit < 0 || limit > hook.MaxLimit:
		return fmt.Errorf("%s: its limit is not between 0 and %s", key, hook.MaxLimit)
	case !runs:
		return fmt.Errorf("%s has nothing to run", key)
	}
	seen[key] = true
	return nil
}

func (s *Set) add(seen map[string]bool, e hook.Extension) error {
	for _, r := range e.Records {
		full := e.Name + "." + r.Name
		if err := once(seen, "hook "+full, r.Name, r.Limit, r.Run != nil); err != nil {
			return err
		}
		for _, on := range r.On {
			if !slices.Contains(events, on) {
				return fmt.Errorf("hook %s: there is no event %q", full, on)
			}
			s.records[on] = append(s.records[on], Hook[hook.Write]{full, r.Entity, r.Order, caller[hook.Write]{full, r.Limit, r.Run}})
		}
	}
	for _, p := range e.Publishes {
		full := e.Name + "." + p.Name
		if err := once(seen, "hook "+full, p.Name, p.Limit, p.Run != nil); err != nil {
			return err
		}
		s.publishes[p.After] = append(s.publishes[p.After], Hook[hook.Publication]{full, "", p.Order, caller[hook.Publication]{full, p.Limit, p.Run}})
	}
	for _, f := range e.Files {
		full := e.Name + "." + f.Name
		if f.Limit < 0 || f.Limit > hook.MaxFileLimit {
			return fmt.Errorf("hook %s: its limit is not between 0 and %s", full, hook.MaxFileLimit)
		}
		if err := once(seen, "hook "+full, f.Name, 0, f.Run != nil); err != nil {
			return err
		}
		s.files = append(s.files, Hook[hook.File]{full, "", f.Order, caller[hook.File]{full, f.Limit, f.Run}})
	}
	for _, a := range e.Actions {
		if err := once(seen, "action "+a.Entity+"."+a.Name, a.Name, a.Limit, a.Run != nil); err != nil {
			return err
		}
		s.actions[[2]string{a.Entity, a.Name}] = Action{a, e.Name + "." + a.Name}
	}
	return nil
}

func sort[T any](hooks []Hook[T]) {
	slices.SortFunc(hooks, func(a, b Hook[T]) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.Name, b.Name)) })
}

// Records gives the hooks of an event of an entity's records, in order.
func (s *Set) Records(on hook.Event, entity string) []Hook[hook.Write] {
	if s == nil {
		return nil
	}
	all := s.records[on]
	if !slices.ContainsFunc(all, func(h Hook[hook.Write]) bool { return h.entity == "" || h.entity == entity }) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(h Hook[hook.Write]) bool { return h.entity != "" && h.entity != entity })
}

// Publishes gives the hooks before or after publications, in order.
func (s *Set) Publishes(after bool) []Hook[hook.Publication] {
	if s == nil {
		return nil
	}
	return s.publishes[after]
}

// Action gives an action of an entity's records.
func (s *Set) Action(entity, name string) (Action, bool) {
	if s == nil {
		return Action{}, false
	}
	a, ok := s.actions[[2]string{entity, name}]
	return a, ok
}

// Actions gives the actions of an entity's records, by name.
func (s *Set) Actions(entity string) []Action {
	if s == nil {
		return nil
	}
	var list []Action
	for at, a := range s.actions {
		if at[0] == entity {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b Action) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// Granted is the name under which an action is granted.
func Granted(action string) string { return "do_" + action }
