package fieldtype_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/fieldtype"
)

func TestFileFieldsTakeWhatTheyAccept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, mediaType string
		size             int64
		want             string
	}{
		{"file", "application/pdf", 1000, ""}, {"file", "image/webp", 1, ""}, {"file", "application/pdf", 1001, "file_too_large"},
		{"file", "application/zip", 1, "file_not_accepted"}, {"file", "application/pdfx", 1, "file_not_accepted"},
		{"files", "text/html", 1 << 20, ""}, {"image", "image/png", 1, ""}, {"image", "image/svg+xml", 1, "file_not_accepted"},
		{"signature", "image/png", 1, ""}, {"signature", "image/jpeg", 1, "file_not_accepted"},
	} {
		detail := fieldtype.CheckFile(plainField(t, c.field), c.mediaType, c.size)
		if c.want == "" {
			require.Nil(t, detail, "%s %s", c.field, c.mediaType)
			continue
		}
		require.NotNil(t, detail, "%s %s", c.field, c.mediaType)
		require.Equal(t, c.want, detail.Code)
	}
	require.True(t, fieldtype.HoldsFiles(plainField(t, "files")))
	require.False(t, fieldtype.HoldsFiles(plainField(t, "relation")))
}
