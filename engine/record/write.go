package record

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/validation"
)

// writer is one write in the making: what is known of the caller's rights on
// the entity, and the statement's parts so far.
type writer struct {
	caller *Caller
	entity *catalog.Entity
	plan   *access.Plan // of the action
	// transfer is the plan of action transfer, of an update that names an owner.
	transfer *access.Plan
	reader   *reader        // nil when he may read no record of the entity
	fields   []string       // that the caller writes
	values   map[string]any // canonical, that the write sets
	onlyID   bool           // the answer needs no more than the id
	duties   duties
	extra    []store.Check // besides those of grants
	// rules are those about values that the write has to meet: the checks of
	// write from ruled on.
	rules []*validation.Check
	ruled int
	// key is the unique rule by which a new record will be found, where it does
	// not hold for all; nil for none.
	key *uniqueRule
	// filled are the values that came along, by field; pinned says that the
	// version is the one they were made of.
	filled map[string]any
	pinned bool
	moved  int64 // the record's version, where that is not the one that was asked for
	write  store.Write
	// before runs in the write's transaction, ahead of it; refused is why it
	// did not let the write happen.
	before  func(ctx context.Context, tx store.Querier) error
	locks   bool // before begins with the record's lock
	tables  []*table
	row     rowOf
	late    []string // fields of a row whose values come along once its record is written
	refused error
	found   []Duplicate    // that a dry run came upon
	was     map[string]any // the record as it was, of an entity that identity guards
}

// newWriter plans an action. Who may neither read the entity nor do the action
// learns nothing of the entity; who may read it learns that he may not do this.
func (s *Service) newWriter(ctx context.Context, c *Caller, entity, action string) (*writer, error) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, unknownEntity()
	}
	p, err := plan(ctx, c, e, action)
	if err != nil {
		return nil, err
	}
	r, err := s.read(ctx, c, entity)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	if len(p.Results) == 0 && len(p.Grants) == 0 {
		if r == nil {
			return nil, unknownEntity()
		}
		return nil, outOfScope(c, action, e.Name())
	}
	w := &writer{caller: c, entity: e, plan: p, reader: r}
	w.write = store.Write{Schema: c.State.Snapshot, Entity: e.Name(), EntityID: e.Definition.ID, Action: action,
		Channel: cmp.Or(c.Via, c.Channel), OnBehalf: c.OnBehalf, Epoch: c.State.Epoch, Revision: c.State.Snapshot.Revision, Reason: cmp.Or(strings.TrimSpace(c.Reason), c.Note), Visible: query.Const(false)}
	if r != nil {
		w.write.Visible = r.plan.Row
	}
	return w, s.oblige(ctx, w)
}

// oblige adds the obligations of the action; those of importing hold for each
// record that an import creates.
func (s *Service) oblige(ctx context.Context, w *writer) (err error) {
	if err := w.owes(ctx, w.plan); err != nil {
		return err
	}
	if w.write.Action != "create" || w.caller.Channel != "import" {
		return nil
	}
	p, err := plan(ctx, w.caller, w.entity, "import")
	if err != nil {
		return err
	}
	return w.owes(ctx, p)
}

// owes adds the obligations of an action that the write is.
func (w *writer) owes(ctx context.Context, p *access.Plan) error {
	more, err := w.caller.duties(ctx, w.entity, p)
	if err != nil {
		return err
	}
	w.duties.add(more)
	w.write.Unmet, w.write.Told = w.duties.unmet, w.duties.told
	return nil
}

func forbidden(action string) error {
	return problem.New(problem.Forbidden, "action_not_granted").With("action", action)
}

// mayWrite refuses fields that no grant of the action includes. A field that
// the caller may not even read is taken out of the payload, and told as one
// that does not exist: in the same words, beside all else that is wrong.
func (w *writer) mayWrite(payload map[string]any) (known map[string]any, unknown problem.List, err error) {
	payload = w.entity.Renamed(payload)
	known = make(map[string]any, len(payload))
	var refused problem.List
	for name, v := range payload {
		_, exists := w.entity.Field(name)
		switch {
		case !exists || len(w.givers(name)) > 0:
			known[name] = v // the validator reports what does not exist
		case w.knows(name):
			refused.Add("/"+name, "field_not_writable")
		default:
			unknown.Add("/"+name, "unknown_field", "name", name)
		}
	}
	if err := refused.Err(); err != nil {
		e := problem.As(err)
		e.Kind, e.Code = problem.Forbidden, "field_not_writable"
		return nil, nil, e
	}
	return known, unknown, nil
}

// set adds the validated values: assignments, the change's after-image, and
// the records that relation fields point to.
func (w *writer) set(ctx context.Context, s *Service, values map[string]any) error {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	w.values = values
	after := []byte{'{'}
	for i, name := range names {
		operand, _ := w.entity.Operand(name)
		f, _ := w.entity.Field(name)
		kept, entered, err := s.kept(ctx, w, operand, f, values[name])
		if err != nil {
			return err
		}
		w.write.Set = append(w.write.Set, store.Assignment{Field: operand, Value: query.Value{Type: operand.Type, V: kept}})
		if i > 0 {
			after = append(after, ',')
		}
		after = appendMember(after, operand.Column, entered)
		if err := w.target(ctx, s, f, values[name], i); err != nil {
			return err
		}
	}
	w.write.After = append(after, '}')
	return nil
}

// target demands that the caller can read the record he points to, or each of
// the records. Oneself can always be named.
func (w *writer) target(ctx context.Context, s *Service, f *definition.Field, value any, i int) error {
	if value == nil || f.Entity == "" && !fieldtype.Refers(f) {
		return nil
	}
	t := store.Target{Name: f.Name, Entity: f.Entity, Var: joinSpacing * (100 + i), Row: query.Const(false)}
	if fieldtype.Refers(f) {
		named, _ := value.(string)
		t.Entity, t.ID, _ = fieldtype.SplitReference(named)
		value, f = t.ID, &definition.Field{Name: f.Name, Entity: t.Entity}
	}
	if f.Links() {
		t.Links, _ = w.entity.Operand(f.Name)
		list, _ := value.([]any)
		t.IDs = slices.DeleteFunc(slices.Clone(list), func(id any) bool { return w.oneself(f, id) })
	} else if t.ID, _ = value.(string); w.oneself(f, value) {
		return nil
	}
	r, err := s.read(ctx, w.caller, t.Entity)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return err
	}
	if r != nil {
		t.Row = query.Shift(r.plan.Row, t.Var)
	} else if _, ok := w.caller.State.Snapshot.Entity(t.Entity); !ok {
		t.Entity = w.entity.Name() // a reference to no entity is one to no record
	}
	w.write.Targets = append(w.write.Targets, t)
	return nil
}

// oneself tells whether a value of a field is the caller.
func (w *writer) oneself(f *definition.Field, id any) bool {
	return f.Entity == "user" && id == w.caller.Principal.UserID
}

// checks demands, for the action and for each field set, a grant that allows
// the record as it is and as it will be, and that no restriction holds then.
func (w *writer) checks(fields []string) {
	all := make([]string, 0, len(w.plan.Results)+len(w.plan.Grants))
	for id := range w.plan.Grants {
		all = append(all, id)
	}
	for id := range w.plan.Results {
		if _, ok := w.plan.Grants[id]; !ok {
			all = append(all, id)
		}
	}
	seen := map[string]bool{}
	w.check(seen, "", all)
	for _, name := range fields {
		if w.transfer == nil || !w.owning(name) {
			w.check(seen, name, w.plan.Writable[name])
		}
	}
	w.checkTransfer(fields)
}

func (w *writer) check(seen map[string]bool, name string, grants []string) {
	grants = append([]string(nil), grants...)
	sort.Strings(grants)
	key := strings.Join(grants, ",")
	once := w.plan.Once[name]
	if len(once) > 0 {
		key = name + ":" + key
	}
	if seen[key] {
		return // the same ways have been demanded already
	}
	seen[key] = true
	k := store.Check{Name: name}
	if len(once) == len(grants) && len(once) > 0 {
		k.Code = "field_set_once"
	}
	for _, id := range grants {
		if way, ok := w.way(id); ok {
			k.Ways = append(k.Ways, w.once(way, once, id, name))
		}
	}
	w.write.Checks = append(w.write.Checks, k)
}

// appendMember writes a canonical value as a member of a JSON object.
func appendMember(b []byte, name string, v any) []byte {
	b = append(strconv.AppendQuote(b, name), ':')
	switch v := v.(type) {
	case query.Decimal:
		return append(b, v...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case time.Time:
		return v.UTC().AppendFormat(b, `"2006-01-02T15:04:05.999999Z"`)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}
