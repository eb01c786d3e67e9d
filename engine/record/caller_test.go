package record

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Who is resolved anew, however often, goes on through the same channel, in his
// language and zone.
func TestRenewedKeepsWhatWasSaidOfTheRequest(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("east", 8*3600)
	asked := 0
	c := &Caller{Channel: "import", Language: "zh-CN", Zone: zone, Reason: "asked", Renew: func(context.Context) (*Caller, error) {
		asked++
		return &Caller{Channel: "job", Language: "en", Zone: time.UTC}, nil
	}}
	for range 2 {
		var err error
		c, err = c.Renewed(t.Context())
		require.NoError(t, err)
		require.Equal(t, []any{"import", "zh-CN", zone, "asked"}, []any{c.Channel, c.Language, c.Zone, c.Reason})
	}
	require.Equal(t, 2, asked, "by what the request is resolved with")
}
