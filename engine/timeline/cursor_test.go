package timeline

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/store"
)

// TestCursorsSayWhereToGoOn: any place comes back as it was.
func TestCursorsSayWhereToGoOn(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		want := cursor{Place: store.Place{At: time.UnixMicro(r.Int64N(4e15)).UTC(), ID: uuid.NewString()}, Rank: r.IntN(6), Seq: r.Int64N(1 << 50)}
		text := want.text()
		require.Less(t, len(text), longestCursor)
		got, err := placeOf(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := placeOf("")
	require.NoError(t, err)
	require.Equal(t, cursor{Place: start, Rank: -1}, got)
}

// TestBadCursorsAreRefused: what is no cursor is refused, and never a page.
func TestBadCursorsAreRefused(t *testing.T) {
	t.Parallel()
	encoded := base64.RawURLEncoding.EncodeToString
	for _, bad := range []string{"x", "=", "é", encoded([]byte("null")), encoded([]byte(`{"r":1}`)), encoded([]byte(`[]`)), encoded([]byte(`{"id":"' OR 1=1"}`)), strings.Repeat("A", longestCursor+1),
		cursor{Place: store.Place{At: time.Now(), ID: uuid.NewString()}, Seq: -1}.text(), cursor{Place: store.Place{At: time.Now(), ID: "x"}}.text()} {
		if c, err := placeOf(bad); err == nil && c.ID != start.ID {
			t.Errorf("%q is read as %+v", bad, c)
		}
	}
}

// TestPlacesAreInOneOrder: of two places one comes after the other, and never
// both; so pages that go on from the last item lose and repeat nothing.
func TestPlacesAreInOneOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	var places []store.Place
	for range 60 { // many at the same moment
		places = append(places, store.Place{At: time.Unix(r.Int64N(8), 0).UTC(), ID: uuid.NewString()})
	}
	slices.SortFunc(places, func(a, b store.Place) int {
		if place(a).comes(b) {
			return -1
		}
		return 1
	})
	for i, a := range places {
		require.False(t, place(a).comes(a))
		for _, b := range places[i+1:] {
			require.True(t, place(a).comes(b), "%v before %v", a, b)
			require.False(t, place(b).comes(a))
		}
	}
	for size := 1; size < 8; size++ {
		var paged []store.Place
		for at := store.Place(start); ; at = paged[len(paged)-1] {
			page := 0
			for _, p := range places {
				if page < size && (at == store.Place(start) || place(at).comes(p)) {
					paged, page = append(paged, p), page+1
				}
			}
			if page < size {
				break
			}
		}
		require.Equal(t, places, paged, "in pages of %d", size)
	}
}
