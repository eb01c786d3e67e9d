package record

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// MergeKept is how long a merge can be undone.
const MergeKept = 30 * 24 * time.Hour

// MergeRequest merges the record With into another, which survives.
type MergeRequest struct {
	With string `json:"with"`
	// Fields says of each field whose value to keep, "this" of the survivor or
	// "other"; Values gives others. Of the rest the survivor's is kept, or the
	// other's where that is empty; lists keep the members of both.
	Fields map[string]string `json:"fields"`
	Values map[string]any    `json:"values"`
	Dry    bool              `json:"dry"` // nothing is written
}

// Merged is the answer of a merge: the survivor as the caller may see it, and how
// many records that he may know of lead to it now instead of to the other.
type Merged struct {
	Record json.RawMessage `json:"record"` // null when he cannot
	Moved  []MovedRecords  `json:"moved"`
}

// MovedRecords are those of one entity that the caller may know of.
type MovedRecords struct {
	Entity string `json:"entity"`
	Field  string `json:"field"`
	Count  int64  `json:"count"`
}

// Merge merges two records of one entity. The caller holds the action merge on
// both, and may write on the survivor what is taken from the other. All that
// leads to the other leads to the survivor from then on, whoever may see it; the
// other is archived and stands for the survivor.
func (s *Service) Merge(ctx context.Context, c *Caller, entity, id string, q MergeRequest) (m Merged, err error) {
	defer func() { s.observe(ctx, Operation{Caller: c, Name: entity, Action: "merge", Record: id, Err: err}) }()
	if canonicalID(id) == nil || canonicalID(q.With) == nil {
		return m, unknownEntity()
	}
	err = s.current(ctx, c, func(c *Caller) (epoch int64, err error) {
		undone := s.db.Transact(ctx, func(tx store.Querier) error {
			if m, epoch, err = s.merge(store.In(ctx, tx), tx, c, entity, id, q); err != nil {
				return err
			}
			if epoch != c.State.Epoch {
				return errAnew
			}
			if q.Dry || c.Preview != nil {
				return errDry
			}
			return nil
		})
		if undone == nil || errors.Is(undone, errAnew) || errors.Is(undone, errDry) {
			return epoch, nil
		}
		return 0, mergeRefusal(undone)
	})
	if err != nil {
		return Merged{}, err
	}
	return m, nil
}

// mergeRefusal says why records cannot be merged where another rule forbids it.
func mergeRefusal(err error) error {
	var told *problem.Error
	if errors.As(err, &told) {
		return err
	}
	var k *store.ConstraintError
	if errors.As(err, &k) && k.Kind == store.UniqueConstraint {
		return problem.Wrap(problem.Conflict, "merge_not_unique", err)
	}
	return slow(err)
}

// merging is a merge in the making.
type merging struct {
	*store.Merge
	service *Service
	caller  *Caller
	entity  *catalog.Entity
	tx      store.Querier
	links   []string // link tables of the survivor's own fields
	bumps   bool     // something has moved that decides who may do what
}

func (s *Service) merge(ctx context.Context, tx store.Querier, c *Caller, entity, id string, q MergeRequest) (Merged, int64, error) {
	none := Merged{}
	w, epoch, err := s.mayMerge(ctx, c, entity, id, q.With)
	if err != nil || epoch != c.State.Epoch {
		return none, epoch, err
	}
	if id == q.With {
		return none, 0, problem.InvalidAt("/with", "merge_with_itself", nil)
	}
	m := s.merging(c, w.entity, tx, id, q.With)
	m.ID, m.Until = uuid.Must(uuid.NewV7()).String(), c.Now.Add(MergeKept)
	payload, err := m.payload(ctx, w, q)
	if err != nil {
		return none, 0, err
	}
	if err := m.begin(ctx, payload); err != nil {
		return none, 0, err
	}
	if len(payload) > 0 {
		if _, _, epoch, err := s.changeOnce(ctx, c, entity, "update", UpdateRequest{ID: id, Fields: payload}); err != nil || epoch != c.State.Epoch {
			return none, epoch, err
		}
	}
	done, err := m.move(ctx)
	if err != nil {
		return none, 0, err
	}
	if err := m.Finish(ctx, tx, m.links); err != nil {
		return none, 0, slow(err)
	}
	if err := s.report(ctx, tx, w.writer, id, w.told); err != nil {
		return none, 0, err
	}
	if done.Record, epoch, err = m.answer(ctx); err != nil || !m.bumps {
		return done, epoch, err
	}
	return done, epoch, store.BumpEpoch(ctx, tx, store.SchemaName(m.Workspace))
}

func (s *Service) merging(c *Caller, e *catalog.Entity, tx store.Querier, survivor, merged string) *merging {
	return &merging{service: s, caller: c, entity: e, tx: tx, Merge: &store.Merge{Workspace: c.Workspace.Name, EntityID: e.Definition.ID,
		Survivor: survivor, Merged: merged, Actor: c.Principal.UserID, Channel: c.Channel, Revision: c.State.Snapshot.Revision, Reason: c.Reason}}
}

// mergeable is a caller's right to merge two records, and the obligations to
// report that it met.
type mergeable struct {
	*writer
	told []string
}

// mayMerge demands that the caller can read both records, holds merge on both,
// and has met the obligations of that.
func (s *Service) mayMerge(ctx context.Context, c *Caller, entity string, ids ...string) (mergeable, int64, error) {
	w, err := s.newWriter(ctx, c, entity, "merge")
	if err != nil {
		for _, id := range ids {
			err = s.hide(ctx, c, entity, id, err)
		}
		return mergeable{}, 0, err
	}
	if w.reader == nil {
		return mergeable{}, 0, unknownEntity()
	}
	row := w.plan.Row
	if row == nil {
		row = query.Const(false)
	}
	marks := store.Marks{Schema: c.State.Snapshot, Entity: w.entity.Name(), IDs: ids, Row: w.reader.plan.Row, Conditions: []query.Predicate{row}}
	for _, d := range slices.Concat(w.duties.unmet, w.duties.told) {
		marks.Conditions = append(marks.Conditions, d.Holds)
	}
	found, epoch, err := s.db.Marks(ctx, marks, c.Workspace.Name, c.bind(nil))
	if err != nil {
		return mergeable{}, 0, slow(err)
	}
	for _, id := range ids {
		if found[id] == nil {
			return mergeable{}, 0, unknownEntity()
		}
	}
	may := mergeable{writer: w}
	var unmet []Obligation
	for _, id := range ids {
		if !found[id][0] {
			return may, 0, forbidden("merge")
		}
		for i, covers := range found[id][1:] {
			switch {
			case covers && i < len(w.duties.unmet):
				unmet = append(unmet, w.duties.unmetKnown[i])
			case covers:
				may.told = append(may.told, w.duties.told[i-len(w.duties.unmet)].ID)
			}
		}
	}
	if len(unmet) > 0 {
		return may, 0, obliged(slices.CompactFunc(unmet, func(a, b Obligation) bool { return a.ID == b.ID }))
	}
	if identity.BumpsEpoch(w.entity.Definition) {
		return may, 0, problem.New(problem.Conflict, "cannot_merge")
	}
	return may, epoch, nil
}
