package acceptance_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// wide is more than one part of text that says where it is.
func wide() []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < 9<<20; i++ {
		b.WriteString("line " + strconv.Itoa(i) + "\n")
	}
	return b.Bytes()
}

// tus makes a request of the protocol of resumable uploads.
func (c *cast) tus(t *testing.T, who person, method, path, content string, headers ...string) reply {
	t.Helper()
	h := map[string]string{"Tus-Resumable": "1.0.0"}
	for i := 0; i < len(headers); i += 2 {
		h[headers[i]] = headers[i+1]
	}
	return c.call(t, call{method: method, path: path, token: who.client.Token(), header: h, body: strings.NewReader(content)})
}

const offsetStream = "application/offset+octet-stream"

func TestUploadsComeInPartsAndGoOn(t *testing.T) {
	t.Parallel()
	c, ctx, content := salesCast(t), context.Background(), wide()
	id, err := c.a.client.BeginUpload(ctx, "大文件.txt", int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	path := "/api/v1/uploads/" + id
	// A first part comes, twice: the second time its place is taken.
	for _, want := range []int{http.StatusNoContent, http.StatusConflict} {
		if r := c.tus(t, c.a, "PATCH", path, string(content[:1<<20]), "Content-Type", offsetStream, "Upload-Offset", "0"); r.status != want {
			t.Fatalf("the first part: %d %s", r.status, r.body)
		}
	}
	r := c.tus(t, c.a, "HEAD", path, "")
	if r.status != http.StatusOK || r.header.Get("Upload-Offset") != "1048576" || r.header.Get("Upload-Length") != strconv.Itoa(len(content)) || r.header.Get("Upload-Expires") == "" {
		t.Fatalf("where to go on: %d %v", r.status, r.header)
	}
	if r := c.asA(t, "PATCH", recordsDeals+"/"+c.own.ID(), `{"papers":["`+id+`"]}`); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a record takes a file that is not whole: %d %s", r.status, r.body)
	}
	f, err := c.a.client.ResumeUpload(ctx, id, bytes.NewReader(content))
	if err != nil || f.ID != id || f.Name != "大文件.txt" || f.MediaType != "text/plain" || f.Size != int64(len(content)) {
		t.Fatalf("resumed: %+v %v", f, err)
	}
	deals := c.a.client.Records("deal")
	if _, err := deals.Update(ctx, c.own.ID(), 0, mortise.Record{"papers": []string{id}}); err != nil {
		t.Fatal(err)
	}
	got, err := deals.Download(ctx, c.own.ID(), "papers", id)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("downloaded %d bytes of %d: %v", len(got), len(content), err)
	}
	sum := sha256.Sum256(content)
	known, err := deals.Files(ctx, c.own.ID())
	if err != nil || known[c.own.ID()]["papers"][0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the digest of the whole is not told: %v %v", known, err)
	}
	at := 5 << 20 // over the border of two parts
	r = c.call(t, call{method: "GET", path: recordsDeals + "/" + c.own.ID() + "/files/papers", token: c.a.client.Token(),
		header: map[string]string{"Range": "bytes=" + strconv.Itoa(at-10) + "-" + strconv.Itoa(at+9)}})
	if r.status != http.StatusPartialContent || string(r.body) != string(content[at-10:at+10]) {
		t.Errorf("a range: %d %q", r.status, r.body)
	}
}

func TestUploadsAreTheirSendersOwn(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	id, err := c.a.client.BeginUpload(ctx, "secret plan.txt", 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"HEAD", "GET", "PATCH", "DELETE"} {
		own := c.tus(t, c.b, method, "/api/v1/uploads/"+id, "abc", "Content-Type", offsetStream, "Upload-Offset", "0")
		none := c.tus(t, c.b, method, "/api/v1/uploads/"+missingDeal, "abc", "Content-Type", offsetStream, "Upload-Offset", "0")
		if own.status != http.StatusNotFound || none.status != own.status || !bytes.Equal(own.body, none.body) {
			t.Errorf("%s of another's upload: %d %s, of none: %d %s", method, own.status, own.body, none.status, none.body)
		}
	}
	if err := c.a.client.AbortUpload(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := c.a.client.Uploading(ctx, id); problemCode(err) != "not_found" {
		t.Errorf("what was given up is there: %v", err)
	}
}

func TestUploadsAreRefusedBeforeTheyBegin(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	id, err := c.a.client.BeginUpload(context.Background(), "x", 3)
	if err != nil {
		t.Fatal(err)
	}
	at := "/api/v1/uploads/" + id
	for _, p := range []struct {
		method, path, content, code string
		headers                     []string
	}{
		{"POST", "/api/v1/uploads", "", "upload_header", nil},
		{"POST", "/api/v1/uploads", "", "invalid", []string{"Upload-Length", "0"}},
		{"POST", "/api/v1/uploads", "", "file_too_large", []string{"Upload-Length", "1073741825"}},
		{"POST", "/api/v1/uploads", "", "upload_header", []string{"Upload-Length", "9", "Upload-Metadata", "filename ***"}},
		{"POST", "/api/v1/uploads", "", "upload_metadata", []string{"Upload-Length", "9", "Upload-Metadata", strings.Repeat("x", 5000)}},
		{"POST", "/api/v1/uploads", "", "tus_version", []string{"Upload-Length", "9", "Tus-Resumable", "2.0.0"}},
		{"PATCH", at, "abc", "upload_header", []string{"Upload-Offset", "0"}},
		{"PATCH", at, "abc", "upload_header", []string{"Content-Type", offsetStream, "Upload-Offset", "-1"}},
		{"PATCH", at, "abcd", "file_too_large", []string{"Content-Type", offsetStream, "Upload-Offset", "0"}},
		{"PATCH", at, "abc", "upload_offset", []string{"Content-Type", offsetStream, "Upload-Offset", "1"}},
	} {
		r := c.tus(t, c.a, p.method, p.path, p.content, p.headers...)
		if r.status < 400 || r.problem(t).Code != p.code {
			t.Errorf("%s %s %v: %d %s", p.method, p.path, p.headers, r.status, r.body)
		}
	}
	r := c.call(t, call{method: "OPTIONS", path: "/api/v1/uploads"})
	if r.status != http.StatusNoContent || r.header.Get("Tus-Max-Size") != "1073741824" || !strings.Contains(r.header.Get("Tus-Extension"), "expiration") {
		t.Errorf("what the server can: %d %v", r.status, r.header)
	}
	if _, err := c.a.client.ResumeUpload(context.Background(), id, io.NewSectionReader(strings.NewReader(""), 0, 0)); !errors.Is(err, io.EOF) {
		t.Errorf("a content that ends early: %v", err)
	}
	for range 2 {
		_, err = c.a.client.BeginUpload(context.Background(), "x", 1<<30)
	}
	if problemCode(err) != "files_unattached" {
		t.Errorf("more than one may have unused: %v", err)
	}
}
