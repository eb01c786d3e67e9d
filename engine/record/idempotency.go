package record

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// KeptFor is how long the answer of a write that was sent with a key is kept.
const KeptFor = 24 * time.Hour

// maxKept is the largest answer that is kept, in bytes. Of a larger one is kept
// that it was given.
const maxKept = 1 << 20

// What an answer shows.
const (
	ShowsRecord = "record" // a record: a JSON object with its id
	ShowsBatch  = "batch"  // the results of a batch
	ShowsJob    = "job"    // a job: a JSON object with its id
	ShowsOther  = "other"
)

// Attempt is a request that must not be done twice: the key that the client made
// for it, and a hash of all that it asks for.
type Attempt struct {
	Key  string
	Hash []byte
}

// Answer is what a request is answered with.
type Answer struct {
	Status   int
	Shows    string
	Entity   string // of the record that it shows
	Location string
	Body     []byte
	// Again: it was given before, and nothing was done now.
	Again bool
}

// Once does a write and keeps its answer, both in one transaction: that of the
// context which do is called with. The same attempt again is answered the same,
// as far as the caller may still know it, and does nothing. What is refused is
// not kept.
func (s *Service) Once(ctx context.Context, c *Caller, t Attempt, do func(ctx context.Context) (Answer, error)) (a Answer, err error) {
	user, workspace := c.Principal.UserID, c.Workspace.Name
	later := &untold{}
	err = s.db.Transact(ctx, func(tx store.Querier) error {
		mine, err := store.TryKey(ctx, tx, workspace, user, t.Key)
		if err != nil {
			return slow(err)
		}
		if !mine {
			return problem.New(problem.Conflict, "idempotency_in_flight")
		}
		kept, found, err := store.AnswerOf(ctx, tx, workspace, user, t.Key, c.Now.Add(-KeptFor))
		switch {
		case err != nil:
			return slow(err)
		case found && !bytes.Equal(kept.Hash, t.Hash):
			return problem.New(problem.Invalid, "idempotency_key_reused")
		case found:
			a = Answer{Status: kept.Status, Shows: kept.Kind, Location: kept.Location, Body: kept.Body, Again: true}
			if !kept.Kept || kept.Kind == ShowsOther && len(kept.Body) > 0 && kept.Epoch != c.State.Epoch {
				return problem.New(problem.Conflict, "idempotency_answer_gone")
			}
			return nil
		}
		if a, err = do(context.WithValue(store.In(ctx, tx), untoldKey{}, later)); err != nil {
			return err
		}
		keep := store.KeptAnswer{User: user, Key: t.Key, Hash: t.Hash, Status: a.Status, Kind: a.Shows, Location: a.Location, Kept: len(a.Body) <= maxKept, Epoch: c.State.Epoch, Body: []byte{}}
		if keep.Kept {
			keep.Body = append(keep.Body, a.Body...)
		}
		return slow(store.KeepAnswer(ctx, tx, workspace, keep))
	})
	s.tellOwners(ctx, c, later.errs...)
	return a, err
}

// ShownAgain is an answer about a record as far as the caller may know it now:
// as it was where nothing of it is kept from him, else the record as he reads it
// now, and no more than its id where he cannot.
func (s *Service) ShownAgain(ctx context.Context, c *Caller, entity string, body []byte) ([]byte, error) {
	then, err := readSeen(body)
	if err != nil {
		return nil, err
	}
	var id string
	if json.Unmarshal(then.members["id"], &id) != nil {
		return nil, problem.New(problem.Internal, "internal")
	}
	row, err := s.Get(ctx, c, entity, id, nil, nil)
	switch {
	case problem.Is(err, problem.NotFound):
		return json.Marshal(map[string]string{"id": id})
	case err != nil:
		return nil, err
	}
	now, err := readSeen(row)
	if err != nil {
		return nil, err
	}
	r, err := s.read(ctx, c, entity)
	if err != nil {
		return nil, err
	}
	for name := range then.members {
		_, table := r.table(name)
		sameRows := bytes.Equal(then.members[name], now.members[name])
		if name != "_meta" && (!now.whole(name) && then.whole(name) || table && !sameRows) {
			return row, nil
		}
	}
	return body, nil
}
