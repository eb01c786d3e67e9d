package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/mortise-crm/mortise/engine/enginetest"
	"github.com/mortise-crm/mortise/engine/store"
)

// Where every beat is old at once, each sweeps those of all others while they
// enter their next.
func TestBeatsDoNotStandInEachOthersWay(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), enginetest.NewDatabase(t), store.Options{MaxConns: 8})
	require.NoError(t, err)
	t.Cleanup(db.Close)
	require.NoError(t, db.CreateWorkspace(t.Context(), store.Workspace{Name: "main", Title: "Main"}))
	var all errgroup.Group
	for range 8 {
		beat := store.DraftBeat{Owner: store.SharedDraft, User: uuid.NewString(), Session: "one", Place: "entity"}
		all.Go(func() error {
			for range 100 {
				if _, err := db.Beat(t.Context(), "main", beat, 0, 1); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, all.Wait())
	here, err := db.Beat(t.Context(), "main", store.DraftBeat{Owner: store.SharedDraft, User: uuid.NewString(), Session: "one"}, time.Minute, 1)
	require.NoError(t, err)
	require.LessOrEqual(t, len(here.Others), 8)
}
