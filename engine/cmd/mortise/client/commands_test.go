package client

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// commandLine is what the tests of this package parse.
type commandLine struct {
	Apply  Apply  `cmd:""`
	Plan   Plan   `cmd:""`
	Import Import `cmd:""`
	Export Export `cmd:""`
}

// command runs a command against a server and gives what it printed.
func command(t *testing.T, server http.Handler, args ...string) (string, error) {
	t.Helper()
	s := httptest.NewServer(server)
	defer s.Close()
	var c commandLine
	var out bytes.Buffer
	parser, err := kong.New(&c, kong.Writers(&out, &out), kong.BindTo(context.Background(), (*context.Context)(nil)))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append(args, "--url", s.URL, "--token", "t0k3n"))
	if err != nil {
		t.Fatal(err)
	}
	err = parsed.Run()
	return out.String(), err
}

func answer(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

// environment is a server that plans and applies sets of definitions; it keeps
// the requests.
func environment(t *testing.T, asked *[]mortise.SetRequest, apply int) http.Handler {
	mux := http.NewServeMux()
	note := func(pattern string, status int, body any) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			*asked = append(*asked, setRequest(t, r))
			w.WriteHeader(status)
			answer(w, body)
		})
	}
	steps := []map[string]string{{"risk": "safe", "text": "Create the table of lead"}}
	documents := []any{map[string]string{"kind": "entity", "name": "lead", "change": "added"}}
	note("POST /api/v1/definitions:plan", 200, map[string]any{"revision": 3, "plan": "h4sh", "documents": documents, "extra": documents, "steps": steps})
	note("POST /api/v1/definitions:apply", apply, map[string]any{"revision": 4, "steps": steps, "status": apply, "code": "invalid", "title": "Invalid"})
	return mux
}

func setRequest(t *testing.T, r *http.Request) (set mortise.SetRequest) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Error(err)
		return set
	}
	f, err := z.Open("request.json")
	if err != nil {
		t.Error(err)
		return set
	}
	if err := json.NewDecoder(f).Decode(&set); err != nil {
		t.Error(err)
	}
	return set
}

func definitionFile(t *testing.T) string {
	return filepath.Join(folder(t, map[string]string{"entity.json": `{"name":"lead"}`}), "entity.json")
}

func TestApplyPublishes(t *testing.T) {
	t.Parallel()
	var asked []mortise.SetRequest
	out, err := command(t, environment(t, &asked, 200), "apply", definitionFile(t), "--delete", "--plan", "h4sh", "--consent", "a", "--consent", "b")
	if err != nil || !strings.Contains(out, "Create the table of lead") || !strings.Contains(out, "published revision 4") {
		t.Errorf("printed %q, error %v", out, err)
	}
	r := asked[0]
	if !r.Delete || r.Plan != "h4sh" || !slices.Equal(r.Consent, []string{"a", "b"}) || len(r.Documents) != 1 || r.Documents[0].Kind != "entity" {
		t.Errorf("asked for %+v", r)
	}
}

func TestApplySaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	var asked []mortise.SetRequest
	if out, err := command(t, environment(t, &asked, 422), "apply", definitionFile(t)); err == nil || strings.Contains(out, "published") {
		t.Errorf("printed %q, error %v", out, err)
	}
}

func TestPlanShowsWhatApplyWouldDo(t *testing.T) {
	t.Parallel()
	var asked []mortise.SetRequest
	out, err := command(t, environment(t, &asked, 200), "plan", definitionFile(t))
	for _, want := range []string{"added    entity lead", "Create the table", "with --delete they go", "plan h4sh"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %q, error %v", want, out, err)
		}
	}
	if asked[0].Delete {
		t.Error("asked to delete")
	}
}

// exporting answers with a zip of files.
func exporting(t *testing.T, files map[string]string) http.Handler {
	files = maps.Clone(files)
	sums := ""
	for _, name := range slices.Sorted(maps.Keys(files)) {
		sums += "0  " + name + "\n"
	}
	if files == nil {
		files = map[string]string{}
	}
	files[sumsFile] = sums
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, files[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(b.Bytes()) })
}

func TestExportWritesAFolderAndClearsItsOwnFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	if _, err := command(t, exporting(t, map[string]string{"roles.json": "[]", "entities/a/entity.json": "{}"}), "export", dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "README.md"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, exporting(t, map[string]string{"entities/b/entity.json": "{}"}), "export", dir); err != nil {
		t.Fatal(err)
	}
	var got []string
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, _ error) error {
		if !entry.IsDir() {
			name, _ := filepath.Rel(dir, path)
			got = append(got, filepath.ToSlash(name))
		}
		return nil
	})
	if want := []string{"README.md", "SHA256SUMS", "entities/b/entity.json"}; !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "entities/a")); err == nil {
		t.Error("an empty folder is left")
	}
}

func TestExportLeavesOtherFilesAlone(t *testing.T) {
	t.Parallel()
	if _, err := command(t, exporting(t, map[string]string{"../x": "{}"}), "export", filepath.Join(t.TempDir(), "out")); err == nil {
		t.Error("a file out of the folder was written")
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, exporting(t, nil), "export", other); err == nil {
		t.Error("a folder that is not an export was written into")
	}
}

func TestExportWritesWhatImportReads(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/describe", func(w http.ResponseWriter, _ *http.Request) {
		fields := []map[string]any{{"name": "id", "system": true}, {"name": "name"}, {"name": "n"}, {"name": "tags"}, {"name": "hot"}, {"name": "owner"}}
		answer(w, map[string]any{"entities": []any{map[string]any{"name": "lead", "fields": fields}}})
	})
	mux.HandleFunc("GET /api/v1/records/lead:export", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Query().Get("fields")+"\nas it comes\n")
	})
	out, err := command(t, mux, "export", "lead")
	if want := "name,n,tags,hot,owner\nas it comes\n"; err != nil || out != want {
		t.Errorf("printed %q, error %v", out, err)
	}
}

func TestImportFlagsTakeTextsAsTheyAre(t *testing.T) {
	t.Parallel()
	var c commandLine
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse([]string{"import", "lead", "a.csv", "--map", "a;b, c=name", "--map", "left out=", "--empty", "n/a, none", "--empty", "Select"})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"a;b, c": "name", "left out": ""}; !maps.Equal(c.Import.Map, want) {
		t.Errorf("map %q, want %q", c.Import.Map, want)
	}
	if want := []string{"n/a, none", "Select"}; !slices.Equal(c.Import.Empty, want) {
		t.Errorf("empty %q, want %q", c.Import.Empty, want)
	}
}
