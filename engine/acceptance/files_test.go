package acceptance_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// pixel is the smallest PNG: a transparent dot.
const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"

// The canaries of files: names and contents.
const (
	rivalPaper = "canary-rival-paper"
	ownLedger  = "canary-own-ledger"
	poolPhoto  = "canary-pool-photo"
)

func upload(t *testing.T, c *mortise.Client, name, content string) string {
	t.Helper()
	f, err := c.Upload(context.Background(), name, strings.NewReader(content))
	if err != nil {
		t.Fatalf("upload %s: %v", name, err)
	}
	return f.ID
}

// withFiles gives records of the cast files: of a record that A may not read,
// of a field that he may not, and of one that is masked to him.
func (c *cast) withFiles(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	c.paper, c.ledger = upload(t, c.admin, rivalPaper+".txt", rivalPaper), upload(t, c.admin, ownLedger+".txt", ownLedger)
	c.photo = upload(t, c.admin, poolPhoto+".png", pixel+poolPhoto)
	for rec, values := range map[string]mortise.Record{
		c.rival.ID(): {"papers": []string{c.paper}},
		c.own.ID(): {
			"ledger": c.ledger,
			"papers": []string{upload(t, c.admin, "one.txt", "one"), upload(t, c.admin, "two.txt", "two")},
		},
		c.pool.ID(): {"photo": c.photo},
	} {
		if _, err := c.admin.Records("deal").Update(ctx, rec, 0, values); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesAreReadWithTheirCells(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	c.withFiles(t)
	ctx := context.Background()
	deals := c.a.client.Records("deal")
	known, err := deals.Files(ctx, c.own.ID(), c.rival.ID(), c.pool.ID(), missingDeal, "nonsense")
	if err != nil || len(known) != 1 || len(known[c.own.ID()]) != 1 || len(known[c.own.ID()]["papers"]) != 2 {
		t.Fatalf("the files known to A are %v %v", known, err)
	}
	second := known[c.own.ID()]["papers"][1]
	if b, err := deals.Download(ctx, c.own.ID(), "papers", second.ID); err != nil || string(b) != "two" || second.Name != "two.txt" || second.MediaType != "text/plain" {
		t.Errorf("the second paper is %q %v, told as %+v", b, err, second)
	}
	rival, err := c.chief.client.Records("deal").Files(ctx, c.rival.ID())
	if err != nil || len(rival) != 1 {
		t.Fatalf("the chief is told %v %v", rival, err)
	}
	// The id of a file opens nothing through a record that one may read.
	r := c.asA(t, "GET", recordsDeals+"/"+c.own.ID()+"/files/papers/"+rival[c.rival.ID()]["papers"][0].ID, "")
	if r.status != http.StatusNotFound {
		t.Errorf("a rival's file through an own record: status %d", r.status)
	}
	if err := c.admin.Records("deal").Archive(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	if b, err := deals.Download(ctx, c.own.ID(), "papers", ""); err != nil || string(b) != "one" {
		t.Errorf("of the archived record: %q %v", b, err)
	}
}

func TestFilesBelongToWhoUploadedThem(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	c.withFiles(t)
	ctx := context.Background()
	deals := c.a.client.Records("deal")
	foreign, taken := upload(t, c.b.client, "b.txt", "of bert"), upload(t, c.a.client, "a.txt", "of anna")
	other := mustCreate(t, c.a.client, "deal", mortise.Record{"name": "Other", "owner": c.a.id, "papers": []string{taken}})
	for _, id := range []string{missingDeal, foreign, taken} {
		r := c.asA(t, "PATCH", recordsDeals+"/"+c.own.ID(), `{"papers":["`+id+`"]}`)
		if p := r.problem(t); r.status != http.StatusUnprocessableEntity || p.Errors[0].Code != "missing_file" || p.Errors[0].Pointer != "/papers" {
			t.Errorf("naming %s: %d %s", id, r.status, r.body)
		}
	}
	if b, err := c.chief.client.Records("deal").Download(ctx, c.own.ID(), "papers", ""); err != nil || string(b) != "one" {
		t.Errorf("after what was refused, the papers are %q %v", b, err)
	}
	// What a field no longer names cannot be read; put back, it can.
	for _, step := range []struct {
		papers []string
		want   string
	}{{[]string{}, ""}, {[]string{taken}, "of anna"}} {
		if _, err := deals.Update(ctx, other.ID(), 0, mortise.Record{"papers": step.papers}); err != nil {
			t.Fatal(err)
		}
		b, err := deals.Download(ctx, other.ID(), "papers", taken)
		if string(b) != step.want || (err == nil) != (step.want != "") {
			t.Errorf("with %v: %q %v", step.papers, b, err)
		}
	}
	r := c.asA(t, "GET", recordsDeals+"/"+other.ID()+"/history", "")
	if !bytes.Contains(r.body, []byte(`"files":{"`+taken+`":"a.txt"}`)) {
		t.Errorf("the history does not name the file: %s", r.body)
	}
}

func TestFilesAreCheckedAndCountedBeforeTheyAreTaken(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	page := upload(t, c.a.client, "photo.png", "<!DOCTYPE html><script>alert(1)</script>")
	r := c.asA(t, "PATCH", recordsDeals+"/"+c.own.ID(), `{"photo":"`+page+`"}`)
	if p := r.problem(t); len(p.Errors) != 1 || p.Errors[0].Code != "file_not_accepted" || p.Errors[0].Pointer != "/photo" {
		t.Errorf("a page as a photo: %d %s", r.status, r.body)
	}
	// Many in one import, too: none comes in, and the good rows do.
	csv := "name,owner,photo\nWith a file," + c.b.id + "," + page + "\nWithout," + c.b.id + ",\n"
	r = c.call(t, call{method: "POST", path: recordsDeals + ":import", token: c.chief.client.Token(), body: strings.NewReader(csv), header: map[string]string{"Content-Type": "text/csv"}})
	if !bytes.Contains(r.body, []byte("file_not_imported")) || !bytes.Contains(r.body, []byte(`"created":1`)) {
		t.Errorf("importing a file: %d %s", r.status, r.body)
	}
	if _, err := c.a.client.Upload(context.Background(), "x", strings.NewReader("")); problemCode(err) != "invalid" {
		t.Errorf("an empty file: %v", err)
	}
	var last error
	for i := 0; i < 100 && last == nil; i++ {
		_, last = c.a.client.Upload(context.Background(), "x", strings.NewReader("x"))
	}
	if problemCode(last) != "files_unattached" {
		t.Errorf("the 101st file that no record names: %v", last)
	}
	if r := c.call(t, call{method: "POST", path: "/api/v1/files", body: strings.NewReader("x")}); r.status != http.StatusUnauthorized {
		t.Errorf("an upload of nobody: status %d", r.status)
	}
}

func problemCode(err error) string {
	var p *mortise.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

func TestFilesAreSentSafely(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	form := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../\u202epage\u5408\u540c \\\"1\\\".html\"\r\nContent-Type: image/png\r\n\r\n<!DOCTYPE html><script>alert(1)</script>\r\n--b--\r\n"
	r := c.call(t, call{method: "POST", path: "/api/v1/files", token: c.a.client.Token(), body: strings.NewReader(form), header: map[string]string{"Content-Type": "multipart/form-data; boundary=b"}})
	if r.status != http.StatusCreated || !bytes.Contains(r.body, []byte(`"media_type":"text/html"`)) || !bytes.Contains(r.body, []byte(`page合同 _1_.html"`)) {
		t.Fatalf("upload: %d %s", r.status, r.body)
	}
	_, id, _ := strings.Cut(string(r.body), `"id":"`)
	c.asA(t, "PATCH", recordsDeals+"/"+c.own.ID(), `{"papers":["`+id[:36]+`"],"photo":"`+upload(t, c.a.client, "p.png", pixel)+`"}`)
	get := func(field string, header map[string]string) reply {
		return c.call(t, call{method: "GET", path: recordsDeals + "/" + c.own.ID() + "/files/" + field, token: c.a.client.Token(), header: header})
	}
	page := get("papers", nil)
	for name, want := range map[string]string{
		"Content-Disposition": `attachment; filename="page__ _1_.html"; filename*=UTF-8''page%E5%90%88%E5%90%8C%20_1_.html`, "Content-Type": "text/html",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-cache",
	} {
		if got := page.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	photo := get("photo", nil)
	if photo.header.Get("Content-Type") != "image/png" || !strings.HasPrefix(photo.header.Get("Content-Disposition"), "inline") || string(photo.body) != pixel {
		t.Errorf("the photo: %d %v", photo.status, photo.header)
	}
	if r := get("photo", map[string]string{"If-None-Match": photo.header.Get("ETag")}); r.status != http.StatusNotModified || len(r.body) > 0 {
		t.Errorf("asked again: %d", r.status)
	}
	if r := get("photo", map[string]string{"Range": "bytes=1-3"}); r.status != http.StatusPartialContent || string(r.body) != "PNG" || !strings.HasPrefix(r.header.Get("Content-Range"), "bytes 1-3/") {
		t.Errorf("a range: %d %q", r.status, r.body)
	}
	if r := get("photo", map[string]string{"Range": "bytes=9999-"}); r.status != http.StatusOK || string(r.body) != pixel {
		t.Errorf("a range beyond the end: %d", r.status)
	}
}
