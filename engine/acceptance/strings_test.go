package acceptance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// awkward are texts that broke other products.
var awkward = []string{
	"'; DROP TABLE deal; --", `"quoted" \ back`, "100% _under_ \\%", "tab\there", "two\nlines\r\nthree", " leading and trailing ", "null", "undefined", "NaN",
	"=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "<script>alert(1)</script>", "{{7*7}} ${7*7}", "张伟与李娜", "ﷺ العربية", "👩‍👩‍👧‍👦 🇨🇳", "ẓ̌̌a̓̀l̷g̸o̵",
	"ＡＢＣ", "ß ẞ SS", "İi̇ıI", "\u202eRTL", "\u200bzero\u200dwidth", "\ufeffbom", "é e\u0301", "\u007f", "a\u0001b", "\U0001F600", strings.Repeat("長", 200),
}

// survives checks that a text comes back from create, get, list and filter as
// it went in.
func (s *server) survives(t *testing.T, text string) {
	t.Helper()
	ctx := context.Background()
	deals := s.admin.Records("deal")
	made, err := deals.Create(ctx, mortise.Record{"name": "n", "note": text})
	if p, ok := mortise.AsProblem(err); ok && p.Status == 422 && strings.ContainsRune(text, 0) {
		return
	}
	if err != nil {
		t.Errorf("create %q: %v", text, err)
		return
	}
	if got, _ := made["note"].(string); got != text {
		t.Errorf("created %q, got %q", text, got)
	}
	literal, _ := json.Marshal(text)
	filter := fmt.Sprintf(`{"note":{"eq":%s},"id":{"eq":%q}}`, literal, made.ID())
	page, err := deals.List(ctx, mortise.ListOptions{Filter: filter})
	if err != nil || len(page.Data) != 1 || page.Data[0].Text("note") != text {
		t.Errorf("filter by %q: %v %v", text, page, err)
	}
	got, err := deals.Get(ctx, made.ID())
	if err != nil || got.Text("note") != text {
		t.Errorf("get %q: %v %v", text, got, err)
	}
}

func TestAwkwardStringsSurvive(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.publish(t, salesDefinitions(t))
	for _, text := range awkward {
		s.survives(t, text)
	}
	if got := s.count(t, "deal", ""); got != int64(len(awkward)) {
		t.Errorf("%d deals, want %d", got, len(awkward))
	}
	file := filepath.Join(t.TempDir(), "out.csv")
	s.command(t, "export", "deal", "--fields", "name,note", "-o", file)
	s.working(t)
	if got := numbers(s.command(t, "import", "deal", file)); got["created"] != len(awkward) || got["failed"] != 0 {
		t.Errorf("import of the export said: %v", got)
	}
	for _, text := range awkward {
		literal, _ := json.Marshal(object{"note": object{"eq": text}})
		if n := s.count(t, "deal", string(literal)); n != 2 {
			t.Errorf("%q occurs %d times after export and import", text, n)
		}
	}
}

// TestAcceptanceDialects imports each file of csv-spectrum and compares its
// first two columns with what the collection says they hold.
func TestAcceptanceDialects(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataFolder(t), "torture/csv-spectrum")
	s := start(t)
	s.publish(t, salesDefinitions(t))
	files, err := filepath.Glob(filepath.Join(dir, "csvs/*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { s.dialect(t, file) })
	}
}

func (s *server) dialect(t *testing.T, file string) {
	body, err := os.ReadFile(strings.NewReplacer("/csvs/", "/json/", ".csv", ".json").Replace(file))
	if err != nil {
		t.Fatal(err)
	}
	var want []map[string]string
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	header := readCSV(t, file)[0]
	mark := "dialect " + filepath.Base(file)
	fields := map[string]string{}
	for i, title := range header {
		fields[title] = map[int]string{0: "note", 1: "name"}[i]
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := s.count(t, "deal", "")
	result, err := s.admin.Records("deal").Import(context.Background(), strings.NewReader(string(text)), mortise.ImportOptions{Map: fields})
	if err != nil {
		t.Fatalf("%s: %v", mark, err)
	}
	failed := int64(0)
	for _, row := range want {
		first, second := row[header[0]], row[header[1]]
		if second == "" {
			failed++ // a name is required
			continue
		}
		filter := object{"name": object{"eq": second}, "note": object{"eq": first}}
		if first == "" {
			filter["note"] = object{"empty": true}
		}
		b, _ := json.Marshal(filter)
		if n := s.count(t, "deal", string(b)); n < 1 {
			t.Errorf("%s: no record holds %q and %q", mark, first, second)
		}
	}
	if result.Failed != failed || result.Created != int64(len(want))-failed || s.count(t, "deal", "") != before+result.Created {
		t.Errorf("%s: %+v, want %d rows, %d failed", mark, result, len(want), failed)
	}
}

// TestAcceptanceTortureFiles imports files that are CSV in name only: each
// must be taken or refused, with the line, and never fail.
func TestAcceptanceTortureFiles(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	s := start(t)
	s.publish(t, salesDefinitions(t))
	files := 0
	err := filepath.WalkDir(filepath.Join(dir, "torture"), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		before := s.count(t, "deal", "")
		r := s.call(t, call{method: "POST", path: "/api/v1/records/deal:import", token: s.admin.Token(), body: strings.NewReader(string(body)), header: map[string]string{"Content-Type": "text/csv"}})
		if r.status >= 500 || r.status == 0 && len(body) < 4<<20 {
			t.Errorf("%s: status %d %v: %.300s", path, r.status, r.broken, r.body)
		}
		if r.status >= 400 {
			r.problem(t)
			if after := s.count(t, "deal", ""); after != before {
				t.Errorf("%s: refused, and yet %d deals more", path, after-before)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files", files)
}
