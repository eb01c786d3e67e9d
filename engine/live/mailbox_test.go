package live

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/store"
)

func moved(record, principal string) store.Moved {
	return store.Moved{Entity: "deal", Record: record, Principal: principal}
}

func ids(m mail) (list []string) {
	for _, n := range m.notes {
		list = append(list, n.id)
	}
	return list
}

// TestMailsKeepTheOrderOfFirstChanges: whatever is put in between two looks
// comes out once each, in the order in which it came first, and nothing twice.
func TestMailsKeepTheOrderOfFirstChanges(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		m := newMailbox("deal", "", 1)
		var want []string
		seen := map[string]bool{}
		for step := range r.IntN(60) {
			if r.IntN(8) == 0 {
				got := m.take()
				require.Equal(t, want, ids(got))
				want, seen = nil, map[string]bool{}
				continue
			}
			id := fmt.Sprint(r.IntN(12))
			m.put([]store.Moved{moved(id, ""), {Entity: "firm", Record: id}}, store.Position{Seq: int64(step)}, 1)
			if !seen[id] {
				want, seen[id] = append(want, id), true
			}
		}
		require.Equal(t, want, ids(m.take()))
		require.Empty(t, m.take().notes)
	}
}

// TestASlowReaderCostsBoundedSpace: more than fits becomes one sign that
// something was missed, and afterwards all goes on.
func TestASlowReaderCostsBoundedSpace(t *testing.T) {
	t.Parallel()
	m := newMailbox("deal", "", 1)
	for range 3 { // the same again takes no more room
		for i := range maxPending {
			m.put([]store.Moved{moved(fmt.Sprint(i), "")}, store.Position{Seq: int64(i)}, 1)
		}
	}
	require.False(t, m.overflow)
	m.put([]store.Moved{moved("one more", "")}, store.Position{Seq: 7}, 1)
	require.Empty(t, m.pending)
	m.put([]store.Moved{moved("and another", "")}, store.Position{Seq: 8}, 1)
	got := m.take()
	require.True(t, got.overflow)
	require.Empty(t, got.notes)
	require.EqualValues(t, 8, got.at.Seq)
	m.put([]store.Moved{moved("later", "")}, store.Position{Seq: 9}, 1)
	got = m.take()
	require.False(t, got.overflow)
	require.Equal(t, []string{"later"}, ids(got))
}

// TestMailsOfOneRecordAndOfShares: a stream of one record wakes for that alone,
// and a change for some stays one for some until it is one for all.
func TestMailsOfOneRecordAndOfShares(t *testing.T) {
	t.Parallel()
	m := newMailbox("deal", "a", 1)
	m.put([]store.Moved{moved("b", "")}, store.Position{Seq: 1}, 1)
	require.Empty(t, m.wake)
	m.put([]store.Moved{moved("a", "anna"), moved("a", "bert")}, store.Position{Seq: 2}, 1)
	require.Len(t, m.wake, 1)
	got := m.take()
	require.Len(t, got.notes, 1)
	require.Equal(t, note{id: "a", shared: []string{"anna", "bert"}}, *got.notes[0])
	m.put([]store.Moved{moved("a", "anna"), moved("a", "")}, store.Position{Seq: 3}, 1)
	require.True(t, m.take().notes[0].whole)
}

// TestAMovedEpochWakes: rights that change are looked at, though no record did.
func TestAMovedEpochWakes(t *testing.T) {
	t.Parallel()
	m := newMailbox("deal", "", 4)
	m.put(nil, store.Position{}, 4)
	require.Empty(t, m.wake)
	m.put(nil, store.Position{}, 5)
	require.Len(t, m.wake, 1)
	m.put(nil, store.Position{}, 5)
	require.True(t, m.take().moved, "told once, it is not forgotten before it is taken")
	require.False(t, m.take().moved)
}

// TestSpreadWhileOthersComeAndGo is for the race detector: AtOnce.
func TestSpreadWhileOthersComeAndGoAtOnce(t *testing.T) {
	t.Parallel()
	f := &follower{boxes: map[*mailbox]bool{}}
	done := make(chan bool)
	for range 4 {
		go func() {
			defer func() { done <- true }()
			for range 200 {
				m := newMailbox("deal", "", 1)
				f.add(m)
				m.take()
				f.remove(m)
			}
		}()
	}
	last := newMailbox("deal", "", 1)
	f.add(last)
	for i := range 200 {
		f.spread(store.Followed{Moves: []store.Moved{moved(fmt.Sprint(i), "")}, Upto: store.Position{Seq: int64(i + 1)}, Epoch: 1})
	}
	for range 4 {
		<-done
	}
	got := last.take()
	require.Len(t, got.notes, 200)
	require.EqualValues(t, 200, got.at.Seq)
	require.Equal(t, 0, f.remove(last))
}

// TestEventsHoldWhatIsReadable: what is masked or hidden of a record's version
// and author is not told apart from it either.
func TestEventsHoldWhatIsReadable(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Change{
		`{"version":3,"updated_by":"anna"}`:        {Version: 3, By: "anna"},
		`{"version":3}`:                            {Version: 3},
		`{"updated_by":{"id":"x"},"version":"no"}`: {},
		`nothing`: {},
	} {
		e := change("a", []byte(body))
		want.ID, want.Record = "a", []byte(body)
		require.Equal(t, Event{Kind: Changed, Data: want}, e)
	}
}
