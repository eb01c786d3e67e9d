package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDocumentsAreMadeOncePerKey: what was made for a revision and rights is
// given to who has the same, and to nobody else.
func TestDocumentsAreMadeOncePerKey(t *testing.T) {
	t.Parallel()
	var c Cache
	made := 0
	from := func(text string) func() ([]byte, error) {
		return func() ([]byte, error) { made++; return []byte(text), nil }
	}
	one, err := c.Get("revision 1, seller", from("one"))
	require.NoError(t, err)
	same, err := c.Get("revision 1, seller", from("other"))
	require.NoError(t, err)
	require.Same(t, one, same)
	for _, key := range []string{"revision 2, seller", "revision 1, chief"} {
		other, err := c.Get(key, from(key))
		require.NoError(t, err)
		require.Equal(t, key, string(other.JSON))
		require.NotEqual(t, one.Hash, other.Hash)
	}
	require.Equal(t, 3, made)
	_, err = c.Get("fails", func() ([]byte, error) { return nil, errors.New("no") })
	require.Error(t, err)
	after, err := c.Get("fails", from("now it does"))
	require.NoError(t, err)
	require.Equal(t, "now it does", string(after.JSON), "a failure is not kept")
}

// TestTheCacheIsBounded: the oldest documents go, and one too large is not kept.
func TestTheCacheIsBounded(t *testing.T) {
	t.Parallel()
	var c Cache
	big := bytes.Repeat([]byte("x"), maxCached/4)
	for i := range 10 {
		_, err := c.Get(fmt.Sprint(i), func() ([]byte, error) { return big, nil })
		require.NoError(t, err)
		require.LessOrEqual(t, c.bytes, maxCached)
		require.Len(t, c.made, len(c.order))
	}
	require.Contains(t, c.made, "9")
	require.NotContains(t, c.made, "0")
	_, err := c.Get("huge", func() ([]byte, error) { return make([]byte, maxCached+1), nil })
	require.NoError(t, err)
	require.NotContains(t, c.made, "huge")
	require.Contains(t, c.made, "9")
}

func TestTheCacheIsAskedAtOnce(t *testing.T) {
	t.Parallel()
	var c Cache
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for n := range 100 {
				key := fmt.Sprint((n + i) % 7)
				d, err := c.Get(key, func() ([]byte, error) { return []byte(key), nil })
				if err != nil || string(d.JSON) != key {
					t.Errorf("%s is %v %v", key, d, err)
				}
			}
		})
	}
	all.Wait()
	require.Len(t, c.made, 7)
}
