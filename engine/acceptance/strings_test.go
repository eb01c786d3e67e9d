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
}

func TestAcceptanceNaughtyStrings(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	s := start(t)
	s.publish(t, salesDefinitions(t))
	body, err := os.ReadFile(filepath.Join(dir, "torture/strings/blns/blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	for _, text := range list {
		if text != "" {
			s.survives(t, text)
		}
	}
	t.Logf("%d strings", len(list))
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
