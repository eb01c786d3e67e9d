package acceptance_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// picture is a JPEG of one color.
func picture(t *testing.T, width, height int) string {
	t.Helper()
	i := image.NewRGBA(image.Rect(0, 0, width, height))
	for n := range i.Pix {
		i.Pix[n] = 200
	}
	i.Set(0, 0, color.Black)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, i, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThumbnailsAreSmallAndReadWithTheirCell(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	deals := c.a.client.Records("deal")
	photo := upload(t, c.a.client, "photo.jpg", picture(t, 900, 300))
	if _, err := deals.Update(ctx, c.own.ID(), 0, mortise.Record{"photo": photo, "papers": []string{upload(t, c.a.client, "a.txt", "text")}}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // made, then kept
		b, err := deals.Thumbnail(ctx, c.own.ID(), "photo", photo, 128)
		small, _, decoded := image.Decode(bytes.NewReader(b))
		if err != nil || decoded != nil || small.Bounds().Dx() != 128 || small.Bounds().Dy() != 42 {
			t.Fatalf("the thumbnail: %v %v %v", err, decoded, small.Bounds())
		}
	}
	if _, err := deals.Thumbnail(ctx, c.own.ID(), "photo", photo, 100); problemCode(err) != "invalid" {
		t.Errorf("a size that there is not: %v", err)
	}
	known, err := deals.Files(ctx, c.own.ID())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := deals.Thumbnail(ctx, c.own.ID(), "papers", known[c.own.ID()]["papers"][0].ID, 64); problemCode(err) != "no_thumbnail" {
		t.Errorf("of a text: %v", err)
	}
}

func TestVersionsOfFilesCanBeBroughtBack(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	deals := c.chief.client.Records("deal")
	first, second := upload(t, c.chief.client, "plan.txt", "first"), upload(t, c.chief.client, "plan.txt", "second")
	for _, id := range []string{first, second} {
		if _, err := deals.Update(ctx, c.own.ID(), 0, mortise.Record{"ledger": id}); err != nil {
			t.Fatal(err)
		}
	}
	list, err := deals.FileVersions(ctx, c.own.ID(), "ledger")
	if err != nil || len(list) != 2 || list[0].ID != second || !list[0].Current || list[1].Current || list[1].Until == nil {
		t.Fatalf("the versions are %+v %v", list, err)
	}
	if b, err := deals.DownloadVersion(ctx, c.own.ID(), "ledger", first); err != nil || string(b) != "first" {
		t.Errorf("the first one is %q %v", b, err)
	}
	if _, err := deals.Update(ctx, c.own.ID(), 0, mortise.Record{"ledger": first}); err != nil {
		t.Fatal(err)
	}
	if b, err := deals.Download(ctx, c.own.ID(), "ledger", ""); err != nil || string(b) != "first" {
		t.Errorf("brought back: %q %v", b, err)
	}
}

func TestLinksToFilesEndWithTheRights(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	c.withFiles(t)
	known, err := c.a.client.Records("deal").Files(ctx, c.own.ID())
	if err != nil {
		t.Fatal(err)
	}
	paper := known[c.own.ID()]["papers"][1].ID
	link, err := c.a.client.Records("deal").LinkFile(ctx, c.own.ID(), "papers", paper)
	if err != nil {
		t.Fatal(err)
	}
	follow := func(url string) reply { return c.call(t, call{method: "GET", path: url}) }
	if r := follow(link.URL); r.status != http.StatusOK || string(r.body) != "two" {
		t.Errorf("the link: %d %s", r.status, r.body)
	}
	for _, bad := range []string{strings.Replace(link.URL, paper, known[c.own.ID()]["papers"][0].ID, 1), strings.Replace(link.URL, "papers", "ledger", 1), link.URL + "x"} {
		if r := follow(bad); r.status != http.StatusNotFound {
			t.Errorf("another's link %s: %d %s", bad, r.status, r.body)
		}
	}
	if _, err := c.admin.Records("deal").Transfer(ctx, c.own.ID(), mortise.Owner{User: c.b.id}, "x"); err != nil {
		t.Fatal(err)
	}
	if r := follow(link.URL); r.status != http.StatusNotFound {
		t.Errorf("the link of who may no longer read: %d %s", r.status, r.body)
	}
}

// names are those of an archive's files, with their contents.
func names(t *testing.T, archive []byte) []string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range r.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(content); err != nil {
			t.Fatal(err)
		}
		list = append(list, f.Name+"="+b.String())
	}
	return list
}

func TestZipHoldsWhatTheCallerReads(t *testing.T) {
	t.Parallel()
	c, ctx := salesCast(t), context.Background()
	deals := c.a.client.Records("deal")
	for _, name := range []string{"../../etc", "Same", "same"} {
		files := []string{upload(t, c.a.client, "a.txt", name), upload(t, c.a.client, "A.TXT", "2"+name)}
		mustCreate(t, c.a.client, "deal", mortise.Record{"name": name, "owner": c.a.id, "papers": files, "seats": 99})
	}
	c.withFiles(t)
	b, err := deals.Zip(ctx, mortise.ZipOptions{Filter: "seats == 99 or seats == 6", Field: "papers"})
	if err != nil {
		t.Fatal(err)
	}
	got := names(t, b)
	slices.Sort(got)
	want := []string{"Same/A (2).TXT=2Same", "Same/a.txt=Same", "etc/A (2).TXT=2../../etc", "etc/a.txt=../../etc", "same/A (4).TXT=2same", "same/a (3).txt=same"}
	if len(got) != 6 || !slices.Contains(got, "etc/a.txt=../../etc") || strings.Contains(strings.Join(got, " "), rivalPaper) {
		t.Errorf("the archive has %q, something like %q", got, want)
	}
	lower := map[string]bool{}
	for _, name := range got {
		stem, _, _ := strings.Cut(strings.ToLower(name), "=")
		if lower[stem] || strings.Contains(stem, "..") {
			t.Errorf("the name %q stands twice, or leads elsewhere", name)
		}
		lower[stem] = true
	}
	for body, code := range map[string]string{`{"field":"nothing"}`: "invalid", `{"filter":"nothing == 1"}`: "invalid", `{"ids":[` + strings.Repeat(`"x",`, 1000) + `"y"]}`: "zip_too_many"} {
		if r := c.asA(t, "POST", recordsDeals+":zip", body); r.status < 400 || r.problem(t).Code != code {
			t.Errorf("%.50s: %d %s", body, r.status, r.body)
		}
	}
}
