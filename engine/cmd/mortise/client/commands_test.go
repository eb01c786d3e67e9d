package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
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

// importing counts the rows of each part and refuses those that say "bad".
func importing(t *testing.T, parts *int) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/records/lead:import", func(w http.ResponseWriter, r *http.Request) {
		*parts++
		if got := r.URL.Query().Get("map"); got != `{"Full Name":"name"}` {
			t.Errorf("map %s", got)
		}
		b, _ := io.ReadAll(r.Body)
		var errs []map[string]any
		lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
		for i, line := range lines {
			if strings.HasPrefix(line, "bad") {
				errs = append(errs, map[string]any{"line": i + 1, "pointer": "/name", "code": "bad", "message": "is bad"})
			}
		}
		answer(w, map[string]any{"rows": len(lines) - 1, "created": len(lines) - 1 - len(errs), "failed": len(errs), "errors": errs})
	})
	return mux
}

func TestImportPrintsLinesOfTheFileAndASummary(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Full Name\n")
	for i := 2; i <= 300_000; i++ {
		if i == 7 || i == 299_999 {
			text.WriteString("bad\n")
		} else {
			fmt.Fprintf(&text, "row %d\n", i)
		}
	}
	file := filepath.Join(t.TempDir(), "leads.csv")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	parts := 0
	out, err := command(t, importing(t, &parts), "import", "lead", file, "--map", "Full Name=name")
	if err == nil || err.Error() != "2 rows were refused" {
		t.Errorf("error %v", err)
	}
	want := fmt.Sprintf("%s:7: /name: is bad\n%s:299999: /name: is bad\n299997 created, 2 failed, 299999 rows read\n", file, file)
	if out != want {
		t.Errorf("printed %q, want %q", out, want)
	}
	if parts < 3 {
		t.Errorf("sent in %d parts", parts)
	}
}

func TestImportEndsWithAFileThatIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("zzz\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusing := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		answer(w, map[string]any{"status": 422, "code": "invalid", "title": "Invalid", "errors": []any{map[string]any{"pointer": "?map", "message": "no field zzz"}}})
	})
	out, err := command(t, refusing, "import", "lead", file)
	if err == nil || !strings.Contains(err.Error(), "no field zzz") || !strings.Contains(out, "0 created, 0 failed, 0 rows read") {
		t.Errorf("printed %q, error %v", out, err)
	}
}

// drafting is a server with a draft; it notes what was done to it.
func drafting(log *[]string, open int, publish int) http.Handler {
	mux := http.NewServeMux()
	note := func(pattern string, status int, body any) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			*log = append(*log, pattern)
			w.WriteHeader(status)
			if body != nil {
				answer(w, body)
			}
		})
	}
	note("GET /api/v1/draft", 200, map[string]any{"revision": 3, "documents": make([]map[string]string, open)})
	note("POST /api/v1/packages", 200, map[string]any{})
	note("DELETE /api/v1/draft", 204, nil)
	steps := []map[string]string{{"risk": "safe", "text": "Create the table of lead"}}
	note("POST /api/v1/draft:plan", 200, map[string]any{"revision": 3, "documents": []any{map[string]string{"kind": "entity", "name": "lead", "change": "added"}}, "steps": steps})
	note("POST /api/v1/draft:publish", publish, map[string]any{"revision": 4, "steps": steps, "status": publish, "code": "invalid", "title": "Invalid"})
	return mux
}

func definitionFile(t *testing.T) string {
	return filepath.Join(folder(t, map[string]string{"entity.json": `{"name":"lead"}`}), "entity.json")
}

func TestApplyPublishes(t *testing.T) {
	t.Parallel()
	var log []string
	out, err := command(t, drafting(&log, 0, 200), "apply", definitionFile(t))
	if err != nil || !strings.Contains(out, "Create the table of lead") || !strings.Contains(out, "published revision 4") {
		t.Errorf("printed %q, error %v", out, err)
	}
}

func TestApplyAndPlanLeaveNoDraft(t *testing.T) {
	t.Parallel()
	var log []string
	if out, err := command(t, drafting(&log, 0, 422), "apply", definitionFile(t)); err == nil || log[len(log)-1] != "DELETE /api/v1/draft" {
		t.Errorf("apply that fails: printed %q, error %v, did %v", out, err, log)
	}
	log = nil
	out, err := command(t, drafting(&log, 0, 200), "plan", definitionFile(t))
	if err != nil || log[len(log)-1] != "DELETE /api/v1/draft" || !strings.Contains(out, "added    entity lead") {
		t.Errorf("plan: printed %q, error %v, did %v", out, err, log)
	}
}

// What somebody has begun in the builder is neither published along nor lost.
func TestApplyRefusesAnOpenDraft(t *testing.T) {
	t.Parallel()
	var log []string
	_, err := command(t, drafting(&log, 2, 200), "apply", definitionFile(t))
	if err == nil || !strings.Contains(err.Error(), "2 unpublished changes") || len(log) != 1 {
		t.Errorf("error %v, did %v", err, log)
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
