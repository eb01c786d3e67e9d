package record

import (
	"context"
	"sort"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/store"
)

// answerID leaves nothing of the record to be answered but its id.
func (w *writer) answerID() {
	id, _ := w.entity.Operand("id")
	w.write.Answer = store.Select{Members: []store.Member{{Cell: store.Cell{Name: "id", Field: id}}}}
}

// complete adds what depends on the write's shape alone: what has to hold, and
// what the caller sees of the record afterwards.
func (w *writer) complete(ctx context.Context, s *Service) error {
	w.write.Checks, w.write.Given = nil, nil
	w.checks(w.fields)
	w.given(w.fields)
	w.setOnce()
	w.write.Checks = append(w.write.Checks, w.extra...)
	if err := w.demand(); err != nil {
		return err
	}
	w.archivedOptions()
	if w.reader == nil || w.onlyID {
		w.answerID()
		return nil
	}
	members, err := s.members(ctx, w.caller, w.reader, nil)
	w.write.Answer = store.Select{Members: members, Row: w.reader.plan.Row}
	return err
}

// shape is what the text of the write's statement depends on, besides the
// plans. Targets are those relation fields whose records have to be checked.
type shape struct {
	plan, read *access.Plan
	transfer   *access.Plan
	channel    string
	via        string
	fields     string
	set        string
	targets    string
	archived   string
	unmet      string
	key        string
	share      string
	version    bool
	entered    bool
	numbered   bool
	onlyID     bool
}

func (w *writer) shape() shape {
	k := shape{plan: w.plan, transfer: w.transfer, channel: w.caller.Channel, via: w.caller.Via, version: w.write.Version > 0, onlyID: w.onlyID,
		entered: w.write.Entered != nil, numbered: w.write.Numbers != nil}
	if w.reader != nil {
		k.read = w.reader.plan
	}
	sort.Strings(w.fields)
	k.fields = strings.Join(w.fields, ",")
	var set, targets strings.Builder
	for i := range w.write.Set {
		set.WriteString(w.write.Set[i].Field.Name)
		set.WriteByte(',')
	}
	for i := range w.write.Targets {
		targets.WriteString(w.write.Targets[i].Name + ":" + w.write.Targets[i].Entity)
		targets.WriteByte(',')
	}
	if w.key != nil {
		k.key = strings.Join(w.key.Fields, ",")
	}
	if w.write.Share != nil {
		k.share = w.write.Share.Shape()
	}
	if w.write.Aside {
		k.share = "aside"
	}
	var unmet strings.Builder
	for i := range w.write.Unmet {
		unmet.WriteString(w.write.Unmet[i].ID)
		unmet.WriteByte(0)
	}
	for _, a := range w.archived() {
		k.archived += a.field.Name + "=" + strings.Join(a.options, ",") + "\x00"
	}
	k.set, k.targets, k.unmet = set.String(), targets.String(), unmet.String()
	return k
}

// query gives the write's statement, compiled once per shape.
func (w *writer) query(ctx context.Context, s *Service) (*store.Query, error) {
	v, err := w.entity.Derived(w.shape(), func() (any, error) {
		if err := w.complete(ctx, s); err != nil {
			return nil, err
		}
		return w.write.Compile(w.caller.Workspace.Name)
	})
	if err != nil {
		return nil, err
	}
	return v.(*store.Query), nil
}
