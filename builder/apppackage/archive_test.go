package apppackage_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestWriteGivesWhatReadTakes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"core", "education"} {
		p, err := apppackage.Read(shipped(t, name))
		require.NoError(t, err)
		backwards := slices.Clone(p.Documents)
		slices.Reverse(backwards)
		files, err := apppackage.Write(backwards, name)
		require.NoError(t, err)
		folder, err := files.Open()
		require.NoError(t, err)
		again, err := apppackage.Read(folder)
		require.NoError(t, err)
		require.ElementsMatch(t, p.Documents, again.Documents)
		twice, err := apppackage.Write(again.Documents, name)
		require.NoError(t, err)
		require.Equal(t, files, twice)
	}
}

// Every kind of document that can be designed has a place in a folder.
func TestWriteKnowsEveryKind(t *testing.T) {
	t.Parallel()
	for _, kind := range definition.Kinds {
		d := definition.Document{Key: definition.Key{Kind: kind, Name: "thing"}, Body: []byte(`{"name": "thing", "module": "package custom.thing"}`)}
		files, err := apppackage.Write([]definition.Document{d}, "")
		require.NoError(t, err, kind)
		require.NotEmpty(t, files, kind)
	}
}

func TestPoliciesComeBack(t *testing.T) {
	t.Parallel()
	files := apppackage.Files{
		"app.json":               []byte(`{"name": "small", "version": "1.0.0", "title": "Small"}`),
		"policies/note.rego":     []byte("package app.small.note\n\nimport rego.v1\n"),
		"policies/note.json":     []byte(`{"title": "Notes"}`),
		"policies/custom.x.rego": []byte("package custom.x\n\nimport rego.v1\n"),
		"policies/custom.x.json": []byte(`{"entities": ["note"], "grants": true}`),
	}
	folder, err := files.Open()
	require.NoError(t, err)
	p, err := apppackage.Read(folder)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"package small", "rego app.small.note", "rego x"}, keys(p.Documents))
	written, err := apppackage.Write(p.Documents, "small")
	require.NoError(t, err)
	require.ElementsMatch(t, slices.Collect(maps.Keys(files)), slices.Collect(maps.Keys(written)))
	folder, err = written.Open()
	require.NoError(t, err)
	again, err := apppackage.Read(folder)
	require.NoError(t, err)
	require.ElementsMatch(t, p.Documents, again.Documents)
}

func collected(t *testing.T, folder fs.FS) apppackage.Files {
	t.Helper()
	files, err := apppackage.Collect(folder)
	require.NoError(t, err)
	return files
}

func TestArchivesAreSignedAndDeterministic(t *testing.T) {
	t.Parallel()
	private, public, err := apppackage.NewKey()
	require.NoError(t, err)
	same, err := apppackage.ParsePrivateKey(private.Text())
	require.NoError(t, err)
	trust, err := apppackage.ParseTrust([]string{"maker=" + public.Text()})
	require.NoError(t, err)
	a, err := collected(t, shipped(t, "education")).Pack(private)
	require.NoError(t, err)
	b, err := collected(t, shipped(t, "education")).Pack(same)
	require.NoError(t, err)
	require.Equal(t, a, b)

	files, err := apppackage.Unpack(a)
	require.NoError(t, err)
	signer, err := files.Verify(trust)
	require.NoError(t, err)
	require.Equal(t, "maker", signer)
	folder, err := files.Open()
	require.NoError(t, err)
	_, err = apppackage.Read(folder)
	require.NoError(t, err)

	files, _ = apppackage.Unpack(a)
	_, err = files.Verify(apppackage.Trust{})
	require.True(t, problem.Is(err, problem.Forbidden), "%v", err)
	files, _ = apppackage.Unpack(a)
	files["roles.json"] = append(files["roles.json"], ' ')
	_, err = files.Verify(trust)
	require.ErrorContains(t, err, "archive_altered")
	files, _ = apppackage.Unpack(a)
	delete(files, "SHA256SUMS")
	_, err = files.Verify(trust)
	require.ErrorContains(t, err, "archive_altered")
	files, _ = apppackage.Unpack(a)
	files["more.json"] = []byte("{}")
	_, err = files.Verify(trust)
	require.ErrorContains(t, err, "archive_altered", "a file that no sum is of")

	unsigned, err := collected(t, shipped(t, "education")).Pack(nil)
	require.NoError(t, err)
	files, _ = apppackage.Unpack(unsigned)
	signer, err = files.Verify(trust)
	require.NoError(t, err)
	require.Empty(t, signer)
}

// entry is one file of an archive that a test makes by hand.
type entry struct {
	header zip.FileHeader
	body   []byte
}

func archive(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		e.header.Method = zip.Deflate
		to, err := w.CreateHeader(&e.header)
		require.NoError(t, err)
		_, err = to.Write(e.body)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestUnpackRefusesTricks(t *testing.T) {
	t.Parallel()
	link := zip.FileHeader{Name: "link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	many := make([]entry, apppackage.MaxFiles+1)
	for i := range many {
		many[i].header.Name = "f" + strings.Repeat("a", i%90) + "/" + string(rune('a'+i%26)) + strings.Repeat("b", i/90)
	}
	for name, test := range map[string]struct {
		archive []byte
		code    string
	}{
		"no zip":            {[]byte("PK nonsense"), "malformed_zip"},
		"out of the folder": {archive(t, entry{zip.FileHeader{Name: "../app.json"}, nil}), "archive_path"},
		"from the root":     {archive(t, entry{zip.FileHeader{Name: "/etc/passwd"}, nil}), "archive_path"},
		"a drive":           {archive(t, entry{zip.FileHeader{Name: `c:\x`}, nil}), "archive_path"},
		"a link":            {archive(t, entry{link, []byte("/etc")}), "archive_path"},
		"one name twice":    {archive(t, entry{zip.FileHeader{Name: "a"}, nil}, entry{zip.FileHeader{Name: "A"}, nil}), "archive_path"},
		"a long name":       {archive(t, entry{zip.FileHeader{Name: strings.Repeat("a", 201)}, nil}), "archive_path"},
		"a bomb":            {archive(t, entry{zip.FileHeader{Name: "a"}, make([]byte, 8<<20)}), "package_too_large"},
		"too many files":    {archive(t, many...), "package_too_large"},
		"a large archive":   {make([]byte, apppackage.MaxArchive+1), "package_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := apppackage.Unpack(test.archive)
			require.Error(t, err)
			require.Equal(t, test.code, problem.As(err).Code)
		})
	}
}
