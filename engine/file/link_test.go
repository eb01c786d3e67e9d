package file_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/file"
)

func TestLinksExpireAndCannotBeMade(t *testing.T) {
	t.Parallel()
	links, now := file.NewLinks([]byte("0123456789abcdef0123456789abcdef")), time.Now()
	token := links.Token("main job 7", now.Add(time.Minute))
	subject, ok := links.Subject(token, now)
	require.True(t, ok)
	require.Equal(t, "main job 7", subject)
	_, ok = links.Subject(token, now.Add(2*time.Minute))
	require.False(t, ok, "it has expired")
	_, ok = file.NewLinks([]byte("another key")).Subject(token, now)
	require.False(t, ok, "another server made it")
	body, sum, _ := strings.Cut(token, ".")
	later, _, _ := strings.Cut(links.Token("main job 7", now.Add(time.Hour)), ".")
	for _, bad := range []string{"", ".", body, body + ".", later + "." + sum, "%." + sum, token + "x"} {
		_, ok = links.Subject(bad, now)
		require.False(t, ok, "%q", bad)
	}
}
