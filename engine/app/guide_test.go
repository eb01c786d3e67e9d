package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	guidePNG  = "\x89PNG\r\n\x1a\nA"
	guideWebP = "RIFF\x04\x00\x00\x00WEBPB"
)

// readable is a package that is nothing but its guide.
func readable(version string, guide map[string]string) apppackage.Files {
	files := apppackage.Files{"app.json": []byte(`{"name": "readable", "version": "` + version + `", "title": {"en": "To be read", "zh-CN": "可读"}}`)}
	for name, body := range guide {
		files["guide/"+name] = []byte(body)
	}
	return files
}

var firstGuide = map[string]string{
	"en/01-start.md": "# Start\n<!-- for: user, home -->\n\nSee ![a list](list.png).\n", "en/list.png": guidePNG,
	"zh-CN/01-start.md": "# 开始\n<!-- for: user -->\n看图 ![列表](list.png)\n", "zh-CN/02-more.md": "# 更多\n## 细节\n", "zh-CN/list.png": guidePNG + "中",
	"de/03-nur.md": "# Nur hier\n\nText",
}

// reader asks a server for guides, as one who is signed in or, with "", nobody.
type reader struct {
	*testing.T
	url, token string
}

func (r reader) get(path, language string, status int, more ...string) (string, http.Header) {
	r.Helper()
	q, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.url+"/api/v1/guides"+path, nil)
	require.NoError(r, err)
	q.Header.Set("Accept-Language", language)
	if r.token != "" {
		q.Header.Set("Authorization", "Bearer "+r.token)
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Header.Set(more[i], more[i+1])
	}
	resp, err := http.DefaultClient.Do(q)
	require.NoError(r, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(r, err)
	require.Equal(r, status, resp.StatusCode, "%s: %s", path, body)
	return string(body), resp.Header
}

func (r reader) like(path, language, want string) {
	r.Helper()
	got, _ := r.get(path, language, http.StatusOK)
	require.JSONEq(r, want, got)
}

// tokenOf signs in for a bearer token.
func tokenOf(t *testing.T, url, login, password string) string {
	t.Helper()
	in, err := json.Marshal(map[string]string{"login": login, "password": password, "kind": "token"})
	require.NoError(t, err)
	resp, err := http.Post(url+"/api/v1/session", "application/json", bytes.NewReader(in))
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	var out struct{ Token string }
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&out))
	require.NotEmpty(t, out.Token)
	return out.Token
}

func packed(t *testing.T, files apppackage.Files) []byte {
	t.Helper()
	body, err := files.Pack(nil)
	require.NoError(t, err)
	return body
}

func rows(t *testing.T, s *serving.Server, table string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.DSN())
	require.NoError(t, err)
	defer func() { _ = conn.Close(context.Background()) }()
	require.NoError(t, conn.QueryRow(t.Context(), "select count(*) from ws_main."+pgx.Identifier{table}.Sanitize()).Scan(&n))
	return n
}

func TestGuidesComeChangeAndGo(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	r := reader{t, s.URL, tokenOf(t, s.URL, serving.Administrator, serving.Password)}
	r.like("", "en", `{"data": []}`)
	packages := s.Admin.Packages()
	_, err := packages.Install(t.Context(), mortise.PackageRequest{Archive: packed(t, readable("1.0.0", firstGuide)), Unsigned: true})
	require.NoError(t, err)

	r.like("", "en", `{"data": [{"name": "readable", "title": "To be read", "language": "en", "pages": [{"name": "01-start", "title": "Start", "fits": ["user", "home"]}]}]}`)
	r.like("", "zh-CN", `{"data": [{"name": "readable", "title": "可读", "language": "zh-CN", "pages": [
		{"name": "01-start", "title": "开始", "fits": ["user"]}, {"name": "02-more", "title": "更多", "fits": []}]}]}`)
	r.like("/readable/01-start", "zh-CN", `{"package": "readable", "name": "01-start", "title": "开始", "language": "zh-CN", "text": "看图 ![列表](list.png)"}`)
	r.like("/readable/02-more", "en", `{"package": "readable", "name": "02-more", "title": "更多", "language": "zh-CN", "text": "## 细节"}`)
	r.like("/readable/03-nur", "zh-CN", `{"package": "readable", "name": "03-nur", "title": "Nur hier", "language": "de", "text": "Text"}`)
	for _, path := range []string{"/readable/04-none", "/readable/list.png", "/readable/list", "/core/01-start", "/readable/images/none.png", "/readable/images/01-start.md"} {
		r.get(path, "en", http.StatusNotFound)
	}
	nobody := reader{t, s.URL, ""}
	for _, path := range []string{"", "/readable/01-start", "/readable/images/list.png"} {
		nobody.get(path, "en", http.StatusUnauthorized)
	}
	_, nora := s.NewUser(t, "nora", nil) // who may nothing
	seen, err := nora.Do(t.Context(), mortise.Request{Method: http.MethodGet, Path: "/api/v1/guides/readable/01-start"})
	require.NoError(t, err)
	require.Contains(t, string(seen.Body), "Start")

	exported, err := s.Admin.Definitions().Export(t.Context(), "readable")
	require.NoError(t, err)
	files, err := apppackage.Unpack(exported)
	require.NoError(t, err)
	_, err = files.Verify(nil)
	require.NoError(t, err)
	for name, body := range firstGuide {
		require.Equal(t, body, string(files["guide/"+name]), name)
	}

	next := map[string]string{"en/01-start.md": "# Start again\n", "en/new.webp": guideWebP}
	_, err = packages.Install(t.Context(), mortise.PackageRequest{Archive: packed(t, readable("1.1.0", next)), Unsigned: true})
	require.NoError(t, err)
	r.like("", "zh-CN", `{"data": [{"name": "readable", "title": "可读", "language": "en", "pages": [{"name": "01-start", "title": "Start again", "fits": []}]}]}`)
	r.get("/readable/02-more", "zh-CN", http.StatusNotFound)
	require.Equal(t, 2, rows(t, s, "package_guide_content"))

	plan, err := packages.Plan(t.Context(), mortise.PackageRequest{Name: "readable", Remove: true})
	require.NoError(t, err)
	_, err = packages.Uninstall(t.Context(), mortise.PackageRequest{Name: "readable", Consent: plan.Consent})
	require.NoError(t, err)
	r.like("", "en", `{"data": []}`)
	require.Zero(t, rows(t, s, "package_guide"))
	require.Zero(t, rows(t, s, "package_guide_content"))
}

func TestPicturesOfGuides(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	folder, err := readable("1.0.0", map[string]string{"en/01-a.md": "# A", "en/list.png": guidePNG, "zh-CN/list.png": guidePNG + "中", "en/b.webp": guideWebP}).Open()
	require.NoError(t, err)
	_, err = s.App.Installer.Install(t.Context(), "main", "", folder)
	require.NoError(t, err)
	_, err = s.App.Installer.Install(t.Context(), "main", "", folder) // as each start of a demo does
	require.NoError(t, err)
	r := reader{t, s.URL, tokenOf(t, s.URL, serving.Administrator, serving.Password)}
	body, head := r.get("/readable/images/list.png", "en", http.StatusOK)
	require.Equal(t, guidePNG, body)
	require.Equal(t, "image/png", head.Get("Content-Type"))
	require.Equal(t, "nosniff", head.Get("X-Content-Type-Options"))
	require.Equal(t, "default-src 'none'; sandbox", head.Get("Content-Security-Policy"))
	require.True(t, strings.HasPrefix(head.Get("Cache-Control"), "private, max-age="), head.Get("Cache-Control"))
	r.get("/readable/images/list.png", "en", http.StatusNotModified, "If-None-Match", head.Get("ETag"))
	body, _ = r.get("/readable/images/list.png?language=zh-CN", "en", http.StatusOK, "If-None-Match", head.Get("ETag"))
	require.Equal(t, guidePNG+"中", body)
	body, head = r.get("/readable/images/b.webp?language=zh-CN", "zh-CN", http.StatusOK)
	require.Equal(t, guideWebP, body)
	require.Equal(t, "image/webp", head.Get("Content-Type"))
}

// An archive with a large guide is larger than other requests may be.
func TestLargeGuidesAreSent(t *testing.T) {
	t.Parallel()
	s := serving.Start(t)
	guide, state := map[string]string{"en/01-a.md": "# A"}, uint32(1)
	for n := range 15 {
		noise := make([]byte, 290<<10)
		for i := range noise {
			state = state*1664525 + 1013904223
			noise[i] = byte(state >> 24)
		}
		guide["en/p"+string(rune('a'+n))+".png"] = guidePNG + string(noise)
	}
	_, err := s.Admin.Packages().Install(t.Context(), mortise.PackageRequest{Archive: packed(t, readable("1.0.0", guide)), Unsigned: true})
	require.NoError(t, err)
	require.Equal(t, 16, rows(t, s, "package_guide"))
	_, err = s.Admin.Records("user").Create(t.Context(), mortise.Record{"name": strings.Repeat("x", 5<<20)})
	require.ErrorContains(t, err, "body_too_large")
}
